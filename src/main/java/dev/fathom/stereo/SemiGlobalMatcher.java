package dev.fathom.stereo;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Objects;
import org.bytedeco.opencv.opencv_calib3d.StereoSGBM;
import org.jspecify.annotations.Nullable;

/**
 * Disparity of a rectified grey pair by semi-global matching, with a σ for every pixel.
 *
 * <p>Disparity d: the left pixel (x, y) is the right pixel (x − d, y). Units: pixels. Invalid: NaN
 * in both images. Source: H. Hirschmüller, "Stereo Processing by Semiglobal Matching and Mutual
 * Information", PAMI 2008, in the form of OpenCV's StereoSGBM (three directions, gradient and grey
 * costs); checks, fill and σ are ours. Threads: one owner at a time; OpenCV uses its own pool, on
 * which the result does not depend. Cost: nothing is allocated per frame while the size stays.
 */
public final class SemiGlobalMatcher implements AutoCloseable {
  /** OpenCV's disparities are whole numbers of these parts of a pixel. */
  private static final int SUBPIXELS = 16;

  private final StereoOptions options;
  private final LeftRightCheck check;
  private final DisparitySigma sigmas;
  private short[] leftDisparity = new short[0];
  private short[] rightDisparity = new short[0];
  private @Nullable StereoSGBM matcher;
  private @Nullable PaddedPair pair;
  private @Nullable SpeckleFilter speckles;

  public SemiGlobalMatcher(StereoOptions options) {
    this.options = options;
    this.sigmas = new DisparitySigma(SigmaModel.of(options.consistency()));
    this.check = new LeftRightCheck(options.maxLeftRightDifference());
  }

  /**
   * Matches one pair.
   *
   * @param left uint8 [H, W, 1]
   * @param right uint8 [H, W, 1]
   * @param disparity reshaped to [H, W]
   * @param sigma standard deviation of the disparity, reshaped to [H, W]
   */
  public void match(Image8 left, Image8 right, FloatImage disparity, FloatImage sigma) {
    requirePair(left, right);
    int width = left.width();
    int height = left.height();
    disparity.reshape(width, height);
    sigma.reshape(width, height);
    prepare(width, height);
    boolean two = options.consistency() == Consistency.TWO_MATCHES;
    matchBothWays(left, right, two);
    short invalid = (short) ((options.minDisparity() - 1) * SUBPIXELS);
    dropDoubtful(width, height, two, invalid);
    Clipping.drop(left.data(), width, height, leftDisparity, invalid);
    float[] d = disparity.data();
    for (int i = 0; i < width * height; i++) {
      d[i] = leftDisparity[i] == invalid ? Float.NaN : leftDisparity[i] * (1f / SUBPIXELS);
    }
    sigmas.measure(left, right, disparity, two ? rightDisparity : null, sigma);
    if (options.fill()) {
      BackgroundFill.apply(d, sigma.data(), width, height);
    }
  }

  @Override
  public void close() {
    if (matcher != null) {
      matcher.close();
      matcher = null;
    }
    if (pair != null) {
      pair.close();
      pair = null;
    }
    if (speckles != null) {
      speckles.close();
      speckles = null;
    }
  }

  private void matchBothWays(Image8 left, Image8 right, boolean two) {
    PaddedPair images = Objects.requireNonNull(pair);
    StereoSGBM sgbm = Objects.requireNonNull(matcher);
    images.load(left, right);
    images.matchLeft(sgbm, leftDisparity);
    if (two) {
      images.matchRight(sgbm, rightDisparity);
    }
  }

  private void dropDoubtful(int width, int height, boolean two, short invalid) {
    if (two) {
      check.compare(leftDisparity, rightDisparity, width, height, invalid);
    } else {
      check.compareWithItself(leftDisparity, width, height, invalid);
    }
    if (options.speckleSize() > 0) {
      Objects.requireNonNull(speckles)
          .apply(leftDisparity, options.speckleSize(), options.speckleRange(), invalid);
    }
  }

  private void prepare(int width, int height) {
    if (pair != null && pair.fits(width, height)) {
      return;
    }
    close();
    int count = options.disparitiesFor(width);
    speckles = new SpeckleFilter(width, height);
    pair = new PaddedPair(width, height, options.minDisparity(), count);
    matcher =
        StereoSGBM.create(
            options.minDisparity(),
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
    if (leftDisparity.length < width * height) {
      leftDisparity = new short[width * height];
      rightDisparity = new short[width * height];
    }
  }

  static void requirePair(Image8 left, Image8 right) {
    if (left.channels() != 1 || right.channels() != 1) {
      throw new IllegalArgumentException(
          "stereo matching takes grey images, found "
              + left.channels()
              + " and "
              + right.channels()
              + " channels");
    }
    if (left.width() != right.width() || left.height() != right.height()) {
      throw new IllegalArgumentException(
          String.format(
              "left and right images differ in size: %dx%d and %dx%d",
              left.width(), left.height(), right.width(), right.height()));
    }
  }
}
