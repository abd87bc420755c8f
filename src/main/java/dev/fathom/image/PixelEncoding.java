package dev.fathom.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The image encodings of sensor_msgs/image_encodings.hpp that Fathom reads. */
public enum PixelEncoding {
  MONO8("mono8", 1, 1),
  MONO16("mono16", 1, 2),
  RGB8("rgb8", 3, 3),
  BGR8("bgr8", 3, 3),
  RGBA8("rgba8", 4, 4),
  BGRA8("bgra8", 4, 4),
  BAYER_RGGB8("bayer_rggb8", 1, 1),
  BAYER_BGGR8("bayer_bggr8", 1, 1),
  BAYER_GBRG8("bayer_gbrg8", 1, 1),
  BAYER_GRBG8("bayer_grbg8", 1, 1),
  YUV422_UYVY("yuv422", 2, 2),
  YUV422_YUYV("yuv422_yuy2", 2, 2),
  NV12("nv12", 1, 1),
  U8C1("8UC1", 1, 1),
  U8C3("8UC3", 3, 3),
  U16C1("16UC1", 1, 2),
  F32C1("32FC1", 1, 4);

  private static final PixelEncoding[] ALL = values();

  private final String rosName;
  private final int channels;
  private final int bytesPerPixel;

  PixelEncoding(String rosName, int channels, int bytesPerPixel) {
    this.rosName = rosName;
    this.channels = channels;
    this.bytesPerPixel = bytesPerPixel;
  }

  /**
   * The encoding of that name, or of one of the other names that camera drivers give it.
   *
   * @throws IllegalArgumentException if there is none; its message lists the known ones
   */
  public static PixelEncoding named(String name) {
    for (PixelEncoding encoding : ALL) {
      if (encoding.rosName.equals(name)) {
        return encoding;
      }
    }
    return switch (name) {
      case "yuyv", "yuv422_yuyv", "yuyv422" -> YUV422_YUYV;
      case "uyvy", "yuv422_uyvy", "uyvy422" -> YUV422_UYVY;
      default ->
          throw new IllegalArgumentException(
              "image encoding '"
                  + name
                  + "' is unknown; known: "
                  + Arrays.stream(ALL)
                      .map(PixelEncoding::rosName)
                      .collect(Collectors.joining(", ")));
    };
  }

  /** The name in the {@code encoding} field of sensor_msgs/Image. */
  public String rosName() {
    return rosName;
  }

  public int channels() {
    return channels;
  }

  /**
   * Bytes of one pixel in a row; for {@link #NV12} of its luma plane, below which the chroma rows
   * follow.
   */
  public int bytesPerPixel() {
    return bytesPerPixel;
  }
}
