package dev.fathom.train.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AxisScaleTest {
  @Test
  void linearMarksAreRound() {
    assertEquals(
        List.of(0.0, 200.0, 400.0, 600.0, 800.0, 1000.0), new AxisScale(0, 1000, false).marks(6));
  }

  @Test
  void logarithmicMarksAreDecadesAndWhatFitsBetween() {
    assertEquals(List.of(0.01, 0.1, 1.0), new AxisScale(0.005, 2, true).marks(4));
    assertEquals(List.of(0.1, 0.3, 1.0), new AxisScale(0.09, 2, true).marks(3));
    assertEquals(List.of(0.1, 0.2, 0.5, 1.0), new AxisScale(0.09, 1.5, true).marks(5));
  }

  @Test
  void anyRangeHasMarksInsideItAndNotMany() {
    long seed = 5;
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      double least = random.nextGaussian() * Math.pow(10, random.nextInt(12) - 6);
      double most = least + Math.abs(random.nextGaussian()) * Math.pow(10, random.nextInt(12) - 6);
      AxisScale scale = AxisScale.around(least, most, random.nextBoolean());
      List<Double> marks = scale.marks(7);
      String what = scale + " " + marks + ", seed " + seed + " turn " + i;
      assertFalse(marks.isEmpty(), what);
      // Decades alone may be more where a range spans more of them.
      assertTrue(marks.size() <= 16, what);
      for (double mark : marks) {
        assertTrue(scale.place(mark) > -1e-9 && scale.place(mark) < 1 + 1e-9, what);
      }
      assertTrue(scale.place(least) >= 0 && scale.place(most) <= 1, what);
    }
  }

  @Test
  void onlyPositiveValuesStandOnALogarithmicAxis() {
    assertTrue(AxisScale.around(0.1, 1, true).logarithmic());
    assertFalse(AxisScale.around(0, 1, true).logarithmic());
    assertThrows(IllegalArgumentException.class, () -> new AxisScale(0, 1, true));
    assertThrows(IllegalArgumentException.class, () -> new AxisScale(1, 1, false));
    assertThrows(IllegalArgumentException.class, () -> new AxisScale(Double.NaN, 1, false));
  }

  @Test
  void labelsAreShort() {
    assertEquals("0", AxisScale.label(0));
    assertEquals("0.05", AxisScale.label(0.05));
    assertEquals("-0.2", AxisScale.label(-0.2));
    assertEquals("0.3", AxisScale.label(3 * 0.1));
    assertEquals("1500", AxisScale.label(1500));
    assertEquals("20k", AxisScale.label(20_000));
    assertEquals("1.5M", AxisScale.label(1_500_000));
    assertEquals("3e-5", AxisScale.label(3e-5));
    assertEquals("NaN", AxisScale.label(Double.NaN));
  }
}
