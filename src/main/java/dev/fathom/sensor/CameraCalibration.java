package dev.fathom.sensor;

import dev.fathom.geometry.Distortion;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.NoDistortion;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector2;

/**
 * What a sensor_msgs/CameraInfo says of a camera.
 *
 * <p>K and P speak of the full-resolution image; the image that is delivered is the region of
 * interest of it, binned. {@link #rawIntrinsics} and {@link #rectifiedIntrinsics} speak of the
 * delivered image: the region's offsets are subtracted, then everything is divided by the binning.
 * Frame: optical (REP 103). Units: pixels. Source: sensor_msgs/CameraInfo.msg.
 *
 * @param frameId the optical frame
 * @param full K: the camera as it is, at full resolution
 * @param distortion what its lens does
 * @param rectification R: rectified frame from camera frame
 * @param projection the left 3×3 of P: the rectified camera, at full resolution
 * @param shift P's fourth column, (−fx·baseline, 0) for the right camera of a pair. Units: pixels ·
 *     metres
 * @param region what of the full-resolution image is delivered
 * @param binningX full-resolution columns per delivered column
 * @param binningY full-resolution rows per delivered row
 */
public record CameraCalibration(
    String frameId,
    Intrinsics full,
    Distortion distortion,
    Rotation rectification,
    Intrinsics projection,
    Vector2 shift,
    Region region,
    int binningX,
    int binningY) {
  /** A model that moves no pixel by more than this is taken for rectified. Units: pixels. */
  private static final double RECTIFIED_WITHIN = 0.05;

  public CameraCalibration {
    if (binningX < 1 || binningY < 1) {
      throw new IllegalArgumentException(
          "binning must be at least 1, found " + binningX + "x" + binningY);
    }
    if (region.x() + (long) region.width() > full.width()
        || region.y() + (long) region.height() > full.height()) {
      throw new IllegalArgumentException(
          region + " reaches outside the " + full.width() + "x" + full.height() + " image");
    }
    if (region.width() < binningX || region.height() < binningY) {
      throw new IllegalArgumentException(
          String.format("nothing is left of %s binned by %dx%d", region, binningX, binningY));
    }
    if (projection.width() != full.width() || projection.height() != full.height()) {
      throw new IllegalArgumentException("K and P speak of images of different sizes");
    }
    if (!Double.isFinite(shift.x()) || !Double.isFinite(shift.y())) {
      throw new IllegalArgumentException("P's fourth column must be finite, found " + shift);
    }
  }

  /** An ideal pinhole camera. */
  public static CameraCalibration pinhole(String frameId, Intrinsics camera) {
    return new CameraCalibration(
        frameId,
        camera,
        new NoDistortion(),
        Rotation.IDENTITY,
        camera,
        Vector2.ZERO,
        new Region(0, 0, camera.width(), camera.height()),
        1,
        1);
  }

  /**
   * From the fields of a sensor_msgs/CameraInfo; a K of zeros, which means uncalibrated, an unknown
   * distortion model and arrays of a wrong length are refused. As drivers of single cameras send
   * them, an R of zeros is the identity and a P of zeros is K; binning 0 is 1, and a region of
   * zeros is the whole image.
   *
   * @param roiDoRectify taken as it comes: the region moves K and P alike, as in ROS's
   *     image_geometry
   */
  @SuppressWarnings("unused")
  public static CameraCalibration of(
      String frameId,
      int width,
      int height,
      String distortionModel,
      double[] d,
      double[] k,
      double[] r,
      double[] p,
      int binningX,
      int binningY,
      int roiX,
      int roiY,
      int roiWidth,
      int roiHeight,
      boolean roiDoRectify) {
    Intrinsics full = CameraMatrices.intrinsics(frameId, width, height, k);
    CameraMatrices.requireLength("R", r, 9);
    CameraMatrices.requireLength("P", p, 12);
    boolean hasP = !CameraMatrices.isZero(p);
    return new CameraCalibration(
        frameId,
        full,
        Distortion.of(distortionModel, d),
        CameraMatrices.rotation(r),
        hasP ? CameraMatrices.projection(width, height, p) : full,
        hasP ? new Vector2(p[3], p[7]) : Vector2.ZERO,
        new Region(
            roiX,
            roiY,
            roiWidth == 0 ? width - roiX : roiWidth,
            roiHeight == 0 ? height - roiY : roiHeight),
        Math.max(1, binningX),
        Math.max(1, binningY));
  }

  /** Columns of the delivered image. */
  public int width() {
    return region.width() / binningX;
  }

  /** Rows of the delivered image. */
  public int height() {
    return region.height() / binningY;
  }

  /** The delivered image's camera before rectification. */
  public Intrinsics rawIntrinsics() {
    return delivered(full);
  }

  /** The delivered image's camera after rectification. */
  public Intrinsics rectifiedIntrinsics() {
    return delivered(projection);
  }

  private Intrinsics delivered(Intrinsics of) {
    return new Intrinsics(
        width(),
        height(),
        of.fx() / binningX,
        of.fy() / binningY,
        (of.cx() - region.x()) / binningX,
        (of.cy() - region.y()) / binningY);
  }

  /** How far this camera lies to the right of its pair's left one. Units: metres. */
  public double baselineMetres() {
    return (0 - shift.x()) / projection.fx();
  }

  /** Whether the delivered image needs no rectification: no pixel would move visibly. */
  public boolean isRectified() {
    double reach = Math.max(full.width(), full.height());
    double turn = rectification.angle() * Math.max(full.fx(), full.fy());
    double zoom =
        Math.max(
            Math.abs(projection.fx() / full.fx() - 1), Math.abs(projection.fy() / full.fy() - 1));
    double move =
        Math.hypot(projection.cx() - full.cx(), projection.cy() - full.cy()) + zoom * reach + turn;
    return distortion.isNone() && move < RECTIFIED_WITHIN;
  }

  /** The camera of the rectified image: an ideal pinhole in the rectified frame, same baseline. */
  public CameraCalibration rectified() {
    Intrinsics camera = rectifiedIntrinsics();
    return replaced(new NoDistortion(), Rotation.IDENTITY, camera, camera, 1.0 / binningX);
  }

  /** The same camera with the delivered image stretched to another size. */
  public CameraCalibration resized(int newWidth, int newHeight) {
    return replaced(
        distortion,
        rectification,
        rawIntrinsics().resized(newWidth, newHeight),
        rectifiedIntrinsics().resized(newWidth, newHeight),
        (double) newWidth / width() / binningX);
  }

  /** The same camera with a rectangle of the delivered image only. */
  public CameraCalibration cropped(int x, int y, int newWidth, int newHeight) {
    return replaced(
        distortion,
        rectification,
        rawIntrinsics().cropped(x, y, newWidth, newHeight),
        rectifiedIntrinsics().cropped(x, y, newWidth, newHeight),
        1.0 / binningX);
  }

  /** The same camera with another rectification, for full resolution. */
  CameraCalibration withRectification(Rotation r, Intrinsics p, Vector2 newShift) {
    return new CameraCalibration(
        frameId, full, distortion, r, p, newShift, region, binningX, binningY);
  }

  private CameraCalibration replaced(
      Distortion lens, Rotation r, Intrinsics raw, Intrinsics rectified, double shiftScale) {
    Vector2 scaled =
        new Vector2(shift.x() * shiftScale, shift.y() * rectified.fy() / projection.fy());
    Region all = new Region(0, 0, raw.width(), raw.height());
    return new CameraCalibration(frameId, raw, lens, r, rectified, scaled, all, 1, 1);
  }

  /** K, row-major 3×3, at full resolution. */
  public double[] k() {
    return new double[] {full.fx(), 0, full.cx(), 0, full.fy(), full.cy(), 0, 0, 1};
  }

  /** R, row-major 3×3. */
  public double[] r() {
    return rectification.toMatrix();
  }

  /** P, row-major 3×4, at full resolution. */
  public double[] p() {
    return new double[] {
      projection.fx(),
      0,
      projection.cx(),
      shift.x(),
      0,
      projection.fy(),
      projection.cy(),
      shift.y(),
      0,
      0,
      1,
      0
    };
  }
}
