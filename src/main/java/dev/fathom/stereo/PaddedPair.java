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
  private final int before;
  private final int after;
  private final Mat left;
  private final Mat right;
  private final ByteBuffer leftBytes;
  private final ByteBuffer rightBytes;
  private final Mat leftView;
  private final Mat rightView;
  private final Mat mirroredLeftView;
  private final Mat mirroredRightView;
  private final Mat mirroredLeft = new Mat();
  private final Mat mirroredRight = new Mat();
  private final Mat result;
  private final Mat mirroredResult;
  private final ShortBuffer resultShorts;
  private final ShortBuffer mirroredResultShorts;
  private final byte[] border;

  /**
   * @param minDisparity smallest disparity that will be matched
   * @param numDisparities how many will be
   */
  PaddedPair(int width, int height, int minDisparity, int numDisparities) {
    this.width = width;
    this.height = height;
    before = Math.max(0, minDisparity + numDisparities);
    after = Math.max(0, -minDisparity);
    int side = Math.max(before, after);
    int columns = width + 2 * side;
    left = new Mat(height, columns, opencv_core.CV_8UC1);
    right = new Mat(height, columns, opencv_core.CV_8UC1);
    leftBytes = left.createBuffer();
    rightBytes = right.createBuffer();
    leftView = left.colRange(side - before, side + width + after);
    rightView = right.colRange(side - before, side + width + after);
    mirroredLeftView = left.colRange(side - after, side + width + before);
    mirroredRightView = right.colRange(side - after, side + width + before);
    result = new Mat(height, before + width + after, opencv_core.CV_16SC1);
    mirroredResult = new Mat(height, before + width + after, opencv_core.CV_16SC1);
    resultShorts = result.createBuffer();
    mirroredResultShorts = mirroredResult.createBuffer();
    border = new byte[side];
  }

  boolean fits(int newWidth, int newHeight) {
    return width == newWidth && height == newHeight;
  }

  void load(Image8 newLeft, Image8 newRight) {
    load(newLeft.data(), leftBytes);
    load(newRight.data(), rightBytes);
  }

  private void load(byte[] pixels, ByteBuffer to) {
    int side = border.length;
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
    matcher.compute(leftView, rightView, result);
    read(resultShorts, before, disparity);
  }

  /**
   * Disparities of the right image, in 1/16 pixels: in a mirror, the right camera is the left one.
   */
  void matchRight(StereoMatcher matcher, short[] disparity) {
    opencv_core.flip(mirroredRightView, mirroredRight, MIRROR_COLUMNS);
    opencv_core.flip(mirroredLeftView, mirroredLeft, MIRROR_COLUMNS);
    matcher.compute(mirroredRight, mirroredLeft, result);
    opencv_core.flip(result, mirroredResult, MIRROR_COLUMNS);
    read(mirroredResultShorts, after, disparity);
  }

  private void read(ShortBuffer from, int skip, short[] disparity) {
    int columns = before + width + after;
    for (int y = 0; y < height; y++) {
      from.get(y * columns + skip, disparity, y * width, width);
    }
  }

  @Override
  public void close() {
    for (Mat mat :
        new Mat[] {
          leftView,
          rightView,
          mirroredLeftView,
          mirroredRightView,
          left,
          right,
          mirroredLeft,
          mirroredRight,
          result,
          mirroredResult
        }) {
      mat.close();
    }
  }
}
