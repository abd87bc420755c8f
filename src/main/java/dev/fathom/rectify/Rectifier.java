package dev.fathom.rectify;

import dev.fathom.geometry.Equidistant;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Image8;
import dev.fathom.sensor.CameraCalibration;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.jspecify.annotations.Nullable;

/**
 * Makes the image that an ideal pinhole camera would have taken.
 *
 * <p>The maps are made once, for one calibration, in OpenCV's fixed point (1/32 pixel). Invalid:
 * black where the lens shows nothing; {@link #coverage} tells where. Threads: one owner at a time.
 * Cost: nothing is allocated per frame; pixels are copied once in and once out.
 */
public final class Rectifier implements AutoCloseable {
  private final CameraCalibration calibration;
  private final boolean identity;
  private final Mat mapToPixel = new Mat();
  private final Mat mapFraction = new Mat();
  private final Scalar black = new Scalar(0, 0, 0, 0);
  private @Nullable NativeImages images;

  public Rectifier(CameraCalibration calibration) {
    this.calibration = calibration;
    this.identity = calibration.isRectified();
    if (!identity) {
      try {
        makeMaps();
      } catch (RuntimeException | Error e) {
        close();
        throw e;
      }
    }
  }

  /** Whether {@link #rectify} only copies. */
  public boolean isIdentity() {
    return identity;
  }

  /** The camera of the rectified image. */
  public Intrinsics rectified() {
    return calibration.rectifiedIntrinsics();
  }

  /**
   * Rectifies an image of any number of channels.
   *
   * @param source the delivered image, in the size of the calibration
   * @param out reshaped to the same size
   */
  public void rectify(Image8 source, Image8 out) {
    if (source.width() != calibration.width() || source.height() != calibration.height()) {
      throw new IllegalArgumentException(
          String.format(
              "image is %dx%d, but the calibration of '%s' is for %dx%d",
              source.width(),
              source.height(),
              calibration.frameId(),
              calibration.width(),
              calibration.height()));
    }
    if (source == out) {
      throw new IllegalArgumentException("cannot rectify an image into itself");
    }
    out.reshape(source.width(), source.height(), source.channels());
    if (identity) {
      System.arraycopy(source.data(), 0, out.data(), 0, source.size());
      return;
    }
    NativeImages buffers = images(source.channels());
    buffers.sourceBytes.put(0, source.data(), 0, source.size());
    opencv_imgproc.remap(
        buffers.source,
        buffers.out,
        mapToPixel,
        mapFraction,
        opencv_imgproc.INTER_LINEAR,
        opencv_core.BORDER_CONSTANT,
        black);
    buffers.outBytes.get(0, out.data(), 0, out.size());
  }

  /** 255 where the rectified image shows something, 0 where the lens saw nothing. */
  public Image8 coverage() {
    Image8 white = new Image8().reshape(calibration.width(), calibration.height(), 1);
    Arrays.fill(white.data(), (byte) 255);
    Image8 out = new Image8();
    rectify(white, out);
    byte[] data = out.data();
    for (int i = 0; i < out.size(); i++) {
      // Half covered pixels are mixed with black.
      data[i] = (byte) (data[i] == (byte) 255 ? 255 : 0);
    }
    return out;
  }

  /** Releases the maps and buffers; a second call does nothing. */
  @Override
  public void close() {
    mapToPixel.close();
    mapFraction.close();
    black.close();
    if (images != null) {
      images.close();
      images = null;
    }
  }

  private void makeMaps() {
    try (PointerScope scope = new PointerScope()) {
      Mat k = cameraMatrix(calibration.rawIntrinsics());
      Mat d = matrix(1, calibration.distortion().coefficients());
      Mat r = matrix(3, calibration.r());
      Mat p = cameraMatrix(calibration.rectifiedIntrinsics());
      Size size = new Size(calibration.width(), calibration.height());
      int type = opencv_core.CV_16SC2;
      if (calibration.distortion() instanceof Equidistant) {
        opencv_calib3d.fisheyeInitUndistortRectifyMap(
            k, d, r, p, size, type, mapToPixel, mapFraction);
      } else {
        opencv_calib3d.initUndistortRectifyMap(k, d, r, p, size, type, mapToPixel, mapFraction);
      }
    }
  }

  private NativeImages images(int channels) {
    if (images == null || images.source.channels() != channels) {
      if (images != null) {
        images.close();
      }
      images = new NativeImages(calibration.width(), calibration.height(), channels);
    }
    return images;
  }

  private static Mat cameraMatrix(Intrinsics camera) {
    return matrix(3, camera.fx(), 0, camera.cx(), 0, camera.fy(), camera.cy(), 0, 0, 1);
  }

  private static Mat matrix(int columns, double... values) {
    Mat mat = new Mat(values.length / columns, columns, opencv_core.CV_64F);
    mat.<DoubleBuffer>createBuffer().put(values);
    return mat;
  }

  /** Native memory that the pixels pass through. */
  private static final class NativeImages {
    final Mat source;
    final Mat out;
    final ByteBuffer sourceBytes;
    final ByteBuffer outBytes;

    NativeImages(int width, int height, int channels) {
      int type = opencv_core.CV_8UC(channels);
      source = new Mat(height, width, type);
      out = new Mat(height, width, type);
      sourceBytes = source.createBuffer();
      outBytes = out.createBuffer();
    }

    void close() {
      source.close();
      out.close();
    }
  }
}
