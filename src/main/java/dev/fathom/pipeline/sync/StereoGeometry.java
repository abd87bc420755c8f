package dev.fathom.pipeline.sync;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calibration of a pair: from the projections where the right one carries a baseline, from TF
 * otherwise. Kept until one of the cameras changes, or what TF says of them.
 */
public final class StereoGeometry {
  /** Less is rounding and interpolation, and worth no new rectification. */
  private static final double SAME_METRES = 1e-5;

  private static final double SAME_RADIANS = 1e-5;

  private final Transforms transforms;
  private @Nullable CameraCalibration left;
  private @Nullable CameraCalibration right;
  private @Nullable StereoCalibration solved;

  /** What {@link #solved} was made of; null: of projections. */
  private @Nullable RigidTransform rightFromLeft;

  private long version;

  public StereoGeometry(Transforms transforms) {
    this.transforms = transforms;
  }

  /**
   * The pair's calibration.
   *
   * @throws IllegalArgumentException if neither source has a baseline; names both frames
   */
  public StereoCalibration of(
      CameraCalibration newLeft, CameraCalibration newRight, long stampNanos) {
    StereoCalibration current = solved;
    if (current == null || newLeft != left || newRight != right) {
      return keep(newLeft, newRight, solve(newLeft, newRight, stampNanos));
    }
    RigidTransform old = rightFromLeft;
    long now = transforms.version();
    if (old == null || now == version) {
      return current;
    }
    Optional<RigidTransform> fresh =
        transforms.lookup(newRight.frameId(), newLeft.frameId(), stampNanos);
    if (fresh.isEmpty()) {
      // What moves may not be known at this time yet.
      return current;
    }
    version = now;
    if (isSame(old, fresh.get())) {
      return current;
    }
    rightFromLeft = fresh.get();
    return keep(newLeft, newRight, StereoCalibration.fromTransform(newLeft, newRight, fresh.get()));
  }

  /** Forgets what TF said before a jump of time. */
  public void timeJumped() {
    if (rightFromLeft != null) {
      solved = null;
    }
  }

  private StereoCalibration keep(
      CameraCalibration newLeft, CameraCalibration newRight, StereoCalibration current) {
    solved = current;
    left = newLeft;
    right = newRight;
    return current;
  }

  private static boolean isSame(RigidTransform a, RigidTransform b) {
    RigidTransform difference = a.inverse().after(b);
    return difference.translation().norm() < SAME_METRES
        && difference.rotation().angle() < SAME_RADIANS;
  }

  /**
   * Refuses a pair that will not do at any time; one whose transform comes and goes is left to
   * {@link #of}.
   *
   * @throws IllegalArgumentException with the reason
   */
  public void check(CameraCalibration newLeft, CameraCalibration newRight) {
    String target = newRight.frameId();
    String source = newLeft.frameId();
    if (StereoCalibration.hasBaseline(newLeft, newRight)
        || !transforms.joins(target, source)
        || transforms.lookup(target, source, 0).isPresent()) {
      var unused = of(newLeft, newRight, 0);
    }
  }

  private StereoCalibration solve(
      CameraCalibration newLeft, CameraCalibration newRight, long stampNanos) {
    if (StereoCalibration.hasBaseline(newLeft, newRight)) {
      rightFromLeft = null;
      return StereoCalibration.fromProjections(newLeft, newRight);
    }
    long now = transforms.version();
    RigidTransform found =
        transforms
            .lookup(newRight.frameId(), newLeft.frameId(), stampNanos)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "P of the right camera carries no baseline (P[3] = -fx·b expected, found"
                            + " 0), and TF has none: "
                            + transforms.problem(
                                newRight.frameId(), newLeft.frameId(), stampNanos)));
    version = now;
    rightFromLeft = found;
    return StereoCalibration.fromTransform(newLeft, newRight, found);
  }
}
