package dev.fathom.node;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a stage's estimates come from: the stage before it, or another process. */
interface EstimateSource {
  /** Waits for the newest estimate and takes it; valid until the next call. Null: none came. */
  @Nullable EstimateSlot take(long timeoutNanos) throws IOException, InterruptedException;

  /** How many have come so far. Threads: any. */
  long arrived();

  /** What waits is given up. */
  void discard();

  /** Lets go of what taking needs. */
  default void close() {}
}
