package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.image.FloatImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepthSimilarityTest {
  @Test
  void flatImagesDifferInLuminanceOnly() {
    DepthSimilarity.Accumulator similarity = new DepthSimilarity.Accumulator(10);
    similarity.add(flat(12, 11, 2), flat(12, 11, 6));
    DepthSimilarity mean = similarity.mean();
    assertEquals(10, mean.rangeMetres());
    // Depths are float32.
    assertEquals(0.4 * 0.4, mean.mse(), 1e-7);
    assertEquals((2 * 0.2 * 0.6 + 1e-4) / (0.2 * 0.2 + 0.6 * 0.6 + 1e-4), mean.ssim(), 1e-7);
  }

  @Test
  void depthsBeyondTheRangeAreClamped() {
    DepthSimilarity.Accumulator similarity = new DepthSimilarity.Accumulator(10);
    similarity.add(flat(11, 11, 40), flat(11, 11, 10));
    assertEquals(0, similarity.mean().mse());
    assertEquals(1, similarity.mean().ssim(), 1e-12);
  }

  @Test
  void aWindowWithAnUnknownPixelDoesNotCount() {
    DepthSimilarity.Accumulator similarity = new DepthSimilarity.Accumulator(10);
    FloatImage truth = flat(12, 11, 5);
    FloatImage predicted = flat(12, 11, 5);
    truth.data()[0] = Float.NaN;
    // Beneath the hole: only the first of both windows sees it.
    predicted.data()[12] = 10;
    similarity.add(predicted, truth);
    assertEquals(1, similarity.mean().ssim(), 1e-12);
    assertEquals(0.25 / 131, similarity.mean().mse(), 1e-12);
  }

  @Test
  void imagesSmallerThanTheWindowHaveNoStructure() {
    DepthSimilarity.Accumulator similarity = new DepthSimilarity.Accumulator(10);
    similarity.add(flat(10, 20, 5), flat(10, 20, 6));
    assertEquals(0.01, similarity.mean().mse(), 1e-7);
    assertEquals(Double.NaN, similarity.mean().ssim());
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5})
  void windowsAreThoseOfTheDefinition(long seed) {
    Random random = new Random(seed);
    FloatImage p = flat(17, 14, 0);
    FloatImage g = flat(17, 14, 0);
    for (int i = 0; i < g.size(); i++) {
      g.data()[i] = 1 + 8 * random.nextFloat();
      p.data()[i] = g.data()[i] + random.nextFloat();
    }
    DepthSimilarity.Accumulator similarity = new DepthSimilarity.Accumulator(10);
    similarity.add(p, g);
    assertEquals(naive(p, g, 10), similarity.mean().ssim(), 1e-12, "seed " + seed);
  }

  @Test
  void aRangeMustBeOne() {
    assertThrows(IllegalArgumentException.class, () -> new DepthSimilarity.Accumulator(0));
  }

  /** Window by window, with weighted means, variances and covariance of the depths in metres. */
  private static double naive(FloatImage p, FloatImage g, double range) {
    double sum = 0;
    int windows = 0;
    for (int top = 0; top + 11 <= g.height(); top++) {
      for (int left = 0; left + 11 <= g.width(); left++) {
        double[] weighted = new double[3];
        double[] squares = new double[3];
        for (int pass = 0; pass < 2; pass++) {
          for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 11; x++) {
              double w = Math.exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / (2 * 1.5 * 1.5));
              double a = p.at(left + x, top + y);
              double b = g.at(left + x, top + y);
              if (pass == 0) {
                weighted[0] += w;
                weighted[1] += w * a;
                weighted[2] += w * b;
              } else {
                double da = a - weighted[1] / weighted[0];
                double db = b - weighted[2] / weighted[0];
                squares[0] += w * da * da / weighted[0];
                squares[1] += w * db * db / weighted[0];
                squares[2] += w * da * db / weighted[0];
              }
            }
          }
        }
        double ma = weighted[1] / weighted[0];
        double mb = weighted[2] / weighted[0];
        double c1 = Math.pow(0.01 * range, 2);
        double c2 = Math.pow(0.03 * range, 2);
        sum +=
            (2 * ma * mb + c1)
                * (2 * squares[2] + c2)
                / ((ma * ma + mb * mb + c1) * (squares[0] + squares[1] + c2));
        windows++;
      }
    }
    return sum / windows;
  }

  private static FloatImage flat(int width, int height, float depth) {
    FloatImage image = new FloatImage().reshape(width, height);
    Arrays.fill(image.data(), depth);
    return image;
  }
}
