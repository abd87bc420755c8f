package dev.fathom.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.Image8;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CurvesPictureTest {
  private static final int TRAIN_BLUE = 0x1f77b4;
  private static final int HELD_OUT_ORANGE = 0xd95f02;

  @Test
  void trainAndHeldOutShareAPanelAndOtherTagsHaveTheirOwn() {
    TreeMap<String, Series> series = new TreeMap<>();
    series.put("loss/train", points(1, 0.1f));
    series.put("loss/held_out", points(2, 0.2f));
    int one = CurvesPicture.draw(series).width();
    series.put("metrics/abs_rel", points(0.5f, 0.25f));
    assertEquals(2 * one, CurvesPicture.draw(series).width());
    Image8 picture = CurvesPicture.draw(series);
    assertTrue(count(picture, TRAIN_BLUE) > 100, "train is drawn");
    assertTrue(count(picture, HELD_OUT_ORANGE) > 100, "held out is drawn");
  }

  /** A straight fall by decades is a straight line only on a logarithmic axis. */
  @Test
  void lossesStandOnALogarithmicAxis() {
    Image8 picture = CurvesPicture.draw(Map.of("loss/train", points(1, 0.1f, 0.01f)));
    int[] middle = centre(picture, picture.width() / 2);
    int[] left = centre(picture, 110);
    int[] right = centre(picture, picture.width() - 64);
    double slopeLeft = (middle[1] - left[1]) / (double) (middle[0] - left[0]);
    double slopeRight = (right[1] - middle[1]) / (double) (right[0] - middle[0]);
    // Rows of a line two pixels wide are known to about one pixel.
    assertEquals(slopeLeft, slopeRight, 0.02);
  }

  @Test
  void valuesThatAreNotFiniteOrPositiveStillGiveAPicture() {
    for (float[] values :
        new float[][] {
          {Float.NaN}, {-1, 1}, {0, 0}, {1}, {Float.POSITIVE_INFINITY, 1}, {3e38f, -3e38f}, {1e-38f}
        }) {
      Image8 picture = CurvesPicture.draw(Map.of("loss/train", points(values)));
      assertTrue(picture.size() > 0);
    }
  }

  @Test
  void noCurvesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> CurvesPicture.draw(Map.of()));
  }

  private static Series points(float... values) {
    Series series = new Series();
    for (int i = 0; i < values.length; i++) {
      series.add(10L * i, i, values[i]);
    }
    return series;
  }

  /** The middle row of the blue pixels in a column. */
  private static int[] centre(Image8 picture, int x) {
    int sum = 0;
    int count = 0;
    // The legend's line is above the frame.
    for (int y = 30; y < picture.height(); y++) {
      if (rgb(picture, x, y) == TRAIN_BLUE) {
        sum += y;
        count++;
      }
    }
    assertTrue(count > 0, "the curve crosses column " + x);
    return new int[] {x, sum / count};
  }

  private static int count(Image8 picture, int colour) {
    int count = 0;
    for (int y = 0; y < picture.height(); y++) {
      for (int x = 0; x < picture.width(); x++) {
        count += rgb(picture, x, y) == colour ? 1 : 0;
      }
    }
    return count;
  }

  private static int rgb(Image8 picture, int x, int y) {
    int at = (y * picture.width() + x) * 3;
    byte[] data = picture.data();
    return ((data[at] & 0xff) << 16) | ((data[at + 1] & 0xff) << 8) | (data[at + 2] & 0xff);
  }
}
