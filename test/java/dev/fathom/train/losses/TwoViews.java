package dev.fathom.train.losses;

import java.util.function.BiFunction;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

/** A target, another view that is valid but for its last column, and naive twins of the losses. */
final class TwoViews {
  static final int HEIGHT = 4;
  static final int WIDTH = 5;
  static final int PIXELS = HEIGHT * WIDTH;
  static final Shape IMAGE = Shape.of(1, HEIGHT, WIDTH, 2);
  static final Shape MAP = Shape.of(1, HEIGHT, WIDTH, 1);
  static final double[] TARGET = Loss.random(1, 2 * PIXELS);
  static final double[] OTHER = Loss.random(2, 2 * PIXELS);
  static final double[] NO_EDGES = new double[2 * PIXELS];

  /** Everything but the last column. */
  static final double[] VALID = new double[PIXELS];

  static {
    for (int i = 0; i < PIXELS; i++) {
      VALID[i] = i % WIDTH == WIDTH - 1 ? 0 : 1;
    }
  }

  private TwoViews() {}

  static Loss smoothness(double[] image) {
    return new Loss(
        MAP, (tf, x) -> EdgeAwareSmoothness.of(tf, x, LossGraph.constant(tf, IMAGE, image)));
  }

  static double image(BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> loss) {
    new Loss(IMAGE, loss).assertGradientAt(OTHER);
    return new Loss(IMAGE, loss).at(OTHER);
  }

  static Operand<TFloat64> target(Ops tf) {
    return LossGraph.constant(tf, IMAGE, TARGET);
  }

  static View view(Ops tf, Operand<TFloat64> x) {
    return new View(x, LossGraph.constant(tf, MAP, VALID));
  }

  static double naiveL1(double[] a, double[] b) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < PIXELS; i++) {
      if (VALID[i] == 1) {
        sum += (Math.abs(a[2 * i] - b[2 * i]) + Math.abs(a[2 * i + 1] - b[2 * i + 1])) / 2;
        count++;
      }
    }
    return sum / count;
  }

  static double naiveAppearance(double[] a, double[] b) {
    return naiveAppearance(a, b, 0.85) + 0.15 * naiveL1(a, b);
  }

  /** {@code share} of the mean (1 − SSIM) / 2 over the windows without the last column. */
  static double naiveAppearance(double[] a, double[] b, double share) {
    double sum = 0;
    int count = 0;
    for (int top = 0; top + 3 <= HEIGHT; top++) {
      for (int left = 0; left + 3 <= WIDTH - 1; left++) {
        for (int channel = 0; channel < 2; channel++, count++) {
          sum += (1 - ssim(a, b, top, left, channel)) / 2;
        }
      }
    }
    return share * sum / count;
  }

  private static double ssim(double[] a, double[] b, int top, int left, int channel) {
    double ma = 0;
    double mb = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int r = top; r < top + 3; r++) {
      for (int c = left; c < left + 3; c++) {
        double x = a[2 * (r * WIDTH + c) + channel];
        double y = b[2 * (r * WIDTH + c) + channel];
        ma += x / 9;
        mb += y / 9;
        aa += x * x / 9;
        bb += y * y / 9;
        ab += x * y / 9;
      }
    }
    return (2 * ma * mb + 1e-4)
        * (2 * (ab - ma * mb) + 9e-4)
        / ((ma * ma + mb * mb + 1e-4) * (aa - ma * ma + bb - mb * mb + 9e-4));
  }
}
