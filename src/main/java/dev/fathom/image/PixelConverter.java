package dev.fathom.image;

import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerBG2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerBG2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGB2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGB2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGR2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerGR2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRG2GRAY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_BayerRG2RGB;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_NV12;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_UYVY;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2RGB_YUYV;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Images as messages carry them to the three kinds that kernels work on: colour, grey and depth.
 *
 * <p>Rows may be padded, and pixels of 16 and 32 bits may be big-endian. Three 8-bit channels
 * without a named order (8UC3) are taken as B, G, R, as RViz does. 16-bit grey keeps its high byte.
 * YUV is BT.601 video range; its grey is the Y plane as it is. An encoding that has no meaning for
 * the request is refused by name. Threads: one owner at a time. Cost: rgb8 without padding is one
 * copy; Bayer and YUV go through OpenCV, the rest is one pass; nothing is allocated once the size
 * has settled. Only Bayer and YUV take native memory, which {@link #close} gives back.
 */
public final class PixelConverter implements AutoCloseable {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final OpenCvColour colour = new OpenCvColour();

  /** Colour, three channels; a grey picture is repeated in all three. */
  public void toRgb(ImageView in, Image8 out) {
    out.reshape(in.width(), in.height(), 3);
    switch (in.encoding()) {
      case RGB8 -> PackedPixels.copyRows(in, in.width() * 3, out.data());
      case RGBA8 -> packedToRgb(in, false, out);
      case BGR8, BGRA8, U8C3 -> packedToRgb(in, true, out);
      case MONO8, U8C1 -> greyToRgb(in, 0, out);
      case MONO16 -> greyToRgb(in, highByte(in), out);
      case BAYER_RGGB8 -> mosaic(in, COLOR_BayerBG2RGB, out);
      case BAYER_BGGR8 -> mosaic(in, COLOR_BayerRG2RGB, out);
      case BAYER_GBRG8 -> mosaic(in, COLOR_BayerGR2RGB, out);
      case BAYER_GRBG8 -> mosaic(in, COLOR_BayerGB2RGB, out);
      case YUV422_UYVY -> yuv(in, in.height(), COLOR_YUV2RGB_UYVY, out);
      case YUV422_YUYV -> yuv(in, in.height(), COLOR_YUV2RGB_YUYV, out);
      case NV12 -> yuv(in, in.height() * 3 / 2, COLOR_YUV2RGB_NV12, out);
      case U16C1, F32C1 -> throw refused(in, "a colour picture");
    }
  }

  /** Grey, one channel: BT.601 luma of colour. */
  public void toGrey(ImageView in, Image8 out) {
    out.reshape(in.width(), in.height(), 1);
    switch (in.encoding()) {
      case RGB8, RGBA8 -> packedToLuma(in, false, out);
      case BGR8, BGRA8, U8C3 -> packedToLuma(in, true, out);
      case MONO8, U8C1, NV12 -> PackedPixels.copyRows(in, in.width(), out.data());
      case MONO16 -> everyOther(in, highByte(in), out);
      case YUV422_UYVY -> everyOther(in, 1, out);
      case YUV422_YUYV -> everyOther(in, 0, out);
      case BAYER_RGGB8 -> mosaic(in, COLOR_BayerBG2GRAY, out);
      case BAYER_BGGR8 -> mosaic(in, COLOR_BayerRG2GRAY, out);
      case BAYER_GBRG8 -> mosaic(in, COLOR_BayerGR2GRAY, out);
      case BAYER_GRBG8 -> mosaic(in, COLOR_BayerGB2GRAY, out);
      case U16C1, F32C1 -> throw refused(in, "a grey picture");
    }
  }

  /**
   * Depth by the rule of {@link Depth}: 16UC1 (or mono16, as some drivers say) in millimetres,
   * 32FC1 in metres. Zero and negative depths become unknown.
   */
  public void toFloatDepth(ImageView in, FloatImage out) {
    out.reshape(in.width(), in.height());
    for (int y = 0; y < in.height(); y++) {
      int from = in.offset() + y * in.step();
      switch (in.encoding()) {
        case U16C1, MONO16 -> rowOfMillimetres(in, from, out.data(), y * in.width());
        case F32C1 -> rowOfMetres(in, from, out.data(), y * in.width());
        default -> throw refused(in, "depth");
      }
    }
  }

  private static void rowOfMillimetres(ImageView in, int from, float[] out, int to) {
    byte[] bytes = in.bytes();
    boolean swap = in.bigEndian();
    for (int x = 0; x < in.width(); x++) {
      short value = (short) SHORT.get(bytes, from + x * 2);
      int millimetres = (swap ? Short.reverseBytes(value) : value) & 0xffff;
      // In double, so that whole metres stay whole.
      out[to + x] = millimetres == 0 ? Depth.UNKNOWN : (float) (millimetres * 0.001);
    }
  }

  private static void rowOfMetres(ImageView in, int from, float[] out, int to) {
    byte[] bytes = in.bytes();
    boolean swap = in.bigEndian();
    for (int x = 0; x < in.width(); x++) {
      int value = (int) INT.get(bytes, from + x * 4);
      out[to + x] = Depth.cleaned(Float.intBitsToFloat(swap ? Integer.reverseBytes(value) : value));
    }
  }

  private static void packedToRgb(ImageView in, boolean blueFirst, Image8 out) {
    int pixelBytes = in.encoding().bytesPerPixel();
    for (int y = 0; y < in.height(); y++) {
      int from = in.offset() + y * in.step();
      int to = y * in.width() * 3;
      PackedPixels.rowToRgb(in.bytes(), from, pixelBytes, blueFirst, out.data(), to, in.width());
    }
  }

  private static void packedToLuma(ImageView in, boolean blueFirst, Image8 out) {
    int pixelBytes = in.encoding().bytesPerPixel();
    for (int y = 0; y < in.height(); y++) {
      int from = in.offset() + y * in.step();
      int to = y * in.width();
      PackedPixels.rowToLuma(in.bytes(), from, pixelBytes, blueFirst, out.data(), to, in.width());
    }
  }

  private static void greyToRgb(ImageView in, int firstByte, Image8 out) {
    int pixelBytes = in.encoding().bytesPerPixel();
    for (int y = 0; y < in.height(); y++) {
      int from = in.offset() + y * in.step() + firstByte;
      int to = y * in.width() * 3;
      PackedPixels.rowOfGreyToRgb(in.bytes(), from, pixelBytes, out.data(), to, in.width());
    }
  }

  private static void everyOther(ImageView in, int firstByte, Image8 out) {
    for (int y = 0; y < in.height(); y++) {
      int from = in.offset() + y * in.step() + firstByte;
      PackedPixels.rowOfEvery(in.bytes(), from, 2, out.data(), y * in.width(), in.width());
    }
  }

  // OpenCV names a pattern by the second and third pixel of the second row, ROS by the first four.
  private void mosaic(ImageView in, int code, Image8 out) {
    if (in.width() < 3 || in.height() < 3) {
      throw new IllegalArgumentException(
          in.encoding().rosName()
              + " needs at least 3x3 pixels, found "
              + in.width()
              + "x"
              + in.height());
    }
    colour.convert(in, in.height(), code, out);
  }

  private void yuv(ImageView in, int rows, int code, Image8 out) {
    boolean oddRows = in.encoding() == PixelEncoding.NV12 && in.height() % 2 != 0;
    if (in.width() % 2 != 0 || oddRows) {
      throw new IllegalArgumentException(
          in.encoding().rosName()
              + " shares chroma between neighbours and needs an even size, found "
              + in.width()
              + "x"
              + in.height());
    }
    colour.convert(in, rows, code, out);
  }

  @Override
  public void close() {
    colour.close();
  }

  private static int highByte(ImageView in) {
    return in.bigEndian() ? 0 : 1;
  }

  private static IllegalArgumentException refused(ImageView in, String purpose) {
    return new IllegalArgumentException(
        "encoding " + in.encoding().rosName() + " cannot be read as " + purpose);
  }
}
