package dev.fathom.ros.dds;

import java.util.concurrent.atomic.AtomicInteger;

/** Domains of their own for tests, so that runs side by side do not hear each other. */
final class Domains {
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() * 7 % 200));

  private Domains() {}

  static int next() {
    return 20 + Math.floorMod(NEXT.getAndIncrement(), 200);
  }
}
