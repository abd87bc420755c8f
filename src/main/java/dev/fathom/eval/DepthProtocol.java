package dev.fathom.eval;

/**
 * Which pixels of a depth image are measured, and how far predictions may go.
 *
 * <p>A pixel counts where it lies within the crop and min &lt; g &lt; max. The order is fixed:
 * mask, median scaling (in the scaled row only), then clamping of the prediction to [min, max].
 * Units: metres.
 *
 * @param name as it is printed beside the figures
 * @param crop the part of the image that counts
 * @param minMetres true depths must be beyond it
 * @param maxMetres true depths must be nearer; may be infinite
 */
public record DepthProtocol(String name, Crop crop, double minMetres, double maxMetres) {
  /** KITTI, Eigen split, within 80 m, in the crop of Garg et al., "Unsupervised CNN", ECCV 2016. */
  public static final DepthProtocol KITTI_GARG =
      new DepthProtocol(
          "KITTI Eigen split, Garg crop",
          new Crop.Shares(0.40810811, 0.99189189, 0.03594771, 0.96405229),
          1e-3,
          80);

  /** KITTI, Eigen split, within 80 m, in the crop that gives the figures of Eigen et al. 2014. */
  public static final DepthProtocol KITTI_EIGEN =
      new DepthProtocol(
          "KITTI Eigen split, Eigen crop",
          new Crop.Shares(0.3324324, 0.91351351, 0.0359477, 0.96405229),
          1e-3,
          80);

  /** NYU Depth v2, 640×480, within 10 m, in the crop of Eigen et al. 2014. */
  public static final DepthProtocol NYU =
      new DepthProtocol(
          "NYU Depth v2, Eigen crop",
          new Crop.Pixels(new Crop.Window(45, 471, 41, 601), 640, 480),
          1e-3,
          10);

  /** Every pixel whose truth is known, and predictions as they are. */
  public static final DepthProtocol EVERYTHING =
      new DepthProtocol("all known pixels", Crop.WHOLE, 0, Double.POSITIVE_INFINITY);

  public DepthProtocol {
    if (!(minMetres >= 0 && maxMetres > minMetres)) {
      throw new IllegalArgumentException(
          "depths to measure cannot lie between " + minMetres + " and " + maxMetres + " m");
    }
  }

  /** This protocol for depths up to another limit, as KITTI's 50 m. */
  public DepthProtocol cappedAt(double newMaxMetres) {
    return new DepthProtocol(name, crop, minMetres, newMaxMetres);
  }

  boolean counts(float truth) {
    return truth > minMetres && truth < maxMetres;
  }

  double clamped(double metres) {
    return Math.min(maxMetres, Math.max(minMetres, metres));
  }
}
