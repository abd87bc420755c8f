package dev.fathom.replay;

import dev.fathom.bag.Connection;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.image.ImageView;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
  private @Nullable StereoCalibration announced;

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
  public void message(Connection connection, byte[] bytes, int offset, int length)
      throws IOException {
    String topic = connection.topic();
    if (topic.equals(leftInfo.topic())) {
      leftInfo.update(bytes, offset, length).ifPresent(runner::damaged);
    } else if (topic.equals(rightInfo.topic())) {
      rightInfo.update(bytes, offset, length).ifPresent(runner::damaged);
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
    PendingImages.Pending partner = (isLeft ? rights : lefts).takeNear(stamp);
    if (partner == null) {
      Long unpaired = (isLeft ? lefts : rights).add(stamp, bytes, offset, length);
      // A frame is counted once, by its left image.
      if (unpaired != null && isLeft) {
        runner.drop(DropReason.UNPAIRED, connection.topic() + " at stamp " + unpaired);
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
    StereoCalibration rig;
    try {
      rig = geometry.of(leftLens.get(), rightLens.get(), left.stampNanos());
    } catch (IllegalArgumentException e) {
      runner.drop(DropReason.NO_BASELINE, where + ": " + e.getMessage());
      return;
    }
    announce(rig, left.stampNanos());
    runner.begin();
    ImageView leftImage = decode(leftDecoder, pair.left(), left);
    ImageView rightImage = leftImage == null ? null : decode(rightDecoder, pair.right(), right);
    if (leftImage == null || rightImage == null) {
      return;
    }
    StereoFrame frame;
    try {
      frame = new StereoFrame(left.stampNanos(), leftImage, rightImage, rig);
    } catch (IllegalArgumentException e) {
      runner.drop(DropReason.SIZE_MISMATCH, where + ": " + e.getMessage());
      return;
    }
    runner.run(frame, where);
  }

  /** Says once where the depth of a pair lies that Fathom rectifies itself. */
  private void announce(StereoCalibration rig, long stampNanos) throws IOException {
    if (rig != announced) {
      announced = rig;
      if (rig.rectifiedFrame().isPresent()) {
        runner.announce(rig.rectifiedFrame().get(), stampNanos);
      }
    }
  }

  /** The pixels of one side; null where they do not decode, and the frame is dropped. */
  private @Nullable ImageView decode(
      ImageDecoder decoder, CameraTopics.Camera camera, PendingImages.Pending image) {
    try {
      return decoder.decode(camera.type(), image.bytes(), image.offset(), image.length()).image();
    } catch (RuntimeException e) {
      String where = camera.topic() + " at stamp " + image.stampNanos();
      runner.drop(DropReason.MALFORMED_IMAGE, where + ": " + e.getMessage());
      return null;
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
