package dev.fathom.depth;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_TURBO;
import static org.bytedeco.opencv.global.opencv_imgproc.COLORMAP_VIRIDIS;
import static org.bytedeco.opencv.global.opencv_imgproc.applyColorMap;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Colour for the eye: each depth by its place in a {@link DepthRange}; what is not known is black.
 *
 * <p>Threads: immutable. Cost: a logarithm a pixel; not for the hot path.
 */
public final class DepthColours {
  private static final int STEPS = 256;

  // The maps' dark ends are left out, lest they be taken for holes.
  private static final int FIRST = 16;

  private final byte[] table;

  private DepthColours(byte[] table) {
    this.table = table;
  }

  /** Turbo, near red, far blue. */
  public static DepthColours ofDepth() {
    return new DepthColours(table(COLORMAP_TURBO, true));
  }

  /** Viridis, small violet, large yellow: for σ, so that it is not taken for a depth. */
  public static DepthColours ofSigma() {
    return new DepthColours(table(COLORMAP_VIRIDIS, false));
  }

  /** Colours a whole image, R, G, B. */
  public void colourise(FloatImage values, DepthRange range, Image8 out) {
    out.reshape(values.width(), values.height(), 3);
    for (int i = 0; i < values.size(); i++) {
      float value = values.data()[i];
      if (Depth.isKnown(value)) {
        put(range.place(value), out.data(), i * 3);
      } else {
        out.data()[i * 3] = 0;
        out.data()[i * 3 + 1] = 0;
        out.data()[i * 3 + 2] = 0;
      }
    }
  }

  /** Writes the R, G, B of a place from 0 (near) to 1 (far). */
  void put(double place, byte[] out, int at) {
    int step = (int) Math.round(place * (STEPS - 1));
    System.arraycopy(table, step * 3, out, at, 3);
  }

  private static byte[] table(int map, boolean reversed) {
    byte[] ramp = new byte[STEPS];
    for (int i = 0; i < STEPS; i++) {
      int step = FIRST + i * (STEPS - 1 - 2 * FIRST) / (STEPS - 1);
      ramp[i] = (byte) (reversed ? STEPS - 1 - step : step);
    }
    byte[] colours = new byte[STEPS * 3];
    try (Mat steps = new Mat(STEPS, 1, CV_8UC1);
        Mat mapped = new Mat(STEPS, 1, CV_8UC3)) {
      steps.data().put(ramp);
      applyColorMap(steps, mapped, map);
      mapped.data().get(colours);
    }
    for (int i = 0; i < STEPS; i++) {
      // OpenCV's maps are B, G, R.
      byte blue = colours[i * 3];
      colours[i * 3] = colours[i * 3 + 2];
      colours[i * 3 + 2] = blue;
    }
    return colours;
  }
}
