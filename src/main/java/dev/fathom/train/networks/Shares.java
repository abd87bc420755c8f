package dev.fathom.train.networks;

/** The rule for shares of a training. */
final class Shares {
  private Shares() {}

  static void require(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(name + " must be in [0, 1], found " + share);
    }
  }
}
