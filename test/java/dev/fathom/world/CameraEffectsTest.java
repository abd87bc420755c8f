package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.Image8;
import org.junit.jupiter.api.Test;

class CameraEffectsTest {
  private static final int SIZE = 64;

  private final CameraEffects effects = new CameraEffects();
  private final Image8 out = new Image8();

  private static Radiance even(double r, double g, double b) {
    Radiance radiance = new Radiance();
    radiance.reshape(SIZE, SIZE);
    for (int i = 0; i < SIZE * SIZE; i++) {
      radiance.set(i, r, g, b);
    }
    return radiance;
  }

  private static Development with(double saturation, double blur, double readNoise) {
    return new Development(1, 1, 1, 2.2, 1, saturation, 0, blur, readNoise, 0, 0);
  }

  private int at(int x, int y, int channel) {
    return out.data()[3 * (y * SIZE + x) + channel] & 255;
  }

  @Test
  void gammaIsApplied() {
    effects.develop(even(0.5, 0.25, 0.1), with(1, 0, 0), 0, out);
    assertEquals(255 * Math.pow(0.5, 1 / 2.2), at(5, 9, 0), 1);
    assertEquals(255 * Math.pow(0.25, 1 / 2.2), at(5, 9, 1), 1);
    assertEquals(255 * Math.pow(0.1, 1 / 2.2), at(5, 9, 2), 1);
  }

  @Test
  void noiseHasItsStrengthAndNoBias() {
    effects.develop(even(0.2, 0.2, 0.2), with(1, 0, 0.02), 3, out);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < out.size(); i++) {
      double error = (out.data()[i] & 255) - 255 * Math.pow(0.2, 1 / 2.2);
      sum += error;
      squares += error * error;
    }
    assertEquals(0, sum / out.size(), 0.3);
    // Rounding to whole levels adds 1/12 to the variance.
    assertEquals(Math.sqrt(5.1 * 5.1 + 1 / 12.0), Math.sqrt(squares / out.size()), 0.15);
  }

  @Test
  void greyPicturesAreGreyNoiseIncluded() {
    effects.develop(even(0.5, 0.2, 0.1), with(0, 0, 0.03), 3, out);
    for (int i = 0; i < out.size(); i += 3) {
      assertEquals(out.data()[i], out.data()[i + 1]);
      assertEquals(out.data()[i], out.data()[i + 2]);
    }
  }

  @Test
  void blurSpreadsAnEdgeAndKeepsEvenParts() {
    Radiance radiance = even(0.1, 0.1, 0.1);
    for (int i = 0; i < SIZE * SIZE; i++) {
      if (i % SIZE >= SIZE / 2) {
        radiance.set(i, 0.6, 0.6, 0.6);
      }
    }
    effects.develop(radiance, with(1, 0.8, 0), 0, out);
    assertEquals(255 * Math.pow(0.1, 1 / 2.2), at(0, 0, 0), 1);
    assertEquals(255 * Math.pow(0.6, 1 / 2.2), at(SIZE - 1, SIZE - 1, 2), 1);
    int left = at(SIZE / 2 - 1, 20, 0);
    int right = at(SIZE / 2, 20, 0);
    assertTrue(at(0, 20, 0) < left && left < right && right < at(SIZE - 1, 20, 0));
  }

  @Test
  void automaticExposureBringsDarkAndBrightToTheSameLevel() {
    effects.develop(even(0.01, 0.01, 0.01), at(even(0.01, 0.01, 0.01)), 0, out);
    int dark = at(3, 3, 1);
    effects.develop(even(5, 5, 5), at(even(5, 5, 5)), 0, out);
    assertEquals(dark, at(3, 3, 1), 1);
    assertTrue(dark > 90 && dark < 170, () -> "level " + dark);
  }

  private static Development at(Radiance radiance) {
    return Development.faultless(radiance.exposure());
  }
}
