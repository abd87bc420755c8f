package dev.fathom.train.data.recording;

import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelConverter;
import dev.fathom.sensor.CameraCalibration;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The depth images of a recording, as the rectified camera sees them. */
final class DepthReader {
  private final TopicIndex index;
  private final @Nullable RectifiedDepth rectified;
  private final ImageDecoder decoder = new ImageDecoder();
  private final PixelConverter converter = new PixelConverter();

  /**
   * @param calibration of the camera that the depth is registered with
   */
  DepthReader(TopicIndex index, CameraCalibration calibration) {
    this.index = index;
    this.rectified = calibration.isRectified() ? null : new RectifiedDepth(calibration);
  }

  FloatImage read(long stampNanos) throws IOException {
    FloatImage depth = new FloatImage();
    try {
      index.read(
          stampNanos,
          (type, bytes, offset, length) ->
              converter.toFloatDepth(decoder.decode(type, bytes, offset, length).image(), depth));
      return rectified == null ? depth : rectified.rectify(depth);
    } catch (MalformedDataException | IllegalArgumentException e) {
      throw new IOException(index.topic() + " at stamp " + stampNanos + ": " + e.getMessage(), e);
    }
  }
}
