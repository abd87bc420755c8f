package dev.fathom.node;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.Stage;
import dev.fathom.pipeline.StageClock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * What the depth stage did: how long its last frames took, and what its last depth was like.
 *
 * <p>Threads: the stage's writes, any reads. Cost: a sample of the pixels a frame, no allocation.
 */
final class StageReport {
  /** Kept, since values() makes a new array each time. */
  private static final Stage[] STAGES = Stage.values();

  private static final long OTHER_CLOCK_NANOS = TimeUnit.HOURS.toNanos(1);

  /** Pixels looked at a frame. */
  private static final int SAMPLES = 4_000;

  private final Latencies latencies = new Latencies(DepthStage.latencyNames());
  private final StatusPublisher status;
  private final LongConsumer onJump;
  private final AtomicLong framesOut = new AtomicLong();
  private volatile long lastStampNanos;
  private volatile long ageNanos;
  private volatile float validShare = Float.NaN;
  private volatile float meanSigma = Float.NaN;

  /**
   * @param onJump told of each jump of time, with the stamp after it
   */
  StageReport(StatusPublisher status, LongConsumer onJump) {
    this.status = status;
    this.onJump = onJump;
  }

  /** A frame went out. */
  void frame(DepthEstimate estimate, StageClock clock, long receivedNanos, long rosNanos) {
    for (Stage stage : STAGES) {
      latencies.record(stage.ordinal(), clock.nanos(stage));
    }
    latencies.record(STAGES.length, System.nanoTime() - receivedNanos);
    long age = rosNanos - estimate.stampNanos();
    ageNanos = age;
    if (isAge(age)) {
      latencies.record(STAGES.length + 1, age);
    }
    lastStampNanos = estimate.stampNanos();
    framesOut.incrementAndGet();
    measure(estimate);
  }

  /** Publishes how it is after a frame; the estimate may be in other hands by then. */
  void publish(long stampNanos, String frameId) {
    status.frame(stampNanos, frameId, this);
  }

  /**
   * Whether stamp and time are of one clock; those of a recording that plays without one are not.
   */
  static boolean isAge(long nanos) {
    return Math.abs(nanos) < OTHER_CLOCK_NANOS;
  }

  private void measure(DepthEstimate estimate) {
    FloatImage depth = estimate.depth();
    float[] z = depth.data();
    float[] s = estimate.sigma().data();
    int step = Math.max(1, depth.size() / SAMPLES);
    int seen = 0;
    int known = 0;
    double sigmas = 0;
    for (int i = 0; i < depth.size(); i += step, seen++) {
      if (Depth.isKnown(z[i])) {
        known++;
        sigmas += s[i];
      }
    }
    validShare = (float) known / seen;
    meanSigma = estimate.hasSigma() && known > 0 ? (float) (sigmas / known) : Float.NaN;
  }

  /** Time went back; what was measured before it does not count any more. */
  void timeJumped(long toNanos) {
    latencies.clear();
    onJump.accept(toNanos);
  }

  Latencies latencies() {
    return latencies;
  }

  long framesOut() {
    return framesOut.get();
  }

  long lastStampNanos() {
    return lastStampNanos;
  }

  /** Age of the last image when its depth was published. Units: nanoseconds. */
  long ageNanos() {
    return ageNanos;
  }

  /** Share of the pixels with known depth, 0 to 1; NaN before the first frame. */
  float validShare() {
    return validShare;
  }

  /** Mean σ of the known depths. Units: metres. Invalid: NaN where there is none. */
  float meanSigma() {
    return meanSigma;
  }
}
