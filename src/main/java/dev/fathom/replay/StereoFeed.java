package dev.fathom.replay;

import dev.fathom.bag.Connection;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.pipeline.ImageDecoder;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of images with one stamp, each pair with the calibration that held when its second image
 * came.
 */
final class StereoFeed implements FrameFeed {
  private final CameraTopics.Pair pair;
  private final CalibrationTrack leftInfo;
  private final CalibrationTrack rightInfo;
  private final StereoGeometry geometry;
  private final FrameRunner<StereoFrame> runner;
  private final PendingImages lefts = new PendingImages();
  private final PendingImages rights = new PendingImages();
  private final ImageDecoder leftDecoder = new ImageDecoder();
  private final ImageDecoder rightDecoder = new ImageDecoder();

  StereoFeed(
      CameraTopics.Pair pair,
      CalibrationTrack leftInfo,
      CalibrationTrack rightInfo,
      StereoGeometry geometry,
      FrameRunner<StereoFrame> runner) {
    this.pair = pair;
    this.leftInfo = leftInfo;
    this.rightInfo = rightInfo;
    this.geometry = geometry;
    this.runner = runner;
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
  public Set<String> frameTopics() {
    return Set.of(pair.left().topic());
  }

  @Override
  public void message(Connection connection, byte[] bytes, int offset, int length)
      throws IOException {
    String topic = connection.topic();
    if (topic.equals(leftInfo.topic())) {
      leftInfo.update(bytes, offset, length);
    } else if (topic.equals(rightInfo.topic())) {
      rightInfo.update(bytes, offset, length);
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
      dropIf(isLeft, DropReason.MALFORMED_IMAGE, connection.topic() + ": " + e.getMessage());
      return;
    }
    PendingImages.Pending partner = (isLeft ? rights : lefts).takeNear(stamp);
    if (partner == null) {
      Long unpaired = (isLeft ? lefts : rights).add(stamp, bytes, offset, length);
      if (unpaired != null) {
        dropIf(isLeft, DropReason.UNPAIRED, connection.topic() + " at stamp " + unpaired);
      }
      return;
    }
    PendingImages.Pending here = PendingImages.Pending.view(stamp, bytes, offset, length);
    pair(isLeft ? here : partner, isLeft ? partner : here);
    partner.release();
  }

  private void pair(PendingImages.Pending left, PendingImages.Pending right) throws IOException {
    String where = pair.left().topic() + " at stamp " + left.stampNanos();
    Optional<CameraCalibration> leftLens = leftInfo.calibration();
    Optional<CameraCalibration> rightLens = rightInfo.calibration();
    if (leftLens.isEmpty() || rightLens.isEmpty()) {
      String missing = (leftLens.isEmpty() ? leftInfo : rightInfo).topic();
      runner.drop(DropReason.NO_CAMERA_INFO, where + ": nothing usable on " + missing);
      return;
    }
    runner.begin();
    StereoFrame frame;
    try {
      frame =
          new StereoFrame(
              left.stampNanos(),
              leftDecoder
                  .decode(pair.left().type(), left.bytes(), left.offset(), left.length())
                  .image(),
              rightDecoder
                  .decode(pair.right().type(), right.bytes(), right.offset(), right.length())
                  .image(),
              geometry.of(leftLens.get(), rightLens.get(), left.stampNanos()));
    } catch (MalformedDataException | IllegalArgumentException e) {
      runner.drop(DropReason.MALFORMED_IMAGE, where + ": " + e.getMessage());
      return;
    }
    runner.run(frame, where);
  }

  private void dropIf(boolean isLeft, DropReason reason, String explanation) {
    // A frame is counted once, by its left image.
    if (isLeft) {
      runner.drop(reason, explanation);
    }
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
