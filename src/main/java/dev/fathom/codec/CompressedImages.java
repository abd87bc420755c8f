package dev.fathom.codec;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.image.Image8;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** sensor_msgs/CompressedImage to pixels: JPEG and PNG, of 8 bits a channel. */
public final class CompressedImages {
  private static final int MOST_PIXELS = 64 << 20;

  private CompressedImages() {}

  /**
   * Decodes a picture into {@code out}: one channel if it is grey, otherwise R, G, B. A rotation
   * noted by the camera is not applied: the calibration is that of the pixels as they are.
   *
   * @throws MalformedDataException if it is neither a whole JPEG nor a whole PNG, has more than 64
   *     Mi pixels, or does not decode; the offset counts from the picture's first byte
   */
  public static void decode(CompressedImage message, Image8 out) {
    Bytes file = message.data();
    try {
      decode(file, checked(PictureHeader.of(file)), out);
    } catch (MalformedDataException e) {
      throw new MalformedDataException(
          e.offset(), "compressed image of format '" + message.format() + "': " + e.reason());
    }
  }

  private static PictureHeader checked(PictureHeader header) {
    long pixels = (long) header.width() * header.height();
    if (header.width() <= 0 || header.height() <= 0 || pixels > MOST_PIXELS) {
      throw new MalformedDataException(
          0,
          "a picture of 1 to "
              + MOST_PIXELS
              + " pixels expected, found "
              + Integer.toUnsignedString(header.width())
              + "x"
              + Integer.toUnsignedString(header.height()));
    }
    return header;
  }

  private static void decode(Bytes file, PictureHeader header, Image8 out) {
    int kind = header.grey() ? IMREAD_GRAYSCALE : IMREAD_COLOR;
    try (BytePointer bytes = new BytePointer(file.length());
        Mat input = new Mat(1, file.length(), CV_8UC1, bytes)) {
      bytes.put(file.array(), file.offset(), file.length());
      try (Mat picture = imdecode(input, kind | IMREAD_IGNORE_ORIENTATION)) {
        if (picture.cols() != header.width() || picture.rows() != header.height()) {
          throw new MalformedDataException(0, "the picture does not decode");
        }
        copy(picture, out);
      }
    }
  }

  private static void copy(Mat picture, Image8 out) {
    if (picture.channels() > 1) {
      cvtColor(picture, picture, COLOR_BGR2RGB);
    }
    out.reshape(picture.cols(), picture.rows(), picture.channels());
    picture.data().get(out.data(), 0, out.size());
  }
}
