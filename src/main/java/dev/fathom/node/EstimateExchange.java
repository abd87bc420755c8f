package dev.fathom.node;

import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.sync.DropReason;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Hands estimates from one stage to the next as they are: three of them go round, one that is
 * filled, one that waits, one that is used. The newest wins; one that waits when the next is ready
 * counts as {@link DropReason#SUPERSEDED}.
 *
 * <p>A stage that changes estimates, such as a fusion of several, stands between two exchanges.
 * Threads: one fills, one takes.
 */
final class EstimateExchange implements EstimateSource {
  private final FrameDrops drops;
  private EstimateSlot filling = new EstimateSlot();
  private EstimateSlot waiting = new EstimateSlot();
  private EstimateSlot taken = new EstimateSlot();
  private boolean fresh;
  private long arrived;

  EstimateExchange(FrameDrops drops) {
    this.drops = drops;
  }

  /** The estimate to fill; the same one until {@link #handOver}. */
  synchronized DepthEstimate filling() {
    return filling.estimate();
  }

  /** The filled estimate goes to the next stage. */
  synchronized void handOver(long receivedNanos) {
    if (fresh) {
      drops.count(DropReason.SUPERSEDED);
    }
    EstimateSlot old = waiting;
    waiting = filling;
    waiting.describe(receivedNanos, System.nanoTime());
    filling = old;
    fresh = true;
    arrived++;
    notifyAll();
  }

  @Override
  public synchronized @Nullable EstimateSlot take(long timeoutNanos) throws InterruptedException {
    long end = System.nanoTime() + timeoutNanos;
    long left = timeoutNanos;
    while (!fresh && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = end - System.nanoTime();
    }
    if (!fresh) {
      return null;
    }
    EstimateSlot old = taken;
    taken = waiting;
    waiting = old;
    fresh = false;
    return taken;
  }

  @Override
  public synchronized long arrived() {
    return arrived;
  }

  /** Gives up what waits, as {@link DropReason#DEACTIVATED}. */
  @Override
  public synchronized void discard() {
    if (fresh) {
      fresh = false;
      drops.count(DropReason.DEACTIVATED);
    }
  }
}
