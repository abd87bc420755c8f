package dev.fathom.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Several pipelines of one kind that take frames in turn, so that as many frames are worked on at a
 * time. A frame's estimate is given out when so many others have come less one: with two pipelines,
 * one frame later. Estimates keep the order of their frames and do not depend on the threads.
 *
 * <p>Threads: one caller at a time; the pipelines run in the executor, each in one thread at a
 * time. Cost: a copy of each frame's bytes, and a few small objects a frame.
 *
 * @param <F> the kind of frame
 */
public final class StaggeredPipeline<F> implements DepthPipeline<F> {
  private final List<Lane<F>> lanes = new ArrayList<>();
  private final Executor executor;
  private int next;

  /** One pipeline with its buffers, and the frame that it works on. */
  private static final class Lane<F> {
    private final DepthPipeline<F> pipeline;
    private final UnaryOperator<F> keeper;
    private final DepthEstimate estimate = new DepthEstimate();
    private final StageClock clock = new StageClock();
    private @Nullable CompletableFuture<Void> work;
    private @Nullable PublishedRange newRange;

    Lane(DepthPipeline<F> pipeline, UnaryOperator<F> keeper) {
      this.pipeline = pipeline;
      this.keeper = keeper;
    }

    void begin(F frame, StageClock caller, Executor executor) {
      F kept = keeper.apply(frame);
      caller.done(Stage.DECODE);
      clock.continueFrom(caller);
      PublishedRange range = newRange;
      newRange = null;
      work =
          CompletableFuture.runAsync(
              () -> {
                clock.skip();
                if (range != null) {
                  pipeline.range(range);
                }
                pipeline.estimate(kept, estimate, clock);
              },
              executor);
    }

    /** Waits for its frame; false if it has none. */
    boolean end(DepthEstimate out, StageClock caller) {
      CompletableFuture<Void> task = work;
      if (task == null) {
        return false;
      }
      work = null;
      await(task);
      out.takeFrom(estimate);
      caller.continueFrom(clock);
      return true;
    }

    private static void await(CompletableFuture<Void> task) {
      try {
        task.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw new IllegalStateException("an earlier frame failed: " + e.getCause(), e.getCause());
      }
    }

    void close() {
      CompletableFuture<Void> task = work;
      work = null;
      if (task != null) {
        try {
          await(task);
        } catch (IllegalStateException failed) {
          // Nobody asks for this frame any more.
        }
      }
      pipeline.close();
    }
  }

  /**
   * Takes over the pipelines and closes them.
   *
   * @param pipelines at least one
   * @param keepers makes, for each pipeline, what copies a frame with its bytes into buffers of
   *     that pipeline's own
   * @param executor runs the pipelines; with fewer threads than pipelines, frames wait
   */
  public StaggeredPipeline(
      List<? extends DepthPipeline<F>> pipelines,
      Supplier<UnaryOperator<F>> keepers,
      Executor executor) {
    if (pipelines.isEmpty()) {
      throw new IllegalArgumentException("no pipelines to take frames in turn");
    }
    pipelines.forEach(pipeline -> lanes.add(new Lane<>(pipeline, keepers.get())));
    this.executor = executor;
  }

  @Override
  public boolean estimate(F frame, DepthEstimate out, StageClock clock) {
    lanes.get(next).begin(frame, clock, executor);
    next = (next + 1) % lanes.size();
    return lanes.get(next).end(out, clock);
  }

  @Override
  public boolean finish(DepthEstimate out, StageClock clock) {
    for (int n = 0; n < lanes.size(); n++) {
      if (lanes.get(next).end(out, clock)) {
        return true;
      }
      next = (next + 1) % lanes.size();
    }
    return false;
  }

  @Override
  public void range(PublishedRange range) {
    lanes.forEach(lane -> lane.newRange = range);
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }
}
