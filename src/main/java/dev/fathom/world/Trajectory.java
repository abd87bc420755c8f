package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;

/**
 * A smooth way of a body through a scene, with exact derivatives.
 *
 * <p>Position and the angles yaw, pitch and roll are uniform cubic B-splines, so that velocity and
 * acceleration are continuous; the way begins and ends at rest. Frame: world; the body has x
 * forward, y left, z up (REP 103). Units: metres, radians, seconds since the start. Threads:
 * immutable, share freely. Source: K. Qin, "General matrix representations for B-splines", 2000.
 */
public final class Trajectory {
  /** Channels of a control point: x, y, z, yaw, pitch, roll. */
  static final int CHANNELS = 6;

  private static final int YAW = 3;
  private static final int PITCH = 4;
  private static final int ROLL = 5;

  private final double[][] controls;
  private final double interval;

  /**
   * A way along control points.
   *
   * @param controls at least four points of x, y, z, yaw, pitch, roll; the angles do not wrap
   * @param interval time from one control point to the next. Units: seconds
   */
  Trajectory(double[][] controls, double interval) {
    if (controls.length < 4) {
      throw new IllegalArgumentException(
          "a trajectory needs four control points, found " + controls.length);
    }
    if (!(interval > 0)) {
      throw new IllegalArgumentException("interval must be positive, found " + interval);
    }
    this.controls = controls;
    this.interval = interval;
  }

  /**
   * A way that a robot (in rooms) or a vehicle (in streets) might take, clear of what stands there.
   *
   * @param seconds at least how long it lasts
   */
  public static Trajectory random(Scene scene, long seed, double seconds) {
    if (!(seconds > 0 && seconds <= 3600)) {
      throw new IllegalArgumentException("seconds must be within 0 … 3600, found " + seconds);
    }
    return new Wanderer(scene, new Dice(seed)).walk(seconds);
  }

  /** How long the way takes; times lie in 0 … duration. Units: seconds. */
  public double duration() {
    return (controls.length - 3) * interval;
  }

  /** Pose of the body. */
  public RigidTransform worldFromBody(double seconds) {
    return CameraPoses.body(
        vector(seconds, 0), at(YAW, seconds, 0), at(PITCH, seconds, 0), at(ROLL, seconds, 0));
  }

  /** Velocity. Frame: world. Units: m/s. */
  public Vector3 velocity(double seconds) {
    return vector(seconds, 1);
  }

  /** Acceleration. Frame: world. Units: m/s². */
  public Vector3 acceleration(double seconds) {
    return vector(seconds, 2);
  }

  /** Angular velocity. Frame: body. Units: rad/s. */
  public Vector3 angularVelocity(double seconds) {
    double roll = at(ROLL, seconds, 0);
    double pitch = at(PITCH, seconds, 0);
    double yawRate = at(YAW, seconds, 1);
    double pitchRate = at(PITCH, seconds, 1);
    double rollRate = at(ROLL, seconds, 1);
    double across = yawRate * Math.cos(pitch);
    return new Vector3(
        rollRate - yawRate * Math.sin(pitch),
        pitchRate * Math.cos(roll) + across * Math.sin(roll),
        across * Math.cos(roll) - pitchRate * Math.sin(roll));
  }

  /** Angular acceleration, the derivative of {@link #angularVelocity}. Units: rad/s². */
  public Vector3 angularAcceleration(double seconds) {
    double sinRoll = Math.sin(at(ROLL, seconds, 0));
    double cosRoll = Math.cos(at(ROLL, seconds, 0));
    double sinPitch = Math.sin(at(PITCH, seconds, 0));
    double cosPitch = Math.cos(at(PITCH, seconds, 0));
    double yawRate = at(YAW, seconds, 1);
    double pitchRate = at(PITCH, seconds, 1);
    double rollRate = at(ROLL, seconds, 1);
    double yawGain = at(YAW, seconds, 2);
    double pitchGain = at(PITCH, seconds, 2);
    double across = yawRate * cosPitch;
    double acrossGain = yawGain * cosPitch - yawRate * pitchRate * sinPitch;
    return new Vector3(
        at(ROLL, seconds, 2) - yawGain * sinPitch - yawRate * pitchRate * cosPitch,
        pitchGain * cosRoll
            - pitchRate * rollRate * sinRoll
            + acrossGain * sinRoll
            + across * rollRate * cosRoll,
        acrossGain * cosRoll
            - across * rollRate * sinRoll
            - pitchGain * sinRoll
            - pitchRate * rollRate * cosRoll);
  }

  private Vector3 vector(double seconds, int derivative) {
    return new Vector3(
        at(0, seconds, derivative), at(1, seconds, derivative), at(2, seconds, derivative));
  }

  private double at(int channel, double seconds, int derivative) {
    if (!(seconds >= 0 && seconds <= duration())) {
      throw new IllegalArgumentException(
          "time must be within 0 … " + duration() + " s, found " + seconds);
    }
    int span = Math.min(controls.length - 4, (int) (seconds / interval));
    double s = seconds / interval - span;
    double a = controls[span][channel];
    double b = controls[span + 1][channel];
    double c = controls[span + 2][channel];
    double d = controls[span + 3][channel];
    double r = 1 - s;
    return switch (derivative) {
      case 0 ->
          (a * r * r * r
                  + b * (4 - 6 * s * s + 3 * s * s * s)
                  + c * (4 - 6 * r * r + 3 * r * r * r)
                  + d * s * s * s)
              / 6;
      case 1 -> ((b - a) * r * r + (c - b) * (1 + 2 * s * r) + (d - c) * s * s) / (2 * interval);
      default -> ((a - 2 * b + c) * r + (b - 2 * c + d) * s) / (interval * interval);
    };
  }
}
