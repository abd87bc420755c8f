package dev.fathom.stereo;

import dev.fathom.config.Described;
import dev.fathom.config.Range;
import java.util.Arrays;
import java.util.stream.Collectors;

/** How {@link SemiGlobalMatcher} matches. Units: disparities in pixels, costs in grey levels. */
public record StereoOptions(
    @Described("smallest disparity looked for, pixels")
        @Range(min = -(MAX_DISPARITY - 1), max = MAX_DISPARITY)
        int minDisparity,
    @Described(
            value = "how many disparities are looked for; 0: about an eighth of the image's width",
            constraint = "min_disparity + num_disparities at most 2047")
        @Range(min = 0, max = MAX_DISPARITY + 1, step = 16)
        int numDisparities,
    @Described("side of the matched window, pixels") @Range(min = 1, max = 11, step = 2)
        int blockSize,
    @Described("what a change of disparity by one costs, grey levels")
        @Range(min = 1, max = Integer.MAX_VALUE)
        int p1,
    @Described(
            value = "what a greater change of disparity costs, grey levels",
            constraint = "more than p1")
        @Range(min = 2, max = Integer.MAX_VALUE)
        int p2,
    @Described("how pixels are recognised that the right camera does not see")
        Consistency consistency,
    @Described("how far the matches of both directions may disagree, pixels")
        @Range(min = 0, max = Double.POSITIVE_INFINITY)
        double maxLeftRightDifference,
    @Described("islands of at most this many pixels are dropped after the check; 0 keeps all")
        @Range(min = 0, max = Integer.MAX_VALUE)
        int speckleSize,
    @Described("disparity step within an island, pixels") @Range(min = 1, max = Integer.MAX_VALUE)
        int speckleRange,
    @Described("whether dropped pixels take the disparity of the background beside them")
        boolean fill,
    @Described("name of a network that chooses among what is matched, or its folder; empty: none")
        String model) {
  /** OpenCV counts disparities in 1/16 pixels in 16 bits. */
  private static final int MAX_DISPARITY = 2047;

  public StereoOptions {
    require(
        numDisparities >= 0 && numDisparities % 16 == 0,
        "num_disparities must be a multiple of 16 from 0",
        numDisparities);
    require(
        minDisparity > -MAX_DISPARITY && minDisparity + numDisparities <= MAX_DISPARITY,
        "min_disparity must be above -2047, and min_disparity + num_disparities at most 2047",
        minDisparity,
        numDisparities);
    require(
        blockSize >= 1 && blockSize % 2 == 1 && blockSize <= 11,
        "block_size must be odd, 1 to 11",
        blockSize);
    require(p1 > 0, "p1 must be positive", p1);
    require(p2 > p1, "p1 must be less than p2", p1, p2);
    require(
        maxLeftRightDifference >= 0,
        "max_left_right_difference must be 0 or more",
        maxLeftRightDifference);
    require(speckleSize >= 0, "speckle_size must be 0 or more", speckleSize);
    require(speckleRange > 0, "speckle_range must be positive", speckleRange);
  }

  /**
   * The settings that do best on the Middlebury pairs: a small window with low costs of change
   * keeps edges sharp, and the check and the fill remove what that lets through.
   */
  public static StereoOptions defaults() {
    return new StereoOptions(0, 0, 3, 100, 500, Consistency.TWO_MATCHES, 1, 20, 1, false, "");
  }

  public StereoOptions withDisparities(int min, int count) {
    return new StereoOptions(
        min,
        count,
        blockSize,
        p1,
        p2,
        consistency,
        maxLeftRightDifference,
        speckleSize,
        speckleRange,
        fill,
        model);
  }

  public StereoOptions withFill(boolean newFill) {
    return new StereoOptions(
        minDisparity,
        numDisparities,
        blockSize,
        p1,
        p2,
        consistency,
        maxLeftRightDifference,
        speckleSize,
        speckleRange,
        newFill,
        model);
  }

  public StereoOptions withConsistency(Consistency newConsistency) {
    return new StereoOptions(
        minDisparity,
        numDisparities,
        blockSize,
        p1,
        p2,
        newConsistency,
        maxLeftRightDifference,
        speckleSize,
        speckleRange,
        fill,
        model);
  }

  public StereoOptions withSpeckles(int size, int range) {
    return new StereoOptions(
        minDisparity,
        numDisparities,
        blockSize,
        p1,
        p2,
        consistency,
        maxLeftRightDifference,
        size,
        range,
        fill,
        model);
  }

  public StereoOptions withModel(String newModel) {
    return new StereoOptions(
        minDisparity,
        numDisparities,
        blockSize,
        p1,
        p2,
        consistency,
        maxLeftRightDifference,
        speckleSize,
        speckleRange,
        fill,
        newModel);
  }

  /** How many disparities are looked for in images of this width. */
  public int disparitiesFor(int width) {
    if (numDisparities > 0) {
      return numDisparities;
    }
    return Math.max(16, Math.round(width / 128f) * 16);
  }

  private static void require(boolean holds, String rule, Number... found) {
    if (!holds) {
      throw new IllegalArgumentException(
          rule
              + ", found "
              + Arrays.stream(found).map(Number::toString).collect(Collectors.joining(" and ")));
    }
  }
}
