package dev.fathom.replay;

import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.DepthPipeline;
import dev.fathom.pipeline.ProductEncoder;
import dev.fathom.pipeline.StageClock;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.sensor.RectifiedFrame;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Runs frames through a pipeline and sends what comes out to the recording, the previews and the
 * statistics.
 *
 * @param <F> the kind of frame
 */
final class FrameRunner<F> implements FrameSink<F> {
  private static final long NEVER = Long.MIN_VALUE;

  private final DepthPipeline<F> pipeline;
  private final ProductEncoder encoder;
  private final RecordingOutput output;
  private final Previews previews;
  private final Drops drops;
  private final ReplayProgress progress;
  private final long framesExpected;
  private final DepthEstimate estimate = new DepthEstimate();
  private final StageClock clock = new StageClock();
  private final StageTimes times = new StageTimes();
  private final FrameStatistics statistics = new FrameStatistics();
  private long firstNanos = NEVER;
  private long framesIn;
  private long framesOut;

  FrameRunner(
      DepthPipeline<F> pipeline,
      ProductEncoder encoder,
      RecordingOutput output,
      Previews previews,
      Drops drops,
      ReplayProgress progress,
      long framesExpected) {
    this.pipeline = pipeline;
    this.encoder = encoder;
    this.output = output;
    this.previews = previews;
    this.drops = drops;
    this.progress = progress;
    this.framesExpected = framesExpected;
  }

  /** A frame arrived, whether or not it can be used. */
  void arrived() {
    if (firstNanos == NEVER) {
      firstNanos = System.nanoTime();
    }
    framesIn++;
  }

  @Override
  public void begin() {
    clock.start();
  }

  @Override
  public void drop(DropReason reason, String explanation) {
    drops.count(reason, explanation);
    progress.frames(framesIn, framesExpected);
  }

  @Override
  public void announce(RectifiedFrame frame, long stampNanos) throws IOException {
    output.staticTransform(frame, stampNanos);
  }

  @Override
  public void damaged(String explanation) {
    drops.damaged(explanation);
  }

  /**
   * Estimates and writes one frame; a frame that the pipeline fails on is dropped, not the replay.
   */
  @Override
  public void frame(F frame, String topic, long stampNanos) throws IOException {
    try {
      if (!pipeline.estimate(frame, estimate, clock)) {
        return;
      }
      encoder.encode(estimate, clock, output);
    } catch (RuntimeException e) {
      drop(DropReason.ESTIMATE_FAILED, topic + " at stamp " + stampNanos + ": " + e);
      return;
    }
    written();
  }

  /** Writes the frames that the pipeline still owes. */
  void finish() throws IOException {
    boolean owed = true;
    while (owed) {
      try {
        owed = pipeline.finish(estimate, clock);
        if (owed) {
          encoder.encode(estimate, clock, output);
          written();
        }
      } catch (RuntimeException e) {
        drop(DropReason.ESTIMATE_FAILED, "at the end: " + e);
      }
    }
  }

  private void written() throws IOException {
    times.record(clock);
    statistics.add(estimate, encoder.obstaclePoints());
    previews.frame(estimate);
    framesOut++;
    progress.frames(framesIn, framesExpected);
  }

  long framesIn() {
    return framesIn;
  }

  long framesOut() {
    return framesOut;
  }

  /** Seconds since the first frame arrived. */
  double seconds() {
    return firstNanos == NEVER
        ? 0
        : (System.nanoTime() - firstNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  StageTimes times() {
    return times;
  }

  FrameStatistics statistics() {
    return statistics;
  }
}
