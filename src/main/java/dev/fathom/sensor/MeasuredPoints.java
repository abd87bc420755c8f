package dev.fathom.sensor;

/**
 * Where a LiDAR or a depth camera measured something, as the rectified camera sees it.
 *
 * <p>Frame: optical, of the rectified camera. Units: metres. Shape: x, y, z of each point in turn.
 * Invalid: points with NaN or not before the camera.
 *
 * @param xyz not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // As large as a scan, and looked at once.
public record MeasuredPoints(float[] xyz) {
  public MeasuredPoints {
    if (xyz.length % 3 != 0) {
      throw new IllegalArgumentException("points have three numbers each, found " + xyz.length);
    }
  }
}
