package dev.fathom.ros.dds.rtps;

import java.util.BitSet;

/** Which samples of one reliable writer were received. Threads: one. */
final class SequenceTracker {
  /** As many as one acknowledgement can name. */
  static final int WINDOW = 256;

  /** Everything before it was received or will never come. */
  private long next = 1;

  private final BitSet received = new BitSet(WINDOW);

  long next() {
    return next;
  }

  void received(long sequence) {
    long ahead = sequence - next;
    if (ahead >= 0 && ahead < WINDOW) {
      received.set((int) ahead);
      advance();
    }
  }

  /** Samples before this one do not exist any more. */
  void startsAt(long first) {
    if (first > next) {
      long skipped = first - next;
      shift(skipped >= WINDOW ? WINDOW : (int) skipped);
      next = first;
      advance();
    }
  }

  /** Whether a sample, at most a window ahead of {@link #next}, is missing. */
  boolean isMissing(long sequence) {
    return sequence >= next && !received.get((int) (sequence - next));
  }

  private void advance() {
    int count = received.nextClearBit(0);
    shift(count);
    next += count;
  }

  private void shift(int count) {
    BitSet rest = received.get(count, WINDOW);
    received.clear();
    received.or(rest);
  }
}
