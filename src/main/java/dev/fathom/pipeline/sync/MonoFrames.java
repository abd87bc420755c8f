package dev.fathom.pipeline.sync;

import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.ImageDecoder.StampedImage;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Single images, each with the calibration and the measured depth that held when it came. Messages
 * are valid during the call that brings them. Threads: one at a time.
 */
public final class MonoFrames {
  private final CameraTopics.Camera camera;
  private final CalibrationTrack calibration;
  private final @Nullable MeasuredTrack measured;
  private final FrameSink<MonoFrame> sink;
  private final ImageDecoder decoder = new ImageDecoder();

  /**
   * @param measured for a network that completes depth; null for one that sees it in the picture
   */
  public MonoFrames(
      CameraTopics.Camera camera,
      CalibrationTrack calibration,
      @Nullable MeasuredTrack measured,
      FrameSink<MonoFrame> sink) {
    this.camera = camera;
    this.calibration = calibration;
    this.measured = measured;
    this.sink = sink;
  }

  /** A camera_info came. */
  public void info(byte[] bytes, int offset, int length) {
    calibration.update(bytes, offset, length).ifPresent(sink::damaged);
  }

  /** Measured depth came. */
  public void measured(String type, byte[] bytes, int offset, int length) {
    if (measured != null) {
      measured.update(type, bytes, offset, length).ifPresent(sink::damaged);
    }
  }

  /** Time went back: what was measured before is of another time. */
  public void timeJumped() {
    if (measured != null) {
      measured.forget();
    }
  }

  /** An image came. */
  public void image(String type, byte[] bytes, int offset, int length) throws IOException {
    Optional<CameraCalibration> lens = calibration.calibration();
    if (lens.isEmpty()) {
      sink.drop(
          DropReason.NO_CAMERA_INFO,
          calibration.problem().orElse("nothing usable on " + camera.infoTopic()));
      return;
    }
    sink.begin();
    StampedImage image;
    try {
      image = decoder.decode(type, bytes, offset, length);
    } catch (RuntimeException e) {
      sink.drop(DropReason.MALFORMED_IMAGE, camera.topic() + ": " + e.getMessage());
      return;
    }
    MeasuredPoints points = null;
    if (measured != null) {
      try {
        points = measured.seenBy(lens.get(), image.stampNanos()).orElse(null);
      } catch (RuntimeException e) {
        sink.drop(DropReason.NO_MEASURED_DEPTH, where(image) + ": " + e.getMessage());
        return;
      }
      if (points == null) {
        sink.drop(
            DropReason.NO_MEASURED_DEPTH, where(image) + ": nothing yet on " + measured.topic());
        return;
      }
    }
    MonoFrame frame;
    try {
      frame = new MonoFrame(image.stampNanos(), image.image(), lens.get(), points);
    } catch (IllegalArgumentException e) {
      sink.drop(DropReason.SIZE_MISMATCH, where(image) + ": " + e.getMessage());
      return;
    }
    sink.frame(frame, camera.topic(), image.stampNanos());
  }

  private String where(StampedImage image) {
    return camera.topic() + " at stamp " + image.stampNanos();
  }
}
