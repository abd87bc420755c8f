package dev.fathom.replay;

import dev.fathom.bag.Connection;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.pipeline.sync.StereoFrames;
import dev.fathom.pipeline.sync.StereoGeometry;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pairs of images of a recording, in the order in which their second images come. */
final class StereoFeed implements FrameFeed {
  private final CameraTopics.Pair pair;
  private final CalibrationTrack leftInfo;
  private final CalibrationTrack rightInfo;
  private final FrameRunner<StereoFrame> runner;
  private final StereoFrames frames;
  private final PendingImages lefts = new PendingImages();
  private final PendingImages rights = new PendingImages();

  StereoFeed(
      CameraTopics.Pair pair,
      CalibrationTrack leftInfo,
      CalibrationTrack rightInfo,
      StereoGeometry geometry,
      FrameRunner<StereoFrame> runner) {
    this.pair = pair;
    this.leftInfo = leftInfo;
    this.rightInfo = rightInfo;
    this.runner = runner;
    this.frames = new StereoFrames(pair, leftInfo, rightInfo, geometry, runner);
  }

  @Override
  public Map<String, String> topics() {
    Map<String, String> topics = new LinkedHashMap<>();
    topics.put("left", pair.left().topic());
    topics.put("right", pair.right().topic());
    topics.put("left_camera_info", leftInfo.topic());
    topics.put("right_camera_info", rightInfo.topic());
    return topics;
  }

  @Override
  public void message(Connection connection, byte[] bytes, int offset, int length)
      throws IOException {
    String topic = connection.topic();
    if (topic.equals(leftInfo.topic())) {
      frames.leftInfo(bytes, offset, length);
    } else if (topic.equals(rightInfo.topic())) {
      frames.rightInfo(bytes, offset, length);
    } else {
      image(topic.equals(pair.left().topic()), connection, bytes, offset, length);
    }
  }

  private void image(boolean isLeft, Connection connection, byte[] bytes, int offset, int length)
      throws IOException {
    if (isLeft) {
      runner.arrived();
    }
    long stamp;
    try {
      stamp = ImageDecoder.stampNanos(connection.type(), bytes, offset, length);
    } catch (MalformedDataException e) {
      String explanation = connection.topic() + ": " + e.getMessage();
      if (isLeft) {
        runner.drop(DropReason.MALFORMED_IMAGE, explanation);
      } else {
        // Its left image will be dropped for having no partner, which alone would not be a loss.
        runner.damaged(explanation);
      }
      return;
    }
    var here = PendingImages.Pending.view(stamp, connection.type(), bytes, offset, length);
    PendingImages.Pending partner = (isLeft ? rights : lefts).takeNear(stamp);
    if (partner == null) {
      Long unpaired = (isLeft ? lefts : rights).add(here);
      // A frame is counted once, by its left image.
      if (unpaired != null && isLeft) {
        runner.drop(DropReason.UNPAIRED, connection.topic() + " at stamp " + unpaired);
      }
      return;
    }
    frames.pair(isLeft ? here : partner, isLeft ? partner : here);
    partner.release();
  }

  @Override
  public void end() {
    @Nullable Long stamp;
    while ((stamp = lefts.removeOldest()) != null) {
      runner.drop(DropReason.UNPAIRED, pair.left().topic() + " at stamp " + stamp);
    }
  }

  @Override
  public FrameRunner<StereoFrame> runner() {
    return runner;
  }
}
