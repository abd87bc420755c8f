package dev.fathom.replay;

import dev.fathom.bag.Connection;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.pipeline.sync.MeasuredTrack;
import dev.fathom.pipeline.sync.MonoFrames;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Single images of a recording, in its order. */
final class MonoFeed implements FrameFeed {
  private final CameraTopics.Camera camera;
  private final @Nullable MeasuredTrack measured;
  private final FrameRunner<MonoFrame> runner;
  private final MonoFrames frames;

  MonoFeed(
      CameraTopics.Camera camera,
      CalibrationTrack calibration,
      @Nullable MeasuredTrack measured,
      FrameRunner<MonoFrame> runner) {
    this.camera = camera;
    this.measured = measured;
    this.runner = runner;
    this.frames = new MonoFrames(camera, calibration, measured, runner);
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
      frames.info(bytes, offset, length);
    } else if (measured != null && connection.topic().equals(measured.topic())) {
      frames.measured(connection.type(), bytes, offset, length);
    } else {
      runner.arrived();
      frames.image(connection.type(), bytes, offset, length);
    }
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
