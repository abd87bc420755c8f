package dev.fathom.world;

/**
 * Random numbers from a seed. The bits are the same on every machine and in every version of Java,
 * and so is all that comes from them by exact arithmetic; {@link #betweenLog} and {@link #gaussian}
 * may differ in the last digit, as {@link Math}'s logarithm, exponential and cosine may.
 *
 * <p>Threads: one owner at a time. Source: SplitMix64, G. Steele, D. Lea, C. Flood, "Fast
 * Splittable Pseudorandom Number Generators", 2014.
 */
final class Dice {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private long state;

  /** Dice that depend on every one of the keys, and on their order. */
  Dice(long... keys) {
    for (long key : keys) {
      state = mix(state + GOLDEN) ^ mix(key);
    }
  }

  static long mix(long value) {
    long z = value + GOLDEN;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  long bits() {
    state += GOLDEN;
    return mix(state);
  }

  /** A seed for a texture. */
  int seed() {
    return (int) (bits() >>> 33);
  }

  /** Uniform in 0 … 1, 1 excluded. */
  double unit() {
    return (bits() >>> 11) * 0x1p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * unit();
  }

  /** Uniform in the logarithm: as many values between 1 and 2 as between 2 and 4. */
  double betweenLog(double low, double high) {
    return Math.exp(between(Math.log(low), Math.log(high)));
  }

  /** A whole number in 0 … bound − 1. */
  int below(int bound) {
    return (int) (unit() * bound);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  double gaussian() {
    double radius = Math.sqrt(-2 * Math.log(1 - unit()));
    return radius * Math.cos(2 * Math.PI * unit());
  }
}
