package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthDecoderTest {
  /** The exponential's stated error, with room for the roundings around it. */
  private static final double RELATIVE = 1e-5;

  private static final double LOG_OF_QUARTER = Math.log(0.25);

  /**
   * Each row by hand, at focal length 200, log-variance ln 0.25 (so a standard deviation of 0.5 in
   * the network's own unit) and σ factor 3: u = number·scale + offset.
   */
  @ParameterizedTest
  @CsvSource({
    // u = 5; σ = 2 · 0.5 · 3
    "DEPTH, 2, 2, 1, 0, 5, 3",
    // Twice the canonical focal length: twice of both.
    "DEPTH, 2, 2, 1, 100, 10, 6",
    // u = 1.5, z = e^1.5; σ = z · 0.5 · 0.5 · 3
    "LOG_DEPTH, 2, 0.5, 0.5, 0, 4.4816890703, 3.3612668027",
    "LOG_DEPTH, 2, 0.5, 0.5, 400, 2.2408445352, 1.6806334014",
    // u = 0.25, z = 4; σ = 16 · 0.1 · 0.5 · 3
    "INVERSE_DEPTH, 2, 0.1, 0.05, 0, 4, 2.4",
    // Half of z and half of σ.
    "INVERSE_DEPTH, 2, 0.1, 0.05, 400, 2, 1.2",
    // u = 20 pixels a metre of baseline, z = 200 / 20; σ = z² / 200 · 10 · 0.5 · 3
    "DISPARITY, 2, 10, 0, 0, 10, 7.5",
    // The same of mirrored numbers: σ stays positive.
    "INVERSE_DEPTH, -2, -0.1, 0.05, 0, 4, 2.4"
  })
  void rolesMeanWhatTheCardSays(
      Role role,
      float number,
      double scale,
      double offset,
      double canonicalFocal,
      double depth,
      double sigma) {
    Output output =
        Output.newBuilder()
            .setRole(role)
            .setScale(scale)
            .setOffset(offset)
            .setCanonicalFocalPx(canonicalFocal)
            .build();
    Output variance = Output.newBuilder().setRole(Role.LOG_VARIANCE).setSigmaFactor(3).build();
    float[] values = {number};
    float[] deviations = {(float) LOG_OF_QUARTER};
    new DepthDecoder(output, variance).decode(values, deviations, 1, 200);
    assertEquals(depth, values[0], depth * RELATIVE);
    assertEquals(sigma, deviations[0], sigma * RELATIVE);
  }

  @Test
  void zeroScaleAndFactorMeanOne() {
    Output output = Output.newBuilder().setRole(Role.DEPTH).build();
    Output variance = Output.newBuilder().setRole(Role.LOG_VARIANCE).build();
    float[] values = {7};
    float[] deviations = {(float) LOG_OF_QUARTER};
    new DepthDecoder(output, variance).decode(values, deviations, 1, 200);
    assertEquals(7, values[0]);
    assertEquals(0.5, deviations[0], RELATIVE);
  }

  @Test
  void depthThatIsNotFiniteAndPositiveIsUnknown() {
    float[] values = {0, -1, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1};
    float[] deviations = new float[values.length];
    decoder(Role.DEPTH).decode(values, deviations, values.length, 200);
    for (int i = 0; i < values.length - 1; i++) {
      assertTrue(Float.isNaN(values[i]), "depth " + i);
      assertTrue(Float.isNaN(deviations[i]), "σ " + i);
    }
    assertEquals(1, values[values.length - 1], RELATIVE);
    assertEquals(1, deviations[values.length - 1], RELATIVE);
  }

  @Test
  void overflowOfTheExponentialIsUnknown() {
    float[] values = {1000, -1000, 0};
    decoder(Role.LOG_DEPTH).decode(values, null, 3, 200);
    assertTrue(Float.isNaN(values[0]));
    assertTrue(Float.isNaN(values[1]));
    assertEquals(1, values[2], RELATIVE);
  }

  @Test
  void sigmaThatIsNotFiniteAndPositiveIsUnknownWhereDepthIsKnown() {
    float[] values = {2, 2, 2};
    float[] deviations = {Float.NaN, 1000, -1000};
    decoder(Role.DEPTH).decode(values, deviations, 3, 200);
    for (int i = 0; i < 3; i++) {
      assertEquals(2, values[i]);
      assertTrue(Float.isNaN(deviations[i]), "σ " + i);
    }
  }

  @Test
  void depthOutsideTheTrainedRangeIsUnknown() {
    // The range is that at the canonical focal length, before the camera's own is applied.
    Output output =
        Output.newBuilder()
            .setRole(Role.DEPTH)
            .setMinMetres(1)
            .setMaxMetres(4)
            .setCanonicalFocalPx(100)
            .build();
    float[] values = {0.99f, 1, 4, 4.01f};
    new DepthDecoder(output, null).decode(values, null, 4, 200);
    assertTrue(Float.isNaN(values[0]));
    assertEquals(2, values[1]);
    assertEquals(8, values[2]);
    assertTrue(Float.isNaN(values[3]));
  }

  @Test
  void numbersBeyondTheImageAreLeftAlone() {
    float[] values = {1, -5};
    float[] deviations = {0, -5};
    decoder(Role.DEPTH).decode(values, deviations, 1, 200);
    assertEquals(-5, values[1]);
    assertEquals(-5, deviations[1]);
  }

  private static DepthDecoder decoder(Role role) {
    return new DepthDecoder(
        Output.newBuilder().setRole(role).build(),
        Output.newBuilder().setRole(Role.LOG_VARIANCE).build());
  }
}
