package dev.fathom.record;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.image.Image8;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** Colour pictures as JPEG. */
final class JpegEncoder {
  /** High enough that stereo matching does not see the blocks. */
  private static final int QUALITY = 93;

  Bytes encode(Image8 rgb) {
    try (BytePointer pixels = new BytePointer(rgb.data());
        Mat picture = new Mat(rgb.height(), rgb.width(), opencv_core.CV_8UC3, pixels);
        Mat bgr = new Mat();
        BytePointer file = new BytePointer();
        IntPointer quality = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY)) {
      opencv_imgproc.cvtColor(picture, bgr, opencv_imgproc.COLOR_RGB2BGR);
      if (!opencv_imgcodecs.imencode(".jpg", bgr, file, quality)) {
        throw new IllegalStateException("OpenCV does not encode JPEG");
      }
      byte[] bytes = new byte[(int) file.limit()];
      file.get(bytes);
      return Bytes.of(bytes);
    }
  }
}
