package dev.fathom.stereo;

import dev.fathom.image.Image8;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.opencv.opencv_calib3d.StereoSGBM;
import org.jspecify.annotations.Nullable;

/**
 * Finds the {@link Candidates} of a rectified pair: one semi-global match, one at half resolution,
 * and the surfaces next to every step of the first.
 *
 * <p>The match at half resolution comes first: the other one searches only as far as it found
 * anything, and {@link #MARGIN} on both sides.
 *
 * <p>Threads: one owner at a time; OpenCV uses its own pool, on which the result does not depend.
 * Cost: nothing large is allocated while the size stays; views on it are made anew when the range
 * that is searched changes.
 */
public final class CandidateMatcher implements AutoCloseable {
  /** Difference from which the match at half resolution is a candidate of its own. */
  private static final float NEWS = 1;

  /** How far beyond what half the resolution found is searched. Units: pixels. */
  private static final int MARGIN = 8;

  /** OpenCV searches multiples of so many disparities. */
  private static final int COUNTS = 16;

  private final StereoOptions options;
  private final OtherSurfaces surfaces = new OtherSurfaces();
  private final Image8 halfLeft = new Image8();
  private final Image8 halfRight = new Image8();
  private final float[] range = new float[2];
  private float[] half = new float[0];
  private @Nullable Scale full;
  private @Nullable Scale coarse;

  /** Matching at one resolution. */
  private static final class Scale implements AutoCloseable {
    /**
     * Islands of up to so many pixels are chance matches; the unchecked candidate still has those
     * that are not. One match leaves larger ones than two do.
     */
    private static final int ISLAND = 150;

    /** OpenCV's disparities are whole numbers of these parts of a pixel. */
    private static final int SUBPIXELS = 16;

    private final StereoOptions options;
    private final int width;
    private final int height;
    private final StereoSGBM matcher;
    private final PaddedPair pair;
    private final SpeckleFilter speckles;
    private final LeftRightCheck check;
    private final int minDisparity;
    private final int count;
    private int searchedFrom;
    private int searched;
    private short invalid;
    private final short[] disparity;
    private final short[] checked;

    Scale(StereoOptions options, int width, int height, int minDisparity, int count) {
      this.options = options;
      this.width = width;
      this.height = height;
      this.minDisparity = minDisparity;
      this.count = count;
      matcher =
          StereoSGBM.create(
              minDisparity,
              count,
              options.blockSize(),
              options.p1(),
              options.p2(),
              0,
              0,
              0,
              0,
              0,
              StereoSGBM.MODE_SGBM_3WAY);
      pair = new PaddedPair(width, height, minDisparity, count);
      speckles = new SpeckleFilter(width, height);
      check = new LeftRightCheck(options.maxLeftRightDifference());
      search(minDisparity, count);
      disparity = new short[width * height];
      checked = new short[width * height];
    }

    private void search(int from, int disparities) {
      searchedFrom = from;
      searched = disparities;
      invalid = (short) ((from - 1) * SUBPIXELS);
    }

    /** Searches among its disparities only those that may be between these, in pixels. */
    void searchWithin(float least, float most) {
      int from = Math.max(minDisparity, (int) Math.floor(least) - MARGIN);
      int end = Math.min(minDisparity + count, (int) Math.ceil(most) + MARGIN);
      int disparities = Math.max(COUNTS, (end - from + COUNTS - 1) / COUNTS * COUNTS);
      from = Math.max(minDisparity, Math.min(from, minDisparity + count - disparities));
      if (from != searchedFrom || disparities != searched) {
        search(from, Math.min(count, disparities));
        matcher.setMinDisparity(from);
        matcher.setNumDisparities(searched);
        pair.narrow(from, searched);
      }
    }

    /** Matches and checks; the results lie in {@link #disparity} and {@link #checked}. */
    void match(Image8 left, Image8 right) {
      pair.load(left, right);
      pair.matchLeft(matcher, disparity);
      System.arraycopy(disparity, 0, checked, 0, checked.length);
      check.compareWithItself(checked, width, height, invalid);
      speckles.apply(checked, ISLAND, options.speckleRange(), invalid);
      Clipping.drop(left.data(), width, height, checked, invalid);
    }

    /** In pixels of the full resolution, holes filled; of an image without any match, zero. */
    void fill(float scale, float[] out) {
      float perUnit = scale / SUBPIXELS;
      for (int i = 0; i < checked.length; i++) {
        out[i] = checked[i] == invalid ? Float.NaN : checked[i] * perUnit;
      }
      BackgroundFill.apply(out, null, width, height);
      if (Float.isNaN(out[0])) {
        Arrays.fill(out, 0, checked.length, 0);
      }
    }

    /** Least and greatest checked disparity in its own pixels; all that it can find without any. */
    void range(float[] leastAndMost) {
      int least = Short.MAX_VALUE;
      int most = Short.MIN_VALUE;
      for (short d : checked) {
        least = Math.min(least, d == invalid ? Short.MAX_VALUE : d);
        most = Math.max(most, d == invalid ? Short.MIN_VALUE : d);
      }
      boolean nothing = least > most;
      leastAndMost[0] = nothing ? minDisparity : (float) least / SUBPIXELS;
      leastAndMost[1] = nothing ? minDisparity + count : (float) most / SUBPIXELS;
    }

    @Override
    public void close() {
      matcher.close();
      pair.close();
      speckles.close();
    }
  }

  /**
   * @param options how to match; check and fill are as candidates need them
   */
  public CandidateMatcher(StereoOptions options) {
    this.options = options;
  }

  /**
   * Fills {@code out}.
   *
   * @param left uint8 [H, W, 1]
   * @param right uint8 [H, W, 1]
   */
  public void match(Image8 left, Image8 right, Candidates out) {
    SemiGlobalMatcher.requirePair(left, right);
    int width = left.width();
    int height = left.height();
    prepare(width, height);
    out.reshape(width, height);
    Scale rough = Objects.requireNonNull(coarse);
    HalfSize.of(left, halfLeft);
    HalfSize.of(right, halfRight);
    rough.match(halfLeft, halfRight);
    rough.fill(2, half);
    Scale fine = Objects.requireNonNull(full);
    rough.range(range);
    fine.searchWithin(2 * range[0], 2 * range[1]);
    fine.match(left, right);
    float[] filled = out.plane(Candidates.FILLED);
    fine.fill(1, filled);
    describe(fine, out);
    float[] news = out.plane(Candidates.HALF);
    HalfSize.repeatNews(half, rough.width, rough.height, filled, NEWS, news, width, height);
    surfaces.find(out);
    out.compare();
  }

  private static void describe(Scale fine, Candidates out) {
    float[] filled = out.plane(Candidates.FILLED);
    float[] unchecked = out.plane(Candidates.UNCHECKED);
    boolean[] consistent = out.consistent();
    for (int i = 0; i < fine.disparity.length; i++) {
      short d = fine.disparity[i];
      unchecked[i] = d == fine.invalid ? filled[i] : d * (1f / Scale.SUBPIXELS);
      consistent[i] = fine.checked[i] != fine.invalid;
    }
  }

  private void prepare(int width, int height) {
    if (full != null && full.width == width && full.height == height) {
      return;
    }
    close();
    int count = options.disparitiesFor(width);
    full = new Scale(options, width, height, options.minDisparity(), count);
    int coarseCount = Math.max(COUNTS, (count / 2 + COUNTS - 1) / COUNTS * COUNTS);
    coarse =
        new Scale(
            options,
            HalfSize.of(width),
            HalfSize.of(height),
            Math.floorDiv(options.minDisparity(), 2),
            coarseCount);
    int halfSize = HalfSize.of(width) * HalfSize.of(height);
    if (half.length < halfSize) {
      half = new float[halfSize];
    }
  }

  @Override
  public void close() {
    if (full != null) {
      full.close();
      full = null;
    }
    if (coarse != null) {
      coarse.close();
      coarse = null;
    }
  }
}
