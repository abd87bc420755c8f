package dev.fathom.stereo;

/**
 * What the disparity of each pixel may be, for a network to choose from.
 *
 * <p>Units: pixels. Shape: {@link #COUNT} planes of float32 [H, W], row-major. Invalid: none; a
 * source that has nothing to say repeats {@link #FILLED}. The arrays may be longer than the image;
 * they only grow. Threads: one owner at a time.
 */
public final class Candidates {
  /** Candidates a pixel. */
  public static final int COUNT = 7;

  /** Semi-global matching, checked against itself, holes filled from the background. */
  public static final int FILLED = 0;

  /** The same match before the check. */
  public static final int UNCHECKED = 1;

  /** A match at half the resolution, which sees more of a weak texture, checked and filled. */
  public static final int HALF = 2;

  /** The first other surface to the left, right, above and below, as {@link OtherSurfaces} says. */
  public static final int LEFT = 3;

  public static final int RIGHT = 4;
  public static final int ABOVE = 5;
  public static final int BELOW = 6;

  private int width;
  private int height;
  private final float[][] planes = new float[COUNT][0];
  private boolean[] consistent = new boolean[0];
  private boolean[] contested = new boolean[0];

  Candidates reshape(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    int size = newWidth * newHeight;
    if (consistent.length < size) {
      consistent = new boolean[size];
      contested = new boolean[size];
      for (int k = 0; k < COUNT; k++) {
        planes[k] = new float[size];
      }
    }
    return this;
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /** One candidate of every pixel; the values themselves, not a copy. */
  public float[] plane(int candidate) {
    return planes[candidate];
  }

  /** Whether a pixel's match passed the check; false where {@link #FILLED} is a fill. */
  public boolean[] consistent() {
    return consistent;
  }

  /** Whether there is a candidate that does not repeat {@link #FILLED}. */
  boolean[] contested() {
    return contested;
  }

  /** Compares the planes once they are complete. */
  Candidates compare() {
    float[] filled = planes[FILLED];
    float[] unchecked = planes[UNCHECKED];
    float[] half = planes[HALF];
    float[] left = planes[LEFT];
    float[] right = planes[RIGHT];
    float[] above = planes[ABOVE];
    float[] below = planes[BELOW];
    for (int i = 0; i < width * height; i++) {
      float own = filled[i];
      contested[i] =
          unchecked[i] != own
              | half[i] != own
              | left[i] != own
              | right[i] != own
              | above[i] != own
              | below[i] != own;
    }
    return this;
  }
}
