package dev.fathom.model;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC;

import dev.fathom.image.Image8;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * OpenCV's resize between buffers that stay: the mean over the covered area when the picture
 * shrinks, bilinear when it grows.
 *
 * <p>Threads: one at a time.
 */
final class PictureResizer implements AutoCloseable {
  private final Size size = new Size();
  private @Nullable Mat source;
  private @Nullable BytePointer sourceBytes;

  /** Resizes {@code picture} into {@code target}, whose shape and memory stay as they are. */
  void resize(Image8 picture, Mat target) {
    Mat from = reshapeSource(picture);
    boolean shrinks = target.cols() < picture.width() && target.rows() < picture.height();
    size.width(target.cols()).height(target.rows());
    opencv_imgproc.resize(
        from,
        target,
        size,
        0,
        0,
        shrinks ? opencv_imgproc.INTER_AREA : opencv_imgproc.INTER_LINEAR);
  }

  private Mat reshapeSource(Image8 picture) {
    int type = CV_8UC(picture.channels());
    Mat mat = source;
    BytePointer bytes = sourceBytes;
    if (mat == null
        || bytes == null
        || mat.cols() != picture.width()
        || mat.rows() != picture.height()
        || mat.type() != type) {
      close();
      mat = new Mat(picture.height(), picture.width(), type);
      bytes = mat.data().capacity(picture.size());
      source = mat;
      sourceBytes = bytes;
    }
    bytes.put(picture.data(), 0, picture.size());
    return mat;
  }

  @Override
  public void close() {
    if (source != null) {
      source.close();
      source = null;
      sourceBytes = null;
    }
  }
}
