package dev.fathom.node;

import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.ros.log.NodeLog;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Loads a pipeline with other settings while the one before goes on. One that does not load changes
 * nothing: whoever set it is told which settings go on.
 *
 * <p>Threads: one of its own for each load, one load at a time; of several changes during a load
 * only the last is loaded after it.
 */
final class PipelineReload<F> implements AutoCloseable {
  private final LoadedPipeline.Loader<F> loader;
  private final Consumer<LoadedPipeline<F>> to;
  private final NodeContext.Refused refused;
  private final NodeLog log;
  private PipelineOptions serving;
  private @Nullable PipelineOptions loading;
  private @Nullable PipelineOptions waiting;
  private @Nullable Thread thread;
  private @Nullable String failure;
  private boolean closed;

  /**
   * @param serving what the pipeline was loaded with that serves now
   * @param to takes a loaded pipeline over
   * @param refused told of a load that has failed, unless another change waits
   */
  PipelineReload(
      PipelineOptions serving,
      LoadedPipeline.Loader<F> loader,
      Consumer<LoadedPipeline<F>> to,
      NodeContext.Refused refused,
      NodeLog log) {
    this.serving = serving;
    this.loader = loader;
    this.to = to;
    this.refused = refused;
    this.log = log;
  }

  /** These settings are wanted now; begins to load if the newest pipeline was not made for them. */
  synchronized void change(PipelineOptions options) {
    PipelineOptions newest = waiting != null ? waiting : loading != null ? loading : serving;
    if (closed || options.loadsLike(newest)) {
      return;
    }
    waiting = options;
    if (thread == null) {
      Thread fresh = new Thread(this::loadAll, "fathom-model-load");
      fresh.setDaemon(true);
      thread = fresh;
      fresh.start();
    }
  }

  private synchronized @Nullable PipelineOptions next() {
    loading = closed ? null : waiting;
    waiting = null;
    if (loading == null) {
      thread = null;
    }
    return loading;
  }

  private void loadAll() {
    for (PipelineOptions options = next(); options != null; options = next()) {
      try {
        LoadedPipeline<F> loaded = loader.load(options);
        handOver(loaded, options);
      } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
        String reason = "the new pipeline does not load, the old one goes on: " + e.getMessage();
        log.error(reason);
        PipelineOptions wanted = options;
        failed(reason).ifPresent(old -> refused.tell(wanted, old));
      }
    }
  }

  private synchronized void handOver(LoadedPipeline<F> loaded, PipelineOptions options) {
    if (closed) {
      loaded.close();
      return;
    }
    log.info("model " + loaded.model() + " is loaded and serves from the next frame on");
    to.accept(loaded);
    serving = options;
    failure = null;
  }

  /** What goes on serving, if nothing else waits. */
  private synchronized Optional<PipelineOptions> failed(String reason) {
    failure = reason;
    loading = null;
    return waiting == null && !closed ? Optional.of(serving) : Optional.empty();
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
