package dev.fathom.bag.camera;

import dev.fathom.codec.Calibrations;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.sensor.CameraCalibration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A camera's calibration as its camera_info tells it, message by message.
 *
 * <p>The last good one holds; a message that repeats the one before but for its stamp costs a
 * comparison of bytes. Images that are rectified already share their camera_info with the raw ones:
 * for them it is P alone that counts, as of a camera without a lens, turned by nothing.
 */
public final class CalibrationTrack {
  private static final MessageCodec<CameraInfo> CODEC = MessageCodec.of(CameraInfo.class);

  /** Encapsulation header and stamp, which differ from message to message. */
  private static final int STAMP_END = 12;

  private final String topic;
  private final boolean imagesRectified;
  private byte[] last = new byte[0];
  private @Nullable CameraCalibration calibration;
  private @Nullable String problem;

  /**
   * @param topic the camera_info
   * @param imagesRectified whether the images that it is for are rectified already
   */
  public CalibrationTrack(String topic, boolean imagesRectified) {
    this.topic = topic;
    this.imagesRectified = imagesRectified;
  }

  public String topic() {
    return topic;
  }

  /**
   * Takes one message.
   *
   * @return why it cannot be used, if it cannot; the calibration before it stays
   */
  public Optional<String> update(byte[] bytes, int offset, int length) {
    if (length > STAMP_END
        && length == last.length
        && Arrays.equals(last, STAMP_END, length, bytes, offset + STAMP_END, offset + length)) {
      return Optional.empty();
    }
    last = Arrays.copyOfRange(bytes, offset, offset + length);
    try {
      CameraCalibration told = Calibrations.of(CODEC.decode(bytes, offset, length));
      calibration = imagesRectified ? told.rectified() : told;
      return Optional.empty();
    } catch (MalformedDataException | IllegalArgumentException e) {
      String reason = topic + ": " + e.getMessage();
      problem = reason;
      return Optional.of(reason);
    }
  }

  public Optional<CameraCalibration> calibration() {
    return Optional.ofNullable(calibration);
  }

  /** The last message that could not be used, and why. */
  public Optional<String> problem() {
    return Optional.ofNullable(problem);
  }
}
