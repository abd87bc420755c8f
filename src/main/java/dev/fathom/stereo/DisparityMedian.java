package dev.fathom.stereo;

import dev.fathom.image.FloatImage;
import java.nio.FloatBuffer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * The median over 5×5 pixels: single pixels that chose another surface than all around them follow
 * their neighbours, edges stay.
 *
 * <p>Units: those of the values. Invalid: none may be. Threads: one owner at a time. Cost: nothing
 * is allocated while the size stays.
 */
public final class DisparityMedian implements AutoCloseable {
  private static final int WINDOW = 5;

  private final Mat filtered = new Mat();
  private @Nullable Mat mat;
  private @Nullable FloatBuffer values;

  /** Replaces every value by the median around it. */
  public void apply(FloatImage image) {
    Mat from = mat;
    FloatBuffer buffer = values;
    if (from == null
        || buffer == null
        || from.cols() != image.width()
        || from.rows() != image.height()) {
      close();
      from = new Mat(image.height(), image.width(), opencv_core.CV_32FC1);
      buffer = from.createBuffer();
      mat = from;
      values = buffer;
    }
    buffer.put(0, image.data(), 0, image.size());
    opencv_imgproc.medianBlur(from, filtered, WINDOW);
    filtered.<FloatBuffer>createBuffer().get(0, image.data(), 0, image.size());
  }

  @Override
  public void close() {
    filtered.release();
    if (mat != null) {
      mat.close();
      mat = null;
      values = null;
    }
  }
}
