package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/**
 * An IMU that is carried along a trajectory.
 *
 * <p>A reading is a pure function of the seed, the time and its number. Threads: immutable, share
 * freely.
 */
public final class ImuSimulator {
  /** Standard gravity. Frame: world. Units: m/s². */
  public static final Vector3 GRAVITY = new Vector3(0, 0, -9.80665);

  private final Trajectory trajectory;
  private final RigidTransform bodyFromImu;
  private final ImuFaults faults;
  private final long seed;

  public ImuSimulator(
      Trajectory trajectory, RigidTransform bodyFromImu, ImuFaults faults, long seed) {
    this.trajectory = trajectory;
    this.bodyFromImu = bodyFromImu;
    this.faults = faults;
    this.seed = seed;
  }

  /**
   * Reads the IMU.
   *
   * @param seconds time since the trajectory's start
   * @param number which reading it is; each has noise of its own
   */
  public ImuReading read(double seconds, long number) {
    Vector3 turn = trajectory.angularVelocity(seconds);
    Vector3 arm = bodyFromImu.translation();
    Rotation bodyFromWorld = trajectory.worldFromBody(seconds).rotation().inverse();
    Vector3 force =
        bodyFromWorld
            .rotate(trajectory.acceleration(seconds).minus(GRAVITY))
            .plus(trajectory.angularAcceleration(seconds).cross(arm))
            .plus(turn.cross(turn.cross(arm)));
    Rotation imuFromBody = bodyFromImu.rotation().inverse();
    Dice dice = new Dice(seed, number);
    return new ImuReading(
        imuFromBody.rotate(turn).plus(faults.gyroBias()).plus(noise(dice, faults.gyroSigma())),
        imuFromBody.rotate(force).plus(faults.accelBias()).plus(noise(dice, faults.accelSigma())));
  }

  private static Vector3 noise(Dice dice, double sigma) {
    return new Vector3(sigma * dice.gaussian(), sigma * dice.gaussian(), sigma * dice.gaussian());
  }
}
