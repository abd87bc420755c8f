package dev.fathom.depth;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import dev.fathom.image.Image8;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** An image to the bytes of a PNG file. Threads: pure. */
public final class PngEncoder {
  private PngEncoder() {}

  /** Encodes a picture of three channels (R, G, B) or one. */
  public static byte[] encode(Image8 image) {
    if (image.channels() != 1 && image.channels() != 3) {
      throw new IllegalArgumentException("channels must be 1 or 3, found " + image.channels());
    }
    int type = image.channels() == 3 ? CV_8UC3 : CV_8UC1;
    try (Mat picture = new Mat(image.height(), image.width(), type);
        BytePointer png = new BytePointer()) {
      picture.data().put(image.data(), 0, image.size());
      if (image.channels() == 3) {
        cvtColor(picture, picture, COLOR_RGB2BGR);
      }
      if (!imencode(".png", picture, png)) {
        throw new IllegalStateException(
            "OpenCV could not encode " + image.width() + "x" + image.height() + " as PNG");
      }
      byte[] bytes = new byte[Math.toIntExact(png.limit())];
      png.get(bytes);
      return bytes;
    }
  }
}
