package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;

/** sensor_msgs/Image to our image views and back. */
public final class ImageMessages {
  private ImageMessages() {}

  /**
   * The pixels of a message, where they lie.
   *
   * @throws MalformedDataException if the encoding is not known, or the data is shorter than the
   *     sizes in the message say; the offset is that of the pixels in their array
   */
  public static ImageView view(Image message) {
    Bytes data = message.data();
    try {
      return new ImageView(
          PixelEncoding.named(message.encoding()),
          message.width(),
          message.height(),
          message.step(),
          message.isBigendian() != 0,
          data.array(),
          data.offset(),
          data.length());
    } catch (IllegalArgumentException e) {
      throw new MalformedDataException(data.offset(), "sensor_msgs/msg/Image: " + e.getMessage());
    }
  }

  /**
   * A message of rows without padding, little-endian.
   *
   * @param data the pixels, or {@link Bytes#reserved} room of {@link #dataBytes} for them
   */
  public static Image message(
      Header header, PixelEncoding encoding, int width, int height, Bytes data) {
    int expected = dataBytes(encoding, width, height);
    if (data.length() != expected) {
      throw new IllegalArgumentException(
          encoding.rosName()
              + " image of "
              + width
              + "x"
              + height
              + " has "
              + expected
              + " bytes, found "
              + data.length());
    }
    int step = width * encoding.bytesPerPixel();
    return new Image(header, height, width, encoding.rosName(), 0, step, data);
  }

  /** How many bytes the pixels of an image take when its rows have no padding. */
  public static int dataBytes(PixelEncoding encoding, int width, int height) {
    int rows = encoding == PixelEncoding.NV12 ? height + height / 2 : height;
    return Math.multiplyExact(Math.multiplyExact(width, encoding.bytesPerPixel()), rows);
  }
}
