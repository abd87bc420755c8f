package dev.fathom.ros;

import org.junit.jupiter.api.Assumptions;

/** Skips a test where the machine lacks what it needs, and prints why. */
public final class Skipped {
  private Skipped() {}

  /** Goes on only if {@code met}. */
  public static void unless(boolean met, String reason) {
    if (!met) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(met, () -> "skipped: " + reason);
  }
}
