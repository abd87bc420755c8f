package dev.fathom.pipeline;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelConverter;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An estimate from the images that another process published of it: the same products follow from
 * it as from the estimate itself. Threads: one at a time. Cost: no allocation once the buffers have
 * their size.
 */
public final class ReceivedEstimate implements AutoCloseable {
  private static final byte WHITE = -1;

  private final PixelConverter converter = new PixelConverter();
  private final CameraImage camera = new CameraImage();
  private @Nullable CameraCalibration colourCamera;
  private @Nullable Rectifier rectifier;

  /** Time, frame and camera of the depth. */
  public void describe(long stampNanos, String frameId, Intrinsics intrinsics, DepthEstimate out) {
    out.describe(stampNanos, frameId, intrinsics, null);
  }

  /**
   * Reads depth and σ.
   *
   * @param sigma null where none was published
   * @throws IllegalArgumentException if they are no such images, or their sizes disagree with each
   *     other or with the camera
   */
  public void depth(ImageView depth, @Nullable ImageView sigma, DepthEstimate out) {
    converter.toFloatDepth(depth, out.depth());
    requireSize("depth", out.depth(), out.intrinsics());
    out.hasSigma(sigma != null);
    if (sigma != null) {
      converter.toFloatDepth(sigma, out.sigma());
      requireSize("sigma", out.sigma(), out.intrinsics());
    } else {
      Arrays.fill(out.sigma().reshape(out.depth().width(), out.depth().height()).data(), Float.NaN);
    }
  }

  private static void requireSize(String what, FloatImage image, Intrinsics camera) {
    if (image.width() != camera.width() || image.height() != camera.height()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %dx%d, but its camera_info speaks of %dx%d",
              what, image.width(), image.height(), camera.width(), camera.height()));
    }
  }

  /**
   * Rectifies the picture that the depth was estimated from.
   *
   * @param calibration the camera that took it
   * @throws IllegalArgumentException if the rectified picture is not as large as the depth
   */
  public void colour(ImageView picture, CameraCalibration calibration, DepthEstimate out) {
    Rectifier lens = lens(calibration);
    camera.decode(picture, lens, out.colour());
    camera.rectify(lens, out.colour());
    Image8 colour = out.colour();
    if (colour.width() != out.depth().width() || colour.height() != out.depth().height()) {
      throw new IllegalArgumentException(
          String.format(
              "the rectified picture is %dx%d, but depth is %dx%d",
              colour.width(), colour.height(), out.depth().width(), out.depth().height()));
    }
  }

  /** Points are white where there is no picture. */
  public void withoutColour(DepthEstimate out) {
    Image8 colour = out.colour().reshape(out.depth().width(), out.depth().height(), 1);
    Arrays.fill(colour.data(), 0, colour.size(), WHITE);
  }

  private Rectifier lens(CameraCalibration calibration) {
    Rectifier current = rectifier;
    if (current == null || !calibration.equals(colourCamera)) {
      Rectifier next = new Rectifier(calibration);
      if (current != null) {
        current.close();
      }
      rectifier = next;
      colourCamera = calibration;
      return next;
    }
    return current;
  }

  @Override
  public void close() {
    if (rectifier != null) {
      rectifier.close();
    }
    camera.close();
    converter.close();
  }
}
