package dev.fathom.node;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.ros.log.NodeLog;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads a pipeline with other settings while the one before goes on.
 *
 * <p>Threads: one of its own for each load, one load at a time; of several changes during a load
 * only the last is loaded after it.
 */
final class PipelineReload<F> implements AutoCloseable {
  private final LoadedPipeline.Loader<F> loader;
  private final Consumer<LoadedPipeline<F>> to;
  private final NodeLog log;
  private @Nullable PipelineOptions waiting;
  private @Nullable Thread thread;
  private @Nullable String failure;
  private boolean closed;

  /**
   * @param to takes a loaded pipeline over
   */
  PipelineReload(LoadedPipeline.Loader<F> loader, Consumer<LoadedPipeline<F>> to, NodeLog log) {
    this.loader = loader;
    this.to = to;
    this.log = log;
  }

  /** Whether a pipeline must be loaded for these settings, or the one before can take them up. */
  static boolean isNeeded(PipelineOptions before, PipelineOptions after) {
    return !before.model().equals(after.model())
        || !before.device().equals(after.device())
        || before.threads() != after.threads()
        || !before.stereo().equals(after.stereo());
  }

  /** Begins to load. */
  synchronized void start(PipelineOptions options) {
    waiting = options;
    if (thread == null && !closed) {
      Thread loading = new Thread(this::loadAll, "fathom-model-load");
      loading.setDaemon(true);
      thread = loading;
      loading.start();
    }
  }

  private synchronized @Nullable PipelineOptions next() {
    PipelineOptions options = closed ? null : waiting;
    waiting = null;
    if (options == null) {
      thread = null;
    }
    return options;
  }

  private void loadAll() {
    for (PipelineOptions options = next(); options != null; options = next()) {
      try {
        LoadedPipeline<F> loaded = loader.load(options);
        handOver(loaded);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        String reason = "the new pipeline does not load, the old one goes on: " + e.getMessage();
        log.error(reason);
        failed(reason);
      }
    }
  }

  private synchronized void handOver(LoadedPipeline<F> loaded) {
    if (closed) {
      loaded.close();
      return;
    }
    log.info("model " + loaded.model() + " is loaded and serves from the next frame on");
    to.accept(loaded);
    failure = null;
  }

  private synchronized void failed(String reason) {
    failure = reason;
  }

  /** Why the last load failed; empty when it did not. */
  synchronized Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns when a load that has begun has ended, or takes too long; nobody gets it then. */
  @Override
  public void close() {
    Thread loading;
    synchronized (this) {
      closed = true;
      loading = thread;
    }
    if (loading != null) {
      try {
        TimeUnit.NANOSECONDS.timedJoin(loading, StageThread.END_NANOS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
