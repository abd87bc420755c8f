package dev.fathom.pipeline;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import org.jspecify.annotations.Nullable;

/**
 * What a pipeline makes of one frame, in buffers that the next frame uses again.
 *
 * <p>Frame: the rectified optical frame named by {@link #frameId} (REP 103). Units: metres;
 * disparity in pixels. Shape: all images are as large as the rectified camera image. Invalid: see
 * {@link dev.fathom.image.Depth}. Threads: one owner at a time.
 */
public final class DepthEstimate {
  private Image8 colour = new Image8();
  private FloatImage depth = new FloatImage();
  private FloatImage sigma = new FloatImage();
  private FloatImage disparity = new FloatImage();
  private long stampNanos;
  private String frameId = "";
  private @Nullable Intrinsics intrinsics;
  private @Nullable Baseline baseline;
  private boolean hasSigma = true;

  /**
   * Where a disparity comes from.
   *
   * @param metres distance between the two cameras
   * @param minDisparity smallest disparity that was searched, in pixels
   * @param maxDisparity largest disparity that was searched, in pixels
   */
  public record Baseline(double metres, double minDisparity, double maxDisparity) {}

  void describe(
      long newStampNanos,
      String newFrameId,
      Intrinsics newIntrinsics,
      @Nullable Baseline newBaseline) {
    stampNanos = newStampNanos;
    frameId = newFrameId;
    intrinsics = newIntrinsics;
    baseline = newBaseline;
  }

  /** Takes what {@code other} holds and gives it its own buffers to fill again. */
  void takeFrom(DepthEstimate other) {
    Image8 itsColour = other.colour;
    other.colour = colour;
    colour = itsColour;
    FloatImage itsDepth = other.depth;
    other.depth = depth;
    depth = itsDepth;
    FloatImage itsSigma = other.sigma;
    other.sigma = sigma;
    sigma = itsSigma;
    FloatImage itsDisparity = other.disparity;
    other.disparity = disparity;
    disparity = itsDisparity;
    hasSigma = other.hasSigma;
    describe(other.stampNanos, other.frameId, other.intrinsics(), other.baseline);
  }

  /** The input image's stamp. */
  public long stampNanos() {
    return stampNanos;
  }

  public String frameId() {
    return frameId;
  }

  /** The camera of every image here: rectified, at this size. */
  public Intrinsics intrinsics() {
    if (intrinsics == null) {
      throw new IllegalStateException("no frame was estimated yet");
    }
    return intrinsics;
  }

  /** The rectified image: RGB, or grey where the camera is. */
  public Image8 colour() {
    return colour;
  }

  /** Depth along the optical axis. */
  public FloatImage depth() {
    return depth;
  }

  /** Whether σ means anything: a network that predicts none leaves it unknown everywhere. */
  public boolean hasSigma() {
    return hasSigma;
  }

  void hasSigma(boolean predicted) {
    hasSigma = predicted;
  }

  /** Standard deviation of the depth. */
  public FloatImage sigma() {
    return sigma;
  }

  /** Disparity, where {@link #baseline} is there. */
  public FloatImage disparity() {
    return disparity;
  }

  /** The stereo rig that the disparity belongs to; null for a single camera. */
  public @Nullable Baseline baseline() {
    return baseline;
  }

  Baseline requireBaseline() {
    if (baseline == null) {
      throw new IllegalStateException("this estimate comes from a single camera");
    }
    return baseline;
  }
}
