package dev.fathom.image;

/**
 * The one rule for invalid depth.
 *
 * <p>Units: metres along the optical axis z, as REP 118 asks. A depth is <em>known</em> when it is
 * finite and positive. NaN: unknown. +∞: nothing within range. −∞: something closer than the range.
 * Zero and negative values never leave a kernel. A σ image is NaN wherever its depth is not known.
 * A disparity image is NaN where its depth is NaN only: a disparity whose depth is out of range is
 * measured all the same. On the wire, 32FC1 carries these values as they are; 16UC1 carries whole
 * millimetres with 0 for every depth that is not known or does not fit.
 *
 * <p>Source: REP 118, "Depth Images".
 */
public final class Depth {
  /** Unknown depth. */
  public static final float UNKNOWN = Float.NaN;

  private Depth() {}

  /**
   * A whole number that grows with known depths, and is beyond that of every one of them where the
   * depth is zero, negative or NaN.
   *
   * <p>Least and greatest of whole numbers cost a fraction of those of floats, which must care for
   * NaN.
   */
  public static int orderKey(float metres) {
    // Positive floats are ordered like their bits; zero, negatives and NaN wrap to the end.
    return Float.floatToRawIntBits(metres) - 1 ^ Integer.MIN_VALUE;
  }

  /** The depth of an {@link #orderKey}. */
  public static float ofOrderKey(int key) {
    return Float.intBitsToFloat((key ^ Integer.MIN_VALUE) + 1);
  }

  public static boolean isKnown(float metres) {
    return metres > 0 && metres < Float.POSITIVE_INFINITY;
  }

  /**
   * The depth as it may leave a kernel: known depths and both infinities as they are, everything
   * else unknown.
   */
  public static float cleaned(float metres) {
    return metres > 0 || metres == Float.NEGATIVE_INFINITY ? metres : UNKNOWN;
  }
}
