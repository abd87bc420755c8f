package dev.fathom.codec;

import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.Image;
import dev.fathom.image.Image8;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;

/**
 * Raw and compressed image messages, seen alike.
 *
 * <p>Threads: one at a time; what {@link #decode} returns is valid until the next call and as long
 * as the message's bytes.
 */
public final class ImageDecoder {
  public static final String RAW = "sensor_msgs/msg/Image";
  public static final String COMPRESSED = "sensor_msgs/msg/CompressedImage";

  private static final MessageCodec<Image> RAW_CODEC = MessageCodec.of(Image.class);
  private static final MessageCodec<CompressedImage> COMPRESSED_CODEC =
      MessageCodec.of(CompressedImage.class);

  private final Image8 decompressed = new Image8();

  /** An image with its header. */
  public record StampedImage(long stampNanos, String frameId, ImageView image) {}

  public static boolean reads(String type) {
    return type.equals(RAW) || type.equals(COMPRESSED);
  }

  /**
   * Decodes one message.
   *
   * @throws MalformedDataException if the bytes are not such a message, or no JPEG or PNG
   * @throws IllegalArgumentException if its fields contradict each other, or its encoding is
   *     unknown
   */
  public StampedImage decode(String type, byte[] bytes, int offset, int length) {
    if (type.equals(RAW)) {
      Image message = RAW_CODEC.decode(bytes, offset, length);
      return new StampedImage(
          message.header().stamp().nanos(),
          message.header().frameId(),
          ImageMessages.view(message));
    }
    if (!type.equals(COMPRESSED)) {
      throw new IllegalArgumentException("no image type: " + type);
    }
    CompressedImage message = COMPRESSED_CODEC.decode(bytes, offset, length);
    CompressedImages.decode(message, decompressed);
    PixelEncoding encoding =
        decompressed.channels() == 1 ? PixelEncoding.MONO8 : PixelEncoding.RGB8;
    ImageView view =
        new ImageView(
            encoding,
            decompressed.width(),
            decompressed.height(),
            decompressed.width() * decompressed.channels(),
            false,
            decompressed.data(),
            0,
            decompressed.size());
    return new StampedImage(message.header().stamp().nanos(), message.header().frameId(), view);
  }

  /** Only the stamp, without decompressing anything. */
  public static long stampNanos(String type, byte[] bytes, int offset, int length) {
    return type.equals(RAW)
        ? RAW_CODEC.decode(bytes, offset, length).header().stamp().nanos()
        : COMPRESSED_CODEC.decode(bytes, offset, length).header().stamp().nanos();
  }
}
