package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class SigmaCoverageTest {
  @Test
  void pixelsWithoutSigmaDoNotCount() {
    SigmaCoverage coverage = new SigmaCoverage();
    coverage.add(2, 2.5, 1);
    coverage.add(2, 3.5, 1);
    coverage.add(2, 2, Double.NaN);
    coverage.add(2, 9, Double.NaN);
    assertEquals(0.5, coverage.within1());
    assertEquals(1.0, coverage.within2());
  }

  @Test
  void withoutAnyPixelThereIsNoShare() {
    SigmaCoverage coverage = new SigmaCoverage();
    coverage.add(2, 2, Double.NaN);
    assertEquals(Double.NaN, coverage.within1());
  }
}
