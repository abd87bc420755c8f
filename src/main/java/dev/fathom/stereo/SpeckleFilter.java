package dev.fathom.stereo;

import java.nio.ShortBuffer;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Drops small islands of disparity: chance matches of pixels that the other camera does not see,
 * which would otherwise spoil the fill of whole rows.
 *
 * <p>Units: disparities in 1/16 pixels. Source: OpenCV's filterSpeckles. Cost: nothing is allocated
 * per frame.
 */
final class SpeckleFilter implements AutoCloseable {
  private static final int ONE = 16;

  private final Mat disparities;
  private final ShortBuffer values;
  private final Mat labels = new Mat();
  private final int size;

  SpeckleFilter(int width, int height) {
    disparities = new Mat(height, width, opencv_core.CV_16SC1);
    values = disparities.createBuffer();
    size = width * height;
  }

  /**
   * Sets islands to {@code invalid}.
   *
   * @param maxSize largest island, in pixels
   * @param maxStep largest step within an island. Units: pixels
   */
  void apply(short[] disparity, int maxSize, int maxStep, short invalid) {
    values.put(0, disparity, 0, size);
    opencv_calib3d.filterSpeckles(disparities, invalid, maxSize, (double) maxStep * ONE, labels);
    values.get(0, disparity, 0, size);
  }

  @Override
  public void close() {
    disparities.close();
    labels.close();
  }
}
