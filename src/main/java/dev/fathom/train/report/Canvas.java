package dev.fathom.train.report;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_8;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

import dev.fathom.image.Image8;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Lines and text on white; OpenCV draws, which unlike Java's own needs no fonts installed.
 *
 * <p>Units: pixels, x right, y down; colours are 0xRRGGBB. Threads: one at a time.
 */
final class Canvas implements AutoCloseable {
  /** Height of a capital letter. */
  static final int LETTER_ROWS = 10;

  private static final double TEXT_SIZE = 0.45;
  private static final int SUBPIXEL_BITS = 4;
  private static final int WHITE = 0xffffff;

  private final Mat picture;

  Canvas(int width, int height) {
    try (Scalar white = colour(WHITE)) {
      picture = new Mat(height, width, CV_8UC3, white);
    }
  }

  /** A smooth line. */
  void line(double x0, double y0, double x1, double y1, int colour, int thickness) {
    try (Point from = subpixel(x0, y0);
        Point to = subpixel(x1, y1);
        Scalar ink = colour(colour)) {
      opencv_imgproc.line(picture, from, to, ink, thickness, LINE_AA, SUBPIXEL_BITS);
    }
  }

  /** A filled rectangle, edges included. */
  void fill(int x0, int y0, int x1, int y1, int colour) {
    try (Point from = new Point(x0, y0);
        Point to = new Point(x1, y1);
        Scalar ink = colour(colour)) {
      opencv_imgproc.rectangle(
          picture, from, to, ink, opencv_imgproc.FILLED, LINE_8, /* shift= */ 0);
    }
  }

  /** A filled disc. */
  void dot(double x, double y, int radius, int colour) {
    try (Point centre = subpixel(x, y);
        Scalar ink = colour(colour)) {
      opencv_imgproc.circle(
          picture,
          centre,
          radius << SUBPIXEL_BITS,
          ink,
          opencv_imgproc.FILLED,
          LINE_AA,
          SUBPIXEL_BITS);
    }
  }

  /** Text that begins at x and stands on y. */
  void text(String text, int x, int y, int colour) {
    try (Point at = new Point(x, y);
        Scalar ink = colour(colour)) {
      putText(picture, text, at, FONT_HERSHEY_SIMPLEX, TEXT_SIZE, ink, 1, LINE_AA, false);
    }
  }

  static int textWidth(String text) {
    try (Size size = getTextSize(text, FONT_HERSHEY_SIMPLEX, TEXT_SIZE, 1, new int[1])) {
      return size.width();
    }
  }

  /** What has been drawn. Shape: [height, width, 3], R, G, B. */
  Image8 toImage() {
    Image8 image = new Image8().reshape(picture.cols(), picture.rows(), 3);
    picture.data().get(image.data(), 0, image.size());
    return image;
  }

  private static Point subpixel(double x, double y) {
    int one = 1 << SUBPIXEL_BITS;
    return new Point((int) Math.round(x * one), (int) Math.round(y * one));
  }

  /** In the picture's order, which is R, G, B here. */
  private static Scalar colour(int rgb) {
    return new Scalar(rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff, 0);
  }

  @Override
  public void close() {
    picture.close();
  }
}
