package dev.fathom.train.layers;

/**
 * What lies around the picture where a kernel reaches beyond it.
 *
 * @param mode how it is filled
 * @param top rows above; 0 unless the mode has explicit sides, as the other three
 */
public record Padding(Mode mode, int top, int bottom, int left, int right) {
  /** How the border is filled. */
  public enum Mode {
    /** Zeros, so many that the output has ceil(size / stride) pixels; an odd one goes last. */
    SAME,
    /** No border: the kernel stays inside. */
    VALID,
    /** Zeros, as many as the sides say. */
    ZEROS,
    /** The picture mirrored at its outermost pixels, as far as the sides say. */
    REFLECTED
  }

  public static final Padding SAME = new Padding(Mode.SAME, 0, 0, 0, 0);
  public static final Padding VALID = new Padding(Mode.VALID, 0, 0, 0, 0);

  public Padding {
    if (Math.min(Math.min(top, bottom), Math.min(left, right)) < 0) {
      throw new IllegalArgumentException(
          "padding must not be negative, found " + sides(top, bottom, left, right));
    }
    if ((mode == Mode.SAME || mode == Mode.VALID) && (top | bottom | left | right) != 0) {
      throw new IllegalArgumentException(
          "padding " + mode + " has no sides, found " + sides(top, bottom, left, right));
    }
  }

  /** The same number of zeros on every side. */
  public static Padding zeros(int all) {
    return zeros(all, all, all, all);
  }

  public static Padding zeros(int top, int bottom, int left, int right) {
    return new Padding(Mode.ZEROS, top, bottom, left, right);
  }

  /** Mirrored by the same number of pixels on every side. */
  public static Padding reflected(int all) {
    return new Padding(Mode.REFLECTED, all, all, all, all);
  }

  /** Whether the border is laid out in an operation of its own. */
  boolean isExplicit() {
    return mode == Mode.ZEROS || mode == Mode.REFLECTED;
  }

  /** As TensorFlow's Pad takes it. Shape: [4, 2]. */
  int[][] paddings() {
    return new int[][] {{0, 0}, {top, bottom}, {left, right}, {0, 0}};
  }

  private static String sides(int top, int bottom, int left, int right) {
    return top + ", " + bottom + ", " + left + ", " + right;
  }
}
