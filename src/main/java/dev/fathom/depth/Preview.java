package dev.fathom.depth;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.FONT_HERSHEY_SIMPLEX;
import static org.bytedeco.opencv.global.opencv_imgproc.LINE_AA;
import static org.bytedeco.opencv.global.opencv_imgproc.getTextSize;
import static org.bytedeco.opencv.global.opencv_imgproc.putText;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * A picture for people: the camera's image beside the depth in colours and, on request, its σ, with
 * metric scales below.
 *
 * <p>Near is red, far is blue, holes are black. Threads: one owner at a time; the result is valid
 * until the next call. Cost: some milliseconds; not for the hot path.
 */
public final class Preview {
  /** Rows that the scales take below the pictures. */
  public static final int SCALE_ROWS = 36;

  private static final int MARGIN = 8;
  private static final int BAR_ROWS = 10;
  private static final int TICK_ROWS = 4;
  private static final int BASELINE = SCALE_ROWS - 8;
  private static final double TEXT_SIZE = 0.4;
  private static final int GAP = 10;
  private static final double[] ROUND = {1, 1.5, 2, 3, 4, 5, 7};

  private final DepthColours depthColours = DepthColours.ofDepth();
  private final DepthColours sigmaColours = DepthColours.ofSigma();
  private final Image8 panel = new Image8();
  private final Image8 out = new Image8();

  /**
   * Composes the picture.
   *
   * @param camera the camera's image, three channels or one
   * @param depth depth of the same size
   * @param depthRange depths between which the colours run; the same for all frames of a film
   * @param sigma σ of the same size; null: two panels instead of three
   * @param sigmaRange values between which the colours of σ run; null: {@link DepthRange#of} it
   * @return [height + {@link #SCALE_ROWS}, 2 or 3 widths], R, G, B
   */
  public Image8 compose(
      Image8 camera,
      FloatImage depth,
      DepthRange depthRange,
      @Nullable FloatImage sigma,
      @Nullable DepthRange sigmaRange) {
    int width = depth.width();
    int height = depth.height();
    check("camera image", camera.width(), camera.height(), depth);
    out.reshape(width * (sigma == null ? 2 : 3), height + SCALE_ROWS, 3);
    Arrays.fill(out.data(), 0, out.size(), (byte) 0);
    placeCamera(camera);
    depthColours.colourise(depth, depthRange, panel);
    place(panel, width);
    drawScale(depthColours, depthRange, width, width, "z [m]");
    if (sigma != null) {
      check("sigma", sigma.width(), sigma.height(), depth);
      DepthRange range = sigmaRange == null ? DepthRange.of(sigma) : sigmaRange;
      sigmaColours.colourise(sigma, range, panel);
      place(panel, 2 * width);
      drawScale(sigmaColours, range, 2 * width, width, "sigma [m]");
    }
    return out;
  }

  private static void check(String what, int width, int height, FloatImage depth) {
    if (width != depth.width() || height != depth.height()) {
      throw new IllegalArgumentException(
          what
              + " is "
              + width
              + "x"
              + height
              + ", but depth is "
              + depth.width()
              + "x"
              + depth.height());
    }
  }

  private void placeCamera(Image8 camera) {
    if (camera.channels() == 3) {
      place(camera, 0);
      return;
    }
    panel.reshape(camera.width(), camera.height(), 3);
    for (int i = 0; i < camera.width() * camera.height(); i++) {
      Arrays.fill(panel.data(), i * 3, i * 3 + 3, camera.data()[i * camera.channels()]);
    }
    place(panel, 0);
  }

  private void place(Image8 picture, int left) {
    int rowBytes = picture.width() * 3;
    for (int y = 0; y < picture.height(); y++) {
      int to = (y * out.width() + left) * 3;
      System.arraycopy(picture.data(), y * rowBytes, out.data(), to, rowBytes);
    }
  }

  private void drawScale(DepthColours colours, DepthRange range, int left, int width, String name) {
    int top = out.height() - SCALE_ROWS;
    int from = left + MARGIN;
    int length = Math.max(2, width - 2 * MARGIN);
    for (int y = top + 2; y < top + 2 + BAR_ROWS; y++) {
      for (int i = 0; i < length && from + i < left + width; i++) {
        colours.put(i / (length - 1.0), out.data(), (y * out.width() + from + i) * 3);
      }
    }
    try (Mat strip = new Mat(SCALE_ROWS, width, CV_8UC3)) {
      copyStrip(strip, left, width, true);
      drawLabels(strip, range, length, name);
      copyStrip(strip, left, width, false);
    }
  }

  /** The name at the left, then as many round numbers as there is room for. */
  private void drawLabels(Mat strip, DepthRange range, int length, String name) {
    int free = MARGIN + text(strip, name, MARGIN) + GAP;
    double decade = Math.pow(10, Math.floor(Math.log10(range.near())));
    for (; decade <= range.far(); decade *= 10) {
      for (double step : ROUND) {
        double value = step * decade;
        if (value < range.near() || value > range.far()) {
          continue;
        }
        int x = MARGIN + (int) Math.round(range.place(value) * (length - 1));
        tick(strip, x);
        String label = label(value);
        int start = x - textWidth(label) / 2;
        if (start >= free && start + textWidth(label) <= strip.cols()) {
          free = start + text(strip, label, start) + GAP;
        }
      }
    }
  }

  private static String label(double value) {
    return new BigDecimal(value).round(new MathContext(2)).stripTrailingZeros().toPlainString();
  }

  private static int textWidth(String label) {
    try (Size size = getTextSize(label, FONT_HERSHEY_SIMPLEX, TEXT_SIZE, 1, new int[1])) {
      return size.width();
    }
  }

  private static int text(Mat strip, String label, int x) {
    try (Point at = new Point(x, BASELINE);
        Scalar white = new Scalar(255, 255, 255, 0)) {
      putText(strip, label, at, FONT_HERSHEY_SIMPLEX, TEXT_SIZE, white, 1, LINE_AA, false);
    }
    return textWidth(label);
  }

  private static void tick(Mat strip, int x) {
    byte[] white = {-1, -1, -1};
    for (int y = 2 + BAR_ROWS; y < 2 + BAR_ROWS + TICK_ROWS; y++) {
      strip.data().position(((long) y * strip.cols() + x) * 3).put(white);
    }
  }

  private void copyStrip(Mat strip, int left, int width, boolean toStrip) {
    for (int y = 0; y < SCALE_ROWS; y++) {
      int at = ((out.height() - SCALE_ROWS + y) * out.width() + left) * 3;
      var row = strip.data().position((long) y * width * 3);
      if (toStrip) {
        row.put(out.data(), at, width * 3);
      } else {
        row.get(out.data(), at, width * 3);
      }
    }
  }
}
