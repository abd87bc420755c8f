package dev.fathom.sensor;

/**
 * A rectangle of the full-resolution image, as in sensor_msgs/RegionOfInterest.
 *
 * <p>Units: unbinned pixels.
 */
public record Region(int x, int y, int width, int height) {
  public Region {
    if (x < 0 || y < 0 || width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          String.format("no region of interest: %dx%d at (%d, %d)", width, height, x, y));
    }
  }

  @Override
  public String toString() {
    return String.format("the region of %dx%d pixels at (%d, %d)", width, height, x, y);
  }
}
