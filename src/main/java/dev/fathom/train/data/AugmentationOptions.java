package dev.fathom.train.data;

/**
 * How far samples are varied; every variation is drawn anew for each sample, evenly up to its
 * limit.
 *
 * @param flip whether every other sample is mirrored, where its fields allow it
 * @param rotationDegrees the camera is turned about its optical axis by at most this; pairs are not
 * @param scale pictures are magnified by at most this, 1 or more
 * @param crop by what share of the room that magnification leaves the cut-out may leave the middle,
 *     0 to 1
 * @param gamma largest logarithm of the exponent of brightness
 * @param exposure largest logarithm of the factor of brightness
 * @param colour largest logarithm of the factor of each channel
 * @param noise largest standard deviation, 1 being white
 * @param blur largest standard deviation of a Gaussian, in pixels of the sample
 */
public record AugmentationOptions(
    boolean flip,
    double rotationDegrees,
    double scale,
    double crop,
    double gamma,
    double exposure,
    double colour,
    double noise,
    double blur) {
  /** Mirrored and recoloured: what every network takes. */
  public static final AugmentationOptions DEFAULT =
      new AugmentationOptions(true, 0, 1, 0, 0.35, 0.3, 0.12, 0, 0);

  /** Samples as they are. */
  public static final AugmentationOptions NONE =
      new AugmentationOptions(false, 0, 1, 0, 0, 0, 0, 0, 0);

  public AugmentationOptions {
    require("rotation_degrees", rotationDegrees, 0, 45);
    require("scale", scale, 1, 8);
    require("crop", crop, 0, 1);
    require("gamma", gamma, 0, 2);
    require("exposure", exposure, 0, 2);
    require("colour", colour, 0, 2);
    require("noise", noise, 0, 1);
    require("blur", blur, 0, 8);
  }

  private static void require(String name, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException(
          String.format("augmentation.%s must be in [%s, %s], found %s", name, least, most, value));
    }
  }
}
