package dev.fathom.pipeline;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.PixelConverter;
import dev.fathom.sensor.MonoFrame;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline whose depth is one number for all pixels, and whose frames wait, fail or count as a
 * test wants it. Threads: the stage's and the test's.
 */
public final class FlatDepth implements DepthPipeline<MonoFrame> {
  private final PixelConverter converter = new PixelConverter();
  private final Semaphore turns = new Semaphore(0);
  private final AtomicInteger begun = new AtomicInteger();
  private volatile boolean stepwise;
  private volatile float metres = 2;
  private volatile @Nullable RuntimeException failure;
  private volatile @Nullable PublishedRange range;
  private volatile boolean closed;

  /** From now on each frame waits for a {@link #step}; or none does. */
  public void stepwise(boolean wanted) {
    stepwise = wanted;
    if (!wanted) {
      turns.release(1000);
    }
  }

  /** Lets one frame go on. */
  public void step() {
    turns.release();
  }

  public void fail(@Nullable RuntimeException newFailure) {
    failure = newFailure;
  }

  public void metres(float newMetres) {
    metres = newMetres;
  }

  /** How many frames were begun. */
  public int begun() {
    return begun.get();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean estimate(MonoFrame frame, DepthEstimate out, StageClock clock) {
    begun.incrementAndGet();
    if (stepwise) {
      turns.acquireUninterruptibly();
    }
    RuntimeException wanted = failure;
    if (wanted != null) {
      throw wanted;
    }
    converter.toRgb(frame.image(), out.colour());
    clock.done(Stage.DECODE);
    Intrinsics camera = frame.calibration().rectifiedIntrinsics();
    Arrays.fill(out.depth().reshape(camera.width(), camera.height()).data(), metres);
    Arrays.fill(out.sigma().reshape(camera.width(), camera.height()).data(), metres / 100);
    PublishedRange published = range;
    if (published != null) {
      published.apply(out.depth(), out.sigma());
    }
    out.hasSigma(true);
    out.describe(frame.stampNanos(), frame.calibration().frameId(), camera, null);
    clock.done(Stage.ESTIMATE);
    return true;
  }

  @Override
  public void range(PublishedRange newRange) {
    range = newRange;
  }

  @Override
  public void close() {
    closed = true;
    converter.close();
  }
}
