package dev.fathom.sensor;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Rotation;
import java.util.Arrays;

/** Reads the matrices of a sensor_msgs/CameraInfo, and refuses what cannot be a camera. */
final class CameraMatrices {
  /** How far R·Rᵀ may be from the identity: calibration files are written with few digits. */
  private static final double ORTHOGONAL_WITHIN = 1e-3;

  private CameraMatrices() {}

  static Intrinsics intrinsics(String frameId, int width, int height, double[] k) {
    requireLength("K", k, 9);
    if (isZero(k)) {
      throw new IllegalArgumentException(
          "the camera '" + frameId + "' is not calibrated: K of its camera_info is all zeros");
    }
    if (width <= 0 || height <= 0) {
      throw new IllegalArgumentException(
          "camera_info of '" + frameId + "' gives no image size: " + width + "x" + height);
    }
    requireNoSkew("K", k[1]);
    return new Intrinsics(width, height, k[0], k[4], k[2], k[5]);
  }

  static Intrinsics projection(int width, int height, double[] p) {
    requireNoSkew("P", p[1]);
    return new Intrinsics(width, height, p[0], p[5], p[2], p[6]);
  }

  static Rotation rotation(double[] r) {
    if (isZero(r)) {
      return Rotation.IDENTITY;
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double dot = 0;
        for (int c = 0; c < 3; c++) {
          dot += r[3 * i + c] * r[3 * j + c];
        }
        if (!(Math.abs(dot - (i == j ? 1 : 0)) < ORTHOGONAL_WITHIN)) {
          throw new IllegalArgumentException("R is no rotation: " + Arrays.toString(r));
        }
      }
    }
    return Rotation.fromMatrix(r);
  }

  static void requireLength(String name, double[] matrix, int length) {
    if (matrix.length != length) {
      throw new IllegalArgumentException(
          name + " must have " + length + " numbers, found " + matrix.length);
    }
  }

  static boolean isZero(double[] matrix) {
    return Arrays.stream(matrix).allMatch(v -> v == 0);
  }

  private static void requireNoSkew(String name, double skew) {
    if (!(Math.abs(skew) < 1e-6)) {
      throw new IllegalArgumentException(name + " has skew " + skew + ", which is not supported");
    }
  }
}
