package dev.fathom.model;

/**
 * The size of the picture that a network sees, when the aspect of the camera's picture is kept.
 *
 * <p>With s = √(area ÷ (w·h)), each side a becomes m · max(1, ⌊a·s/m + ½⌋). A graph that resizes by
 * itself must follow the same rule, since the focal length in the network's pixels, and with it the
 * metric scale, depends on it.
 *
 * @param width columns of the network's input
 * @param height rows of the network's input
 */
public record NetworkSize(int width, int height) {
  private static final int MAX_SIDE = 1 << 15;

  public NetworkSize {
    if (width <= 0 || height <= 0 || width > MAX_SIDE || height > MAX_SIDE) {
      throw new IllegalArgumentException(
          "network size must be 1 to "
              + MAX_SIDE
              + " pixels a side, found "
              + width
              + "x"
              + height);
    }
  }

  /**
   * The size for a camera's picture.
   *
   * @param cameraWidth columns of the camera's picture
   * @param cameraHeight rows of the camera's picture
   * @param area the pixels that the network's input should about have
   * @param multipleOf what both sides must be a multiple of
   */
  public static NetworkSize fitting(int cameraWidth, int cameraHeight, long area, int multipleOf) {
    if (cameraWidth <= 0 || cameraHeight <= 0) {
      throw new IllegalArgumentException(
          "camera size must be positive, found " + cameraWidth + "x" + cameraHeight);
    }
    if (area <= 0 || multipleOf <= 0) {
      throw new IllegalArgumentException(
          "area and multiple must be positive, found " + area + " and " + multipleOf);
    }
    double scale = Math.sqrt(area / ((double) cameraWidth * cameraHeight));
    return new NetworkSize(
        side(cameraWidth * scale, multipleOf), side(cameraHeight * scale, multipleOf));
  }

  private static int side(double exact, int multipleOf) {
    double multiples = Math.max(1, Math.floor(exact / multipleOf + 0.5));
    return (int) Math.min(multiples * multipleOf, Integer.MAX_VALUE);
  }
}
