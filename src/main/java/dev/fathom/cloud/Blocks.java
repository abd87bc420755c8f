package dev.fathom.cloud;

/** Square blocks of pixels that give one point each. Units: pixels. */
final class Blocks {
  private Blocks() {}

  /**
   * The smallest side, from {@code stride} on, that gives no more than {@code maxPoints} blocks.
   */
  static int side(int width, int height, int stride, int maxPoints) {
    int side = stride;
    while ((long) along(width, side) * along(height, side) > maxPoints) {
      side++;
    }
    return side;
  }

  /** How many blocks stand side by side. */
  static int along(int pixels, int side) {
    return (pixels + side - 1) / side;
  }
}
