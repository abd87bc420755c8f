package dev.fathom.world;

/**
 * A spinning LiDAR.
 *
 * @param beams number of beams, one above the other
 * @param lowestDegrees elevation of the lowest beam
 * @param highestDegrees elevation of the highest beam
 * @param columns firings a turn
 * @param minRange nearer returns are lost. Units: metres
 * @param maxRange farther returns are lost. Units: metres
 * @param rangeSigma standard deviation of the range. Units: metres
 * @param lossShare share of returns that are lost at random
 */
public record LidarOptions(
    int beams,
    double lowestDegrees,
    double highestDegrees,
    int columns,
    double minRange,
    double maxRange,
    double rangeSigma,
    double lossShare) {
  public LidarOptions {
    if (beams < 1 || beams > 1024) {
      throw new IllegalArgumentException("beams must be within 1 … 1024, found " + beams);
    }
    if (columns < 1 || columns > 65536) {
      throw new IllegalArgumentException("columns must be within 1 … 65536, found " + columns);
    }
    if (!(lowestDegrees >= -90 && highestDegrees >= lowestDegrees && highestDegrees <= 90)) {
      throw new IllegalArgumentException(
          "beams must lie within −90 … 90 degrees, found "
              + lowestDegrees
              + " … "
              + highestDegrees);
    }
    if (!(minRange >= 0 && maxRange > minRange)) {
      throw new IllegalArgumentException(
          "ranges must be in order, found " + minRange + " … " + maxRange);
    }
    if (!(rangeSigma >= 0)) {
      throw new IllegalArgumentException("rangeSigma must not be negative, found " + rangeSigma);
    }
    if (!(lossShare >= 0 && lossShare <= 1)) {
      throw new IllegalArgumentException("lossShare must be within 0 … 1, found " + lossShare);
    }
  }

  /** Sixteen beams over thirty degrees, as the small ones on robots have. */
  public static LidarOptions sixteenBeams() {
    return new LidarOptions(16, -15, 15, 900, 0.3, 100, 0.02, 0.01);
  }

  /** The same LiDAR without noise or losses. */
  public LidarOptions exact() {
    return new LidarOptions(
        beams, lowestDegrees, highestDegrees, columns, minRange, maxRange, 0, 0);
  }
}
