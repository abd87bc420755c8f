package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * What is wrong with an IMU's readings.
 *
 * @param gyroBias added to every angular velocity. Units: rad/s
 * @param accelBias added to every specific force. Units: m/s²
 * @param gyroSigma standard deviation of white noise a reading. Units: rad/s
 * @param accelSigma standard deviation of white noise a reading. Units: m/s²
 */
public record ImuFaults(Vector3 gyroBias, Vector3 accelBias, double gyroSigma, double accelSigma) {
  public static final ImuFaults NONE = new ImuFaults(Vector3.ZERO, Vector3.ZERO, 0, 0);

  public ImuFaults {
    if (!(gyroSigma >= 0 && accelSigma >= 0)) {
      throw new IllegalArgumentException(
          "noise must not be negative, found " + gyroSigma + " and " + accelSigma);
    }
  }
}
