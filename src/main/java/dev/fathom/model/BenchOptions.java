package dev.fathom.model;

/**
 * How a network is measured.
 *
 * @param size of the picture; sides that the network fixes stay as they are
 * @param atNetwork whether {@code size} is that of the picture that the convolutions see: where the
 *     graph resizes by itself, its own resizing is then left out
 * @param runs timed runs
 */
public record BenchOptions(NetworkSize size, boolean atNetwork, int runs) {
  private static final int MAX_RUNS = 1_000_000;

  public BenchOptions {
    if (runs < 1 || runs > MAX_RUNS) {
      throw new IllegalArgumentException("runs must be 1 to " + MAX_RUNS + ", found " + runs);
    }
  }
}
