package dev.fathom.stereo;

import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_calib3d.StereoMatcher;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Two grey images in native memory, with columns added on both sides so that pixels near the border
 * find their matches too: OpenCV otherwise leaves as many columns unmatched as there are
 * disparities.
 *
 * <p>Cost: each image is copied once; nothing is allocated per frame.
 */
final class PaddedPair implements AutoCloseable {
  private static final int MIRROR_COLUMNS = 1;

  private final int width;
  private final int height;
  private final int side;
  private final Mat left;
  private final Mat right;
  private final ByteBuffer leftBytes;
  private final ByteBuffer rightBytes;
  private final Mat mirroredLeft = new Mat();
  private final Mat mirroredRight = new Mat();
  private final Mat result;
  private final ShortBuffer resultShorts;
  private final Mat mirroredResult = new Mat();
  private final byte[] border;
  private Views views;

  /** The columns that one range of disparities needs: so many before the image and after it. */
  private record Views(
      int before, int after, Mat left, Mat right, Mat mirroredLeft, Mat mirroredRight, Mat result) {
    void close() {
      for (Mat mat : new Mat[] {left, right, mirroredLeft, mirroredRight, result}) {
        mat.close();
      }
    }
  }

  /**
   * @param minDisparity smallest disparity that will be matched
   * @param numDisparities how many will be
   */
  PaddedPair(int width, int height, int minDisparity, int numDisparities) {
    this.width = width;
    this.height = height;
    side = Math.max(before(minDisparity, numDisparities), after(minDisparity));
    int columns = width + 2 * side;
    left = new Mat(height, columns, opencv_core.CV_8UC1);
    right = new Mat(height, columns, opencv_core.CV_8UC1);
    leftBytes = left.createBuffer();
    rightBytes = right.createBuffer();
    result = new Mat(height, columns, opencv_core.CV_16SC1);
    resultShorts = result.createBuffer();
    border = new byte[side];
    views = views(minDisparity, numDisparities);
  }

  private static int before(int minDisparity, int numDisparities) {
    return Math.max(0, minDisparity + numDisparities);
  }

  private static int after(int minDisparity) {
    return Math.max(0, -minDisparity);
  }

  private Views views(int minDisparity, int numDisparities) {
    int before = before(minDisparity, numDisparities);
    int after = after(minDisparity);
    int end = side + width;
    return new Views(
        before,
        after,
        left.colRange(side - before, end + after),
        right.colRange(side - before, end + after),
        left.colRange(side - after, end + before),
        right.colRange(side - after, end + before),
        result.colRange(0, before + width + after));
  }

  /** From now on only these disparities are matched, which must be among those it was made for. */
  void narrow(int minDisparity, int numDisparities) {
    int before = before(minDisparity, numDisparities);
    int after = after(minDisparity);
    if (Math.max(before, after) > side) {
      throw new IllegalArgumentException(
          String.format(
              "%d disparities from %d on need %d columns beside the image, there are %d",
              numDisparities, minDisparity, Math.max(before, after), side));
    }
    if (before != views.before() || after != views.after()) {
      views.close();
      views = views(minDisparity, numDisparities);
    }
  }

  boolean fits(int newWidth, int newHeight) {
    return width == newWidth && height == newHeight;
  }

  void load(Image8 newLeft, Image8 newRight) {
    load(newLeft.data(), leftBytes);
    load(newRight.data(), rightBytes);
  }

  private void load(byte[] pixels, ByteBuffer to) {
    for (int y = 0; y < height; y++) {
      int from = y * width;
      int row = y * (width + 2 * side);
      Arrays.fill(border, pixels[from]);
      to.put(row, border, 0, side);
      to.put(row + side, pixels, from, width);
      Arrays.fill(border, pixels[from + width - 1]);
      to.put(row + side + width, border, 0, side);
    }
  }

  /** Disparities of the left image, in 1/16 pixels. */
  void matchLeft(StereoMatcher matcher, short[] disparity) {
    matcher.compute(views.left(), views.right(), views.result());
    for (int y = 0; y < height; y++) {
      int row = y * (width + 2 * side) + views.before();
      resultShorts.get(row, disparity, y * width, width);
    }
  }

  /**
   * Disparities of the right image, in 1/16 pixels: in a mirror, the right camera is the left one.
   */
  void matchRight(StereoMatcher matcher, short[] disparity) {
    opencv_core.flip(views.mirroredRight(), mirroredRight, MIRROR_COLUMNS);
    opencv_core.flip(views.mirroredLeft(), mirroredLeft, MIRROR_COLUMNS);
    matcher.compute(mirroredRight, mirroredLeft, views.result());
    opencv_core.flip(views.result(), mirroredResult, MIRROR_COLUMNS);
    ShortBuffer from = mirroredResult.createBuffer();
    for (int y = 0; y < height; y++) {
      int row = y * mirroredResult.cols() + views.after();
      from.get(row, disparity, y * width, width);
    }
  }

  @Override
  public void close() {
    views.close();
    for (Mat mat : new Mat[] {left, right, mirroredLeft, mirroredRight, result, mirroredResult}) {
      mat.close();
    }
  }
}
