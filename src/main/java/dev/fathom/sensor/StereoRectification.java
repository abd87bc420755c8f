package dev.fathom.sensor;

import dev.fathom.geometry.Distortion;
import dev.fathom.geometry.Equidistant;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector2;
import dev.fathom.geometry.Vector3;
import java.nio.DoubleBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Turns two posed cameras into a rectified pair.
 *
 * <p>Source: J.-Y. Bouguet's method (each camera turns by half), as in OpenCV's stereoRectify.
 */
final class StereoRectification {
  /** Only pixels that both cameras see. */
  private static final double NO_BLACK_BORDER = 0;

  /** How far a rectified pair may be from one. Units: pixels. */
  private static final double RECTIFIED_WITHIN = 0.05;

  private static final String RECTIFIED_SUFFIX = "_rect";

  private StereoRectification() {}

  static StereoCalibration solve(
      CameraCalibration left, CameraCalibration right, RigidTransform rightFromLeft) {
    Vector3 move = rightFromLeft.translation();
    if (!(Math.abs(move.x()) > Math.max(Math.abs(move.y()), Math.abs(move.z())))) {
      throw new IllegalArgumentException(
          "the cameras do not lie side by side: the right one sees the left one at " + move);
    }
    if (move.x() > 0) {
      throw new IllegalArgumentException(
          "left and right are swapped: the right camera sees the left one at " + move);
    }
    if (isPair(left, right, rightFromLeft)) {
      double baseline = move.norm();
      Vector2 shift = new Vector2(-right.projection().fx() * baseline, 0);
      return new StereoCalibration(
          left,
          right.withRectification(right.rectification(), right.projection(), shift),
          baseline);
    }
    return solveWithOpenCv(left, right, rightFromLeft);
  }

  private static boolean isPair(
      CameraCalibration left, CameraCalibration right, RigidTransform rightFromLeft) {
    double focal = left.full().fx();
    Vector3 direction = rightFromLeft.translation().normalised();
    double tilt = rightFromLeft.rotation().angle() + Math.hypot(direction.y(), direction.z());
    return left.isRectified()
        && right.isRectified()
        && focal * tilt < RECTIFIED_WITHIN
        && Math.abs(left.full().fx() - right.full().fx()) < RECTIFIED_WITHIN
        && Math.abs(left.full().fy() - right.full().fy()) < RECTIFIED_WITHIN
        && Math.abs(left.full().cy() - right.full().cy()) < RECTIFIED_WITHIN;
  }

  private static StereoCalibration solveWithOpenCv(
      CameraCalibration left, CameraCalibration right, RigidTransform rightFromLeft) {
    boolean fisheye = left.distortion() instanceof Equidistant;
    if (fisheye != right.distortion() instanceof Equidistant) {
      throw new IllegalArgumentException(
          "cannot pair a fisheye with another lens: "
              + left.distortion()
              + ", "
              + right.distortion());
    }
    try (PointerScope scope = new PointerScope();
        Mat r1 = new Mat();
        Mat r2 = new Mat();
        Mat p1 = new Mat();
        Mat p2 = new Mat();
        Mat q = new Mat()) {
      Mat[] in = inputs(left, right, rightFromLeft);
      Size size = new Size(left.full().width(), left.full().height());
      if (fisheye) {
        int flags = opencv_calib3d.FISHEYE_CALIB_ZERO_DISPARITY;
        opencv_calib3d.fisheyeStereoRectify(
            in[0], in[1], in[2], in[3], size, in[4], in[5], r1, r2, p1, p2, q, flags, size, 0, 1);
      } else {
        int flags = opencv_calib3d.CALIB_ZERO_DISPARITY;
        opencv_calib3d.stereoRectify(
            in[0],
            in[1],
            in[2],
            in[3],
            size,
            in[4],
            in[5],
            r1,
            r2,
            p1,
            p2,
            q,
            flags,
            NO_BLACK_BORDER,
            size,
            new Rect(),
            new Rect());
      }
      return pair(left, right, numbers(r1), numbers(r2), numbers(p1), numbers(p2));
    }
  }

  private static Mat[] inputs(
      CameraCalibration left, CameraCalibration right, RigidTransform rightFromLeft) {
    Vector3 t = rightFromLeft.translation();
    return new Mat[] {
      matrix(3, left.k()),
      lens(left.distortion()),
      matrix(3, right.k()),
      lens(right.distortion()),
      matrix(3, rightFromLeft.rotation().toMatrix()),
      matrix(1, t.x(), t.y(), t.z())
    };
  }

  private static StereoCalibration pair(
      CameraCalibration left,
      CameraCalibration right,
      double[] r1,
      double[] r2,
      double[] p1,
      double[] p2) {
    Intrinsics camera = CameraMatrices.projection(left.full().width(), left.full().height(), p1);
    Intrinsics rightCamera =
        CameraMatrices.projection(right.full().width(), right.full().height(), p2);
    CameraCalibration newLeft =
        left.withRectification(Rotation.fromMatrix(r1), camera, Vector2.ZERO);
    CameraCalibration newRight =
        right.withRectification(Rotation.fromMatrix(r2), rightCamera, new Vector2(p2[3], p2[7]));
    double baseline = newRight.baselineMetres() - newLeft.baselineMetres();
    return new StereoCalibration(newLeft, newRight, baseline, frame(newLeft));
  }

  /** Empty where the turn would move no pixel visibly. */
  private static Optional<RectifiedFrame> frame(CameraCalibration left) {
    Rotation turn = left.rectification();
    double focal = Math.max(left.full().fx(), left.full().fy());
    return focal * turn.angle() < RECTIFIED_WITHIN
        ? Optional.empty()
        : Optional.of(
            new RectifiedFrame(left.frameId(), left.frameId() + RECTIFIED_SUFFIX, turn.inverse()));
  }

  private static Mat lens(Distortion distortion) {
    return matrix(1, distortion.coefficients());
  }

  private static Mat matrix(int columns, double... values) {
    Mat mat = new Mat(values.length / columns, columns, opencv_core.CV_64F);
    mat.<DoubleBuffer>createBuffer().put(values);
    return mat;
  }

  private static double[] numbers(Mat mat) {
    double[] values = new double[mat.rows() * mat.cols()];
    mat.<DoubleBuffer>createBuffer().get(values);
    return values;
  }
}
