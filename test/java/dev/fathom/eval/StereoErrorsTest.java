package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.eval.StereoProtocol.Missing;
import dev.fathom.eval.StereoProtocol.Region;
import dev.fathom.image.FloatImage;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class StereoErrorsTest {
  private static final FloatImage TRUTH = row(10, 10, 100, 100, 10, Float.NaN);
  private static final FloatImage ESTIMATE = row(10.5f, 12, 104, 94, Float.NaN, 3);

  @Test
  void everyMeasureIsItsFormula() {
    StereoErrors e = measure(StereoProtocol.of(Region.ALL), new BitSet());
    assertEquals((0.5 + 2 + 4 + 6) / 4, e.epePixels(), 1e-6);
    assertEquals(0.8, e.coverage(), 1e-12);
    // An error of exactly τ is not over it.
    assertEquals(4 / 5.0, e.bad(0.5), 1e-12);
    assertEquals(3 / 5.0, e.bad(2), 1e-12);
    assertEquals(3 / 5.0, e.bad(3), 1e-12);
    assertEquals(2 / 5.0, e.bad(4), 1e-12);
    // 4 px of 100 are within 5 %; 6 px are not, nor is the missing one.
    assertEquals(2 / 5.0, e.d1(), 1e-12);
  }

  @Test
  void missingEstimatesCanBeLeftOut() {
    StereoProtocol protocol = StereoProtocol.of(Region.ALL).withMissing(Missing.LEFT_OUT);
    StereoErrors e = measure(protocol, new BitSet());
    assertEquals(2 / 4.0, e.bad(3), 1e-12);
    assertEquals(1 / 4.0, e.d1(), 1e-12);
    assertEquals(0.8, e.coverage(), 1e-12);
  }

  @Test
  void onlyPixelsThatBothCamerasSeeCountIfAsked() {
    BitSet notOccluded = new BitSet();
    notOccluded.set(0);
    notOccluded.set(2);
    StereoErrors e = measure(StereoProtocol.of(Region.NON_OCCLUDED), notOccluded);
    assertEquals(2.25, e.epePixels(), 1e-6);
    assertEquals(0.5, e.bad(3), 1e-12);
    assertEquals(1, e.coverage());
  }

  @Test
  void imagesAreAveragedWhateverTheirSize() {
    StereoErrors.Accumulator errors = new StereoErrors.Accumulator(StereoProtocol.of(Region.ALL));
    errors.add(5, 10);
    errors.endImage();
    for (int i = 0; i < 9; i++) {
      errors.add(10, 10);
    }
    errors.endImage();
    errors.add(Double.NaN, 10);
    errors.endImage();
    errors.endImage();
    StereoErrors e = errors.mean();
    assertEquals(2.5, e.epePixels(), 1e-12);
    assertEquals(2 / 3.0, e.bad(2), 1e-12);
    assertEquals(2 / 3.0, e.d1(), 1e-12);
    assertEquals(2 / 3.0, e.coverage(), 1e-12);
  }

  @Test
  void infiniteEstimatesAreMissing() {
    StereoProtocol protocol = StereoProtocol.of(Region.ALL).withMissing(Missing.LEFT_OUT);
    StereoErrors.Accumulator errors = new StereoErrors.Accumulator(protocol);
    errors.add(Double.POSITIVE_INFINITY, 10);
    errors.add(11, 10);
    errors.endImage();
    assertEquals(1, errors.mean().epePixels());
    assertEquals(0.5, errors.mean().coverage());
    assertEquals(0, errors.mean().bad(2));
  }

  @Test
  void nonsenseIsRefused() {
    StereoErrors e = measure(StereoProtocol.of(Region.ALL), new BitSet());
    assertThrows(IllegalArgumentException.class, () -> e.bad(2.5));
    assertThrows(
        IllegalArgumentException.class,
        () -> new StereoProtocol(Region.ALL, Missing.LEFT_OUT, List.of(-1.0)));
    StereoErrors.Accumulator errors = new StereoErrors.Accumulator(StereoProtocol.of(Region.ALL));
    assertThrows(
        IllegalArgumentException.class, () -> errors.addImage(row(1), TRUTH, new BitSet()));
  }

  private static StereoErrors measure(StereoProtocol protocol, BitSet notOccluded) {
    StereoErrors.Accumulator errors = new StereoErrors.Accumulator(protocol);
    errors.addImage(ESTIMATE, TRUTH, notOccluded);
    return errors.mean();
  }

  private static FloatImage row(float... values) {
    FloatImage image = new FloatImage().reshape(values.length, 1);
    System.arraycopy(values, 0, image.data(), 0, values.length);
    return image;
  }
}
