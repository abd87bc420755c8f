package dev.fathom.record;

import java.nio.file.Path;

/**
 * What to record of the generated world.
 *
 * @param out directory of the new recording
 * @param seed which place, and which way through it; the same seed gives the same bytes
 * @param seconds length of the recording
 * @param rate frames a second
 * @param width image width, pixels
 * @param height image height, pixels
 * @param fieldOfViewDegrees horizontal field of view
 * @param baselineMetres distance of the two cameras
 */
public record WorldRecordingOptions(
    Path out,
    long seed,
    double seconds,
    double rate,
    int width,
    int height,
    double fieldOfViewDegrees,
    double baselineMetres) {
  public WorldRecordingOptions {
    require(seconds > 0 && seconds <= 3600, "seconds must be within 0 … 3600", seconds);
    require(rate > 0 && rate <= 100, "rate must be within 0 … 100 frames a second", rate);
    require(width >= 64 && width <= 4096, "width must be 64 … 4096 pixels", width);
    require(height >= 64 && height <= 4096, "height must be 64 … 4096 pixels", height);
    require(
        fieldOfViewDegrees >= 20 && fieldOfViewDegrees <= 140,
        "field of view must be 20 … 140 degrees",
        fieldOfViewDegrees);
    require(baselineMetres > 0, "baseline must be positive", baselineMetres);
  }

  private static void require(boolean holds, String rule, double found) {
    if (!holds) {
      throw new IllegalArgumentException(rule + ", found " + found);
    }
  }

  double focalPixels() {
    return width / 2.0 / Math.tan(Math.toRadians(fieldOfViewDegrees) / 2);
  }
}
