package dev.fathom.sensor;

/**
 * Where a LiDAR or a depth camera measured something, as the rectified camera sees it.
 *
 * <p>Frame: optical, of the rectified camera. Units: metres. Shape: x, y, z of each point in turn.
 * Invalid: points with NaN or not before the camera.
 *
 * @param xyz not a copy; whoever made it may fill it anew with the next measurement
 * @param count how many points of it are in use
 */
@SuppressWarnings("ArrayRecordComponent") // As large as a scan, and looked at once.
public record MeasuredPoints(float[] xyz, int count) {
  public MeasuredPoints {
    if (count < 0 || count > xyz.length / 3) {
      throw new IllegalArgumentException(
          count + " points of three numbers each do not fit an array of " + xyz.length);
    }
  }
}
