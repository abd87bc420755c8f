package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.eval.Sparsification.Measure;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SparsificationTest {
  @Test
  void curvesAreWhatIsLeftOfTheError() {
    Sparsification.Accumulator pixels = new Sparsification.Accumulator(Measure.MEAN, 4);
    pixels.add(1, 0.4);
    pixels.add(-4, 0.3);
    pixels.add(2, 0.2);
    pixels.add(3, 0.1);
    pixels.add(9, Double.NaN);
    pixels.endImage();
    Sparsification s = pixels.mean();
    assertCurve(List.of(1.0, 3 / 2.5, 2.5 / 2.5, 3 / 2.5, 0.0), s.bySigma());
    assertCurve(List.of(1.0, 2 / 2.5, 1.5 / 2.5, 1 / 2.5, 0.0), s.byError());
    assertEquals((0.4 + 0.4 + 0.8) / 4, s.ause(), 1e-6);
  }

  @Test
  void rootMeanSquareIsTakenOfWhatIsLeft() {
    Sparsification.Accumulator pixels = new Sparsification.Accumulator(Measure.ROOT_MEAN_SQUARE, 2);
    pixels.add(1, 2);
    pixels.add(7, 1);
    pixels.endImage();
    assertCurve(List.of(1.0, 7 / 5.0, 0.0), pixels.mean().bySigma());
    assertCurve(List.of(1.0, 1 / 5.0, 0.0), pixels.mean().byError());
    assertEquals(6 / 5.0 / 2, pixels.mean().ause(), 1e-6);
  }

  @Test
  void imagesAreNormalisedAndThenAveraged() {
    Sparsification.Accumulator pixels = new Sparsification.Accumulator(Measure.MEAN, 2);
    pixels.add(100, 1);
    pixels.add(300, 2);
    pixels.endImage();
    pixels.add(0, 1);
    pixels.endImage();
    pixels.endImage();
    pixels.add(3, 1);
    pixels.add(1, 2);
    pixels.endImage();
    assertCurve(List.of(1.0, (0.5 + 1.5) / 2, 0.0), pixels.mean().bySigma());
    assertCurve(List.of(1.0, 0.5, 0.0), pixels.mean().byError());
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void sigmaThatRanksLikeTheErrorIsPerfect(Measure measure) {
    Random random = new Random(7);
    Sparsification.Accumulator pixels = new Sparsification.Accumulator(measure);
    for (int i = 0; i < 10_000; i++) {
      double error = random.nextGaussian();
      pixels.add(error, 2 * Math.abs((float) error));
    }
    pixels.endImage();
    assertEquals(101, pixels.mean().bySigma().size());
    assertEquals(0, pixels.mean().ause(), 1e-9, "seed 7");
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void aSigmaThatSaysNothingLeavesTheErrorAsItIs(Measure measure) {
    Random random = new Random(8);
    Sparsification.Accumulator constant = new Sparsification.Accumulator(measure, 10);
    Sparsification.Accumulator opposite = new Sparsification.Accumulator(measure, 10);
    for (int i = 0; i < 1000; i++) {
      double error = random.nextGaussian();
      constant.add(error, 0.5);
      opposite.add(error, 1 / Math.abs(error));
    }
    constant.endImage();
    opposite.endImage();
    for (double left : constant.mean().bySigma().subList(0, 10)) {
      assertEquals(1, left, 1e-9, "seed 8");
    }
    assertTrue(constant.mean().ause() > 0.1, "seed 8");
    assertTrue(opposite.mean().ause() > constant.mean().ause(), "seed 8");
  }

  @Test
  void nonsenseIsRefused() {
    Sparsification.Accumulator pixels = new Sparsification.Accumulator(Measure.MEAN);
    assertThrows(IllegalArgumentException.class, () -> pixels.add(1, -1));
    assertThrows(IllegalArgumentException.class, () -> pixels.add(Double.NaN, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Sparsification.Accumulator(Measure.MEAN, 0));
  }

  private static void assertCurve(List<Double> expected, List<Double> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 0; i < expected.size(); i++) {
      // Errors are kept as float32.
      assertEquals(expected.get(i), found.get(i), 1e-6, "point " + i + " of " + found);
    }
  }
}
