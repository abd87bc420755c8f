package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutoutPairsTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;

  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final FloatImage disparity = new FloatImage();

  /** What the right camera sees too has the same brightness there, up to noise and exposure. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void rightPictureShowsTheLeftOneShiftedByTheDisparity(long index) {
    new CutoutPairs(7, WIDTH, HEIGHT).sample(index, left, right, disparity);
    double matched = meanDifference(0);
    double wrong = Math.min(meanDifference(5), meanDifference(-5));
    assertTrue(matched < 0.8 * wrong, "index " + index + ": " + matched + " against " + wrong);
  }

  private double meanDifference(float offset) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < HEIGHT; y++) {
      double[] nearest = new double[WIDTH];
      for (int x = 0; x < WIDTH; x++) {
        int match = Math.round(x - disparity.at(x, y));
        if (match >= 0) {
          nearest[match] = Math.max(nearest[match], disparity.at(x, y));
        }
      }
      for (int x = 0; x < WIDTH; x++) {
        int seen = Math.round(x - disparity.at(x, y));
        int match = Math.round(x - disparity.at(x, y) - offset);
        if (seen >= 0 && nearest[seen] <= disparity.at(x, y) + 1 && match >= 0 && match < WIDTH) {
          int l = left.data()[y * WIDTH + x] & 255;
          int r = right.data()[y * WIDTH + match] & 255;
          sum += Math.abs(l - r);
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void pairIsAFunctionOfSeedAndIndex() {
    CutoutPairs first = new CutoutPairs(3, WIDTH, HEIGHT);
    first.sample(11, left, right, disparity);
    byte[] before = Arrays.copyOf(right.data(), right.size());
    float[] truth = Arrays.copyOf(disparity.data(), disparity.size());
    CutoutPairs second = new CutoutPairs(3, WIDTH, HEIGHT);
    second.sample(4, left, right, disparity);
    second.sample(11, left, right, disparity);
    assertArrayEquals(before, Arrays.copyOf(right.data(), right.size()));
    assertArrayEquals(truth, Arrays.copyOf(disparity.data(), disparity.size()));
  }

  @Test
  void everyPixelHasAFiniteDisparity() {
    CutoutPairs pairs = new CutoutPairs(5, WIDTH, HEIGHT);
    for (long index = 0; index < 5; index++) {
      pairs.sample(index, left, right, disparity);
      for (int i = 0; i < disparity.size(); i++) {
        float d = disparity.data()[i];
        assertTrue(Float.isFinite(d) && d >= 0, "index " + index + " at " + i + ": " + d);
      }
    }
  }
}
