package dev.fathom.geometry;

import java.util.Arrays;
import java.util.Optional;

/** A lens that moves no point. */
public record NoDistortion() implements Distortion {
  static NoDistortion of(double[] d) {
    if (Arrays.stream(d).anyMatch(c -> c != 0)) {
      throw new IllegalArgumentException(
          "distortion coefficients without a model: " + Arrays.toString(d));
    }
    return new NoDistortion();
  }

  @Override
  public String rosName() {
    return "plumb_bob";
  }

  /** Five zeros: the form in which ROS nodes expect a rectified camera. */
  @Override
  public double[] coefficients() {
    return new double[5];
  }

  @Override
  public Vector2 distort(double x, double y) {
    return new Vector2(x, y);
  }

  @Override
  public Optional<Vector2> undistort(double x, double y) {
    return Optional.of(new Vector2(x, y));
  }
}
