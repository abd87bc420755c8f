package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DepthErrorsTest {
  @Test
  void everyMeasureIsItsFormula() {
    DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
    errors.add(2, 4);
    errors.add(9, 3);
    errors.endImage();
    DepthErrors e = errors.mean();
    assertEquals((2.0 / 4 + 6.0 / 3) / 2, e.absRel(), 1e-12);
    assertEquals((4.0 / 4 + 36.0 / 3) / 2, e.sqRelMetres(), 1e-12);
    assertEquals(Math.sqrt((4.0 + 36.0) / 2), e.rmseMetres(), 1e-12);
    double first = -Math.log(2);
    double second = Math.log(3);
    double meanSquare = (first * first + second * second) / 2;
    double mean = (first + second) / 2;
    assertEquals(Math.sqrt(meanSquare), e.rmseLog(), 1e-12);
    assertEquals((Math.log10(2) + Math.log10(3)) / 2, e.log10(), 1e-12);
    assertEquals(Math.sqrt(meanSquare - mean * mean), e.siRmse(), 1e-12);
    assertEquals(100 * Math.sqrt(meanSquare - mean * mean), e.siLog(), 1e-10);
  }

  @Test
  void aRatioOfExactlyTheLimitIsNotWithin() {
    DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
    errors.add(1.25, 1);
    errors.add(1, 1.5625);
    errors.add(1.953125, 1);
    errors.add(1, 1);
    errors.endImage();
    DepthErrors e = errors.mean();
    assertEquals(0.25, e.delta1());
    assertEquals(0.5, e.delta2());
    assertEquals(0.75, e.delta3());
  }

  @Test
  void imagesAreAveragedWhateverTheirSize() {
    DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
    errors.add(2, 1);
    errors.endImage();
    errors.endImage();
    for (int i = 0; i < 9; i++) {
      errors.add(5, 5);
    }
    errors.endImage();
    assertEquals(2, errors.images());
    assertEquals(0.5, errors.mean().absRel(), 1e-12);
    assertEquals(0.5, errors.mean().rmseMetres(), 1e-12);
    assertEquals(0.5 * Math.log(2), errors.mean().rmseLog(), 1e-12);
    assertEquals(0.5, errors.mean().delta3(), 1e-12);
  }

  @Test
  void anUnknownPredictionIsNotPassedOver() {
    DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
    errors.add(Double.NaN, 1);
    errors.add(1, 1);
    errors.endImage();
    assertEquals(Double.NaN, errors.mean().absRel());
    assertEquals(0.5, errors.mean().delta1());
  }

  @Test
  void withoutImagesThereIsNoError() {
    assertEquals(Double.NaN, new DepthErrors.Accumulator().mean().siRmse());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void scaleInvariantErrorsDoNotSeeACommonFactor(long seed) {
    Random random = new Random(seed);
    DepthErrors.Accumulator plain = new DepthErrors.Accumulator();
    DepthErrors.Accumulator scaled = new DepthErrors.Accumulator();
    DepthErrors.Accumulator onlyScale = new DepthErrors.Accumulator();
    double factor = Math.exp(random.nextGaussian());
    for (int i = 0; i < 1000; i++) {
      double truth = 0.5 + 20 * random.nextDouble();
      double predicted = truth * Math.exp(0.3 * random.nextGaussian());
      plain.add(predicted, truth);
      scaled.add(factor * predicted, truth);
      onlyScale.add(factor * truth, truth);
    }
    plain.endImage();
    scaled.endImage();
    onlyScale.endImage();
    String of = "seed " + seed;
    assertEquals(plain.mean().siRmse(), scaled.mean().siRmse(), 1e-12, of);
    assertEquals(plain.mean().siLog(), scaled.mean().siLog(), 1e-10, of);
    // The square root of the rounding of a variance.
    assertEquals(0, onlyScale.mean().siRmse(), 1e-6, of);
    assertTrue(Math.abs(plain.mean().rmseLog() - scaled.mean().rmseLog()) > 1e-3, of);
  }
}
