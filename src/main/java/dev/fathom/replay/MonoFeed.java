package dev.fathom.replay;

import dev.fathom.bag.Connection;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.ImageDecoder.StampedImage;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Single images, each with the calibration and the measured depth that held when it came. */
final class MonoFeed implements FrameFeed {
  private final CameraTopics.Camera camera;
  private final CalibrationTrack calibration;
  private final @Nullable MeasuredTrack measured;
  private final FrameRunner<MonoFrame> runner;
  private final ImageDecoder decoder = new ImageDecoder();

  MonoFeed(
      CameraTopics.Camera camera,
      CalibrationTrack calibration,
      @Nullable MeasuredTrack measured,
      FrameRunner<MonoFrame> runner) {
    this.camera = camera;
    this.calibration = calibration;
    this.measured = measured;
    this.runner = runner;
  }

  @Override
  public Map<String, String> topics() {
    Map<String, String> topics = new LinkedHashMap<>();
    topics.put("image", camera.topic());
    topics.put("camera_info", camera.infoTopic());
    if (measured != null) {
      topics.put("measured_depth", measured.topic());
    }
    return topics;
  }

  @Override
  public void message(Connection connection, byte[] bytes, int offset, int length)
      throws IOException {
    if (connection.topic().equals(camera.infoTopic())) {
      calibration.update(bytes, offset, length).ifPresent(runner::damaged);
      return;
    }
    if (measured != null && connection.topic().equals(measured.topic())) {
      measured.update(connection, bytes, offset, length).ifPresent(runner::damaged);
      return;
    }
    runner.arrived();
    Optional<CameraCalibration> lens = calibration.calibration();
    if (lens.isEmpty()) {
      runner.drop(DropReason.NO_CAMERA_INFO, "nothing usable on " + camera.infoTopic());
      return;
    }
    runner.begin();
    StampedImage image;
    try {
      image = decoder.decode(connection.type(), bytes, offset, length);
    } catch (RuntimeException e) {
      runner.drop(DropReason.MALFORMED_IMAGE, camera.topic() + ": " + e.getMessage());
      return;
    }
    String where = camera.topic() + " at stamp " + image.stampNanos();
    MeasuredPoints points = null;
    if (measured != null) {
      try {
        points = measured.seenBy(lens.get()).orElse(null);
      } catch (RuntimeException e) {
        runner.drop(DropReason.NO_MEASURED_DEPTH, where + ": " + e.getMessage());
        return;
      }
      if (points == null) {
        runner.drop(DropReason.NO_MEASURED_DEPTH, where + ": nothing yet on " + measured.topic());
        return;
      }
    }
    MonoFrame frame;
    try {
      frame = new MonoFrame(image.stampNanos(), image.image(), lens.get(), points);
    } catch (IllegalArgumentException e) {
      runner.drop(DropReason.SIZE_MISMATCH, where + ": " + e.getMessage());
      return;
    }
    runner.run(frame, where);
  }

  @Override
  public void end() {
    // Every image was used when it came.
  }

  @Override
  public FrameRunner<MonoFrame> runner() {
    return runner;
  }
}
