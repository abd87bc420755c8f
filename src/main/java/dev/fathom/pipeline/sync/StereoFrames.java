package dev.fathom.pipeline.sync;

import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.image.ImageView;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pairs of images with one stamp, each pair with the calibration that held when its second image
 * came. Messages are valid during the call that brings them. Threads: one at a time.
 */
public final class StereoFrames {
  private final CameraTopics.Pair pair;
  private final CalibrationTrack leftInfo;
  private final CalibrationTrack rightInfo;
  private final StereoGeometry geometry;
  private final FrameSink<StereoFrame> sink;
  private final ImageDecoder leftDecoder = new ImageDecoder();
  private final ImageDecoder rightDecoder = new ImageDecoder();
  private @Nullable StereoCalibration announced;

  /** One image message. */
  public interface ImageBytes extends StampQueue.Stamped {
    /** {@link ImageDecoder#RAW} or {@link ImageDecoder#COMPRESSED}. */
    String type();

    /** Holds the message in CDR. */
    byte[] bytes();

    /** Where it begins. */
    int offset();

    /** How long it is. */
    int length();
  }

  public StereoFrames(
      CameraTopics.Pair pair,
      CalibrationTrack leftInfo,
      CalibrationTrack rightInfo,
      StereoGeometry geometry,
      FrameSink<StereoFrame> sink) {
    this.pair = pair;
    this.leftInfo = leftInfo;
    this.rightInfo = rightInfo;
    this.geometry = geometry;
    this.sink = sink;
  }

  /** A camera_info of the left camera came. */
  public void leftInfo(byte[] bytes, int offset, int length) {
    leftInfo.update(bytes, offset, length).ifPresent(sink::damaged);
  }

  /** A camera_info of the right camera came. */
  public void rightInfo(byte[] bytes, int offset, int length) {
    rightInfo.update(bytes, offset, length).ifPresent(sink::damaged);
  }

  /** Two images of one time came. */
  public void pair(ImageBytes left, ImageBytes right) throws IOException {
    Optional<CameraCalibration> leftLens = leftInfo.calibration();
    Optional<CameraCalibration> rightLens = rightInfo.calibration();
    if (leftLens.isEmpty() || rightLens.isEmpty()) {
      CalibrationTrack missing = leftLens.isEmpty() ? leftInfo : rightInfo;
      sink.drop(
          DropReason.NO_CAMERA_INFO,
          where(left) + missing.problem().orElse("nothing usable on " + missing.topic()));
      return;
    }
    StereoCalibration rig;
    try {
      rig = geometry.of(leftLens.get(), rightLens.get(), left.stampNanos());
    } catch (IllegalArgumentException e) {
      sink.drop(DropReason.NO_BASELINE, where(left) + e.getMessage());
      return;
    }
    announce(rig, left.stampNanos());
    sink.begin();
    ImageView leftImage = decode(leftDecoder, pair.left(), left);
    ImageView rightImage = leftImage == null ? null : decode(rightDecoder, pair.right(), right);
    if (leftImage == null || rightImage == null) {
      return;
    }
    StereoFrame frame;
    try {
      frame = new StereoFrame(left.stampNanos(), leftImage, rightImage, rig);
    } catch (IllegalArgumentException e) {
      sink.drop(DropReason.SIZE_MISMATCH, where(left) + e.getMessage());
      return;
    }
    sink.frame(frame, pair.left().topic(), left.stampNanos());
  }

  /** Time went back: a baseline from TF is looked up again. */
  public void timeJumped() {
    geometry.timeJumped();
  }

  private String where(ImageBytes left) {
    return pair.left().topic() + " at stamp " + left.stampNanos() + ": ";
  }

  /** Says once where the depth of a pair lies that Fathom rectifies itself. */
  private void announce(StereoCalibration rig, long stampNanos) throws IOException {
    if (rig != announced) {
      announced = rig;
      if (rig.rectifiedFrame().isPresent()) {
        sink.announce(rig.rectifiedFrame().get(), stampNanos);
      }
    }
  }

  /** The pixels of one side; null where they do not decode, and the frame is dropped. */
  private @Nullable ImageView decode(
      ImageDecoder decoder, CameraTopics.Camera camera, ImageBytes image) {
    try {
      return decoder.decode(image.type(), image.bytes(), image.offset(), image.length()).image();
    } catch (RuntimeException e) {
      String where = camera.topic() + " at stamp " + image.stampNanos();
      sink.drop(DropReason.MALFORMED_IMAGE, where + ": " + e.getMessage());
      return null;
    }
  }
}
