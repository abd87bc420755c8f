package dev.fathom.pipeline.sync;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import org.jspecify.annotations.Nullable;

/**
 * The calibration of a pair: from the projections where the right one carries a baseline, from TF
 * otherwise. Kept until one of the cameras changes.
 */
public final class StereoGeometry {
  private final Transforms transforms;
  private @Nullable CameraCalibration left;
  private @Nullable CameraCalibration right;
  private @Nullable StereoCalibration solved;

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
      current = solve(newLeft, newRight, stampNanos);
      solved = current;
      left = newLeft;
      right = newRight;
    }
    return current;
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
      return StereoCalibration.fromProjections(newLeft, newRight);
    }
    RigidTransform rightFromLeft =
        transforms
            .lookup(newRight.frameId(), newLeft.frameId(), stampNanos)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "P of the right camera carries no baseline (P[3] = -fx·b expected, found"
                            + " 0), and TF has none: "
                            + transforms.problem(
                                newRight.frameId(), newLeft.frameId(), stampNanos)));
    return StereoCalibration.fromTransform(newLeft, newRight, rightFromLeft);
  }
}
