package dev.fathom.geometry;

import java.util.Optional;

/**
 * How a lens moves points of the normalised image plane (z = 1).
 *
 * <p>Frame: optical. Units: none; a normalised point is (X/Z, Y/Z). Source: sensor_msgs
 * distortion_models.hpp for the names, OpenCV's calib3d for the formulas.
 */
public sealed interface Distortion permits NoDistortion, PlumbBob, RationalPolynomial, Equidistant {
  /** The model's name in the {@code distortion_model} field of sensor_msgs/CameraInfo. */
  String rosName();

  /** The coefficients in the order of the {@code d} field of sensor_msgs/CameraInfo; a copy. */
  double[] coefficients();

  /** Where the lens puts the normalised point (x, y) that an ideal pinhole would see. */
  Vector2 distort(double x, double y);

  /**
   * The normalised point that the lens puts at (x, y); empty where the iteration finds none, as far
   * outside the picture, where the polynomial folds over.
   */
  Optional<Vector2> undistort(double x, double y);

  /** Whether this moves no point. */
  default boolean isNone() {
    for (double c : coefficients()) {
      if (c != 0) {
        return false;
      }
    }
    return !(this instanceof Equidistant);
  }

  /**
   * The model of a sensor_msgs/CameraInfo. An empty name is accepted with coefficients that are all
   * zero, as cameras without a lens model send it; {@code fisheye} is another name of {@code
   * equidistant}.
   */
  static Distortion of(String rosName, double[] d) {
    for (double c : d) {
      if (!Double.isFinite(c)) {
        throw new IllegalArgumentException("distortion coefficients must be finite, found " + c);
      }
    }
    return switch (rosName) {
      case "", "none" -> NoDistortion.of(d);
      case "plumb_bob" -> PlumbBob.of(d);
      case "rational_polynomial" -> RationalPolynomial.of(d);
      case "equidistant", "fisheye" -> Equidistant.of(d);
      default ->
          throw new IllegalArgumentException(
              "unknown distortion model '"
                  + rosName
                  + "': known are plumb_bob, rational_polynomial, equidistant, none");
    };
  }
}
