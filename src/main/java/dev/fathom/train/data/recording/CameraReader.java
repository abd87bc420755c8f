package dev.fathom.train.data.recording;

import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.image.Image8;
import dev.fathom.image.PixelConverter;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import java.io.IOException;

/** The rectified pictures of one camera of a recording. */
final class CameraReader {
  private final TopicIndex index;
  private final Rectifier rectifier;
  private final ImageDecoder decoder = new ImageDecoder();
  private final PixelConverter converter = new PixelConverter();
  private final Image8 delivered = new Image8();

  CameraReader(TopicIndex index, CameraCalibration calibration) {
    this.index = index;
    this.rectifier = new Rectifier(calibration);
  }

  /** The picture of a stamp, RGB. */
  Image8 read(long stampNanos) throws IOException {
    Image8 rectified = new Image8();
    try {
      index.read(
          stampNanos,
          (type, bytes, offset, length) -> {
            converter.toRgb(decoder.decode(type, bytes, offset, length).image(), delivered);
            rectifier.rectify(delivered, rectified);
          });
    } catch (MalformedDataException | IllegalArgumentException e) {
      throw new IOException(index.topic() + " at stamp " + stampNanos + ": " + e.getMessage(), e);
    }
    return rectified;
  }
}
