package dev.fathom.node;

import dev.fathom.pipeline.DepthEstimate;

/** An estimate on its way between stages. Threads: one owner at a time. */
final class EstimateSlot {
  private final DepthEstimate estimate = new DepthEstimate();
  private long receivedNanos;
  private long readyNanos;

  DepthEstimate estimate() {
    return estimate;
  }

  void describe(long newReceivedNanos, long newReadyNanos) {
    receivedNanos = newReceivedNanos;
    readyNanos = newReadyNanos;
  }

  /** {@link System#nanoTime} when the last message that it was made of came. */
  long receivedNanos() {
    return receivedNanos;
  }

  /** {@link System#nanoTime} when it was ready. */
  long readyNanos() {
    return readyNanos;
  }
}
