package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkSizeTest {
  @ParameterizedTest
  @CsvSource({
    // Same aspect: the nominal size itself.
    "640, 480, 320, 240, 16, 320, 240",
    "320, 240, 320, 240, 16, 320, 240",
    // √(320·240 / (1241·376)) = 0.40569: 503.5 and 152.5 round to 31 and 10 sixteens.
    "1241, 376, 320, 240, 16, 496, 160",
    // 0.32351: 243.3 → 243 = 81·3, 155.3 → 156 = 52·3
    "752, 480, 243, 155, 3, 243, 156",
    // A tie goes up: 24 is one and a half sixteens.
    "24, 24, 24, 24, 16, 32, 32",
    // No side vanishes.
    "4000, 8, 64, 64, 16, 1424, 16"
  })
  void sidesAreScaledToTheAreaAndRounded(
      int width, int height, int nominalWidth, int nominalHeight, int multiple, int w, int h) {
    long area = (long) nominalWidth * nominalHeight;
    assertEquals(new NetworkSize(w, h), NetworkSize.fitting(width, height, area, multiple));
  }

  @Test
  void impossibleSizesAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> NetworkSize.fitting(0, 10, 100, 1));
    assertThrows(IllegalArgumentException.class, () -> NetworkSize.fitting(10, 10, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> NetworkSize.fitting(10, 10, 100, 0));
    assertThrows(
        IllegalArgumentException.class, () -> NetworkSize.fitting(10, 10, Long.MAX_VALUE, 1));
  }
}
