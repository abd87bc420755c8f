package dev.fathom.pipeline;

import java.util.Arrays;

/**
 * How long each stage of the current frame took. Units: nanoseconds. Threads: one owner at a time.
 *
 * <p>{@link #start} begins a frame; each {@link #done} books the time since the one before to its
 * stage.
 */
public final class StageClock {
  private static final int STAGES = Stage.values().length;

  private final long[] nanos = new long[STAGES];
  private long last;

  public void start() {
    Arrays.fill(nanos, 0);
    last = System.nanoTime();
  }

  public void done(Stage stage) {
    long now = System.nanoTime();
    nanos[stage.ordinal()] += now - last;
    last = now;
  }

  /** Books the time since the last stage to none: it is not Fathom's own work on the frame. */
  public void skip() {
    last = System.nanoTime();
  }

  /** Takes over what another clock booked, and goes on from now. */
  void continueFrom(StageClock other) {
    System.arraycopy(other.nanos, 0, nanos, 0, nanos.length);
    last = System.nanoTime();
  }

  public long nanos(Stage stage) {
    return nanos[stage.ordinal()];
  }
}
