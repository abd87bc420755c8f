package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StereoOptionsTest {
  @ParameterizedTest
  @CsvSource({"320, 48", "450, 64", "640, 80", "752, 96", "1241, 160", "64, 16"})
  void automaticSearchIsAboutAnEighthOfTheWidth(int width, int count) {
    assertEquals(count, StereoOptions.defaults().disparitiesFor(width));
  }

  @Test
  void givenSearchIsTaken() {
    assertEquals(32, StereoOptions.defaults().withDisparities(0, 32).disparitiesFor(640));
  }

  @Test
  void costsOutOfOrderAreToldWithTheirRuleAndBothValues() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new StereoOptions(
                        0, 16, 3, 600, 500, Consistency.ONE_MATCH, 1, 0, 1, false, ""))
            .getMessage();
    assertEquals("p1 must be less than p2, found 600 and 500", message);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 33, 3, 100, 500, num_disparities, 33",
    "0, -16, 3, 100, 500, num_disparities, -16",
    "3000, 16, 3, 100, 500, min_disparity, 3000",
    "0, 16, 4, 100, 500, block_size, 4",
    "0, 16, 3, 0, 500, p1, 0",
    "0, 16, 3, 100, 100, p2, 100"
  })
  void badValuesAreNamed(int min, int count, int block, int p1, int p2, String name, String value) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new StereoOptions(
                        min, count, block, p1, p2, Consistency.ONE_MATCH, 1, 0, 1, false, ""))
            .toString();
    assertTrue(message.contains(name) && message.contains(value), message);
  }
}
