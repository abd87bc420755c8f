package dev.fathom.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PixelConverterTest {
  private static final int WIDTH = 14;
  private static final int HEIGHT = 10;
  private static final int OFFSET = 5;

  private final PixelConverter converter = new PixelConverter();
  private final Image8 out = new Image8();

  /** Random pixels, with {@code padding} bytes after each row but the last. */
  private static ImageView random(PixelEncoding encoding, boolean bigEndian, int padding) {
    int rowBytes = WIDTH * encoding.bytesPerPixel();
    int step = rowBytes + padding;
    int rows = encoding == PixelEncoding.NV12 ? HEIGHT * 3 / 2 : HEIGHT;
    int length = step * (rows - 1) + rowBytes;
    byte[] bytes = new byte[OFFSET + length];
    new Random(encoding.rosName().length()).nextBytes(bytes);
    return new ImageView(encoding, WIDTH, HEIGHT, step, bigEndian, bytes, OFFSET, length);
  }

  /** The same picture with padded rows. */
  private static ImageView padded(ImageView in, int padding) {
    int rowBytes = WIDTH * in.encoding().bytesPerPixel();
    int rows = in.encoding() == PixelEncoding.NV12 ? HEIGHT * 3 / 2 : HEIGHT;
    int step = rowBytes + padding;
    byte[] bytes = new byte[3 + step * rows];
    Arrays.fill(bytes, (byte) 0xa5);
    for (int y = 0; y < rows; y++) {
      System.arraycopy(in.bytes(), in.offset() + y * in.step(), bytes, 3 + y * step, rowBytes);
    }
    return new ImageView(in.encoding(), WIDTH, HEIGHT, step, in.bigEndian(), bytes, 3, step * rows);
  }

  private static int byteAt(ImageView in, int x, int y, int channel) {
    int at = in.offset() + y * in.step() + x * in.encoding().bytesPerPixel() + channel;
    return in.bytes()[at] & 0xff;
  }

  @Test
  void closingGivesBackNativeMemory() {
    List<PixelConverter> closed = new ArrayList<>();
    long pointers = Pointer.totalCount();
    for (int i = 0; i < 20; i++) {
      PixelConverter one = new PixelConverter();
      one.toRgb(random(PixelEncoding.BAYER_RGGB8, false, 0), out);
      one.toRgb(random(PixelEncoding.NV12, false, 0), out);
      one.close();
      closed.add(one);
    }
    assertTrue(Pointer.totalCount() <= pointers, Pointer.totalCount() + " after " + pointers);
    byte[] expected = Arrays.copyOf(out.data(), out.size());
    closed.get(0).toRgb(random(PixelEncoding.NV12, false, 0), out);
    assertArrayEquals(expected, Arrays.copyOf(out.data(), out.size()), "one frame after close");
    closed.get(0).close();
  }

  @ParameterizedTest
  @EnumSource(names = {"RGB8", "BGR8", "RGBA8", "BGRA8", "U8C3", "MONO8", "U8C1", "MONO16"})
  void colourIsThePixelsReordered(PixelEncoding encoding) {
    for (boolean bigEndian : new boolean[] {false, true}) {
      for (int padding : new int[] {0, 7}) {
        ImageView in = random(encoding, bigEndian, padding);
        int[] channels =
            switch (encoding) {
              case RGB8, RGBA8 -> new int[] {0, 1, 2};
              case BGR8, BGRA8, U8C3 -> new int[] {2, 1, 0};
              case MONO16 -> bigEndian ? new int[] {0, 0, 0} : new int[] {1, 1, 1};
              default -> new int[] {0, 0, 0};
            };
        converter.toRgb(in, out);
        assertEquals(WIDTH * HEIGHT * 3, out.size());
        for (int i = 0; i < out.size(); i++) {
          int pixel = i / 3;
          int expected = byteAt(in, pixel % WIDTH, pixel / WIDTH, channels[i % 3]);
          assertEquals(expected, out.data()[i] & 0xff, encoding + " byte " + i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"RGB8", "BGR8", "RGBA8", "BGRA8", "U8C3"})
  void greyIsOpenCvsLumaOfTheColour(PixelEncoding encoding) {
    ImageView in = random(encoding, false, 3);
    Image8 rgb = new Image8();
    converter.toRgb(in, rgb);
    converter.toGrey(in, out);
    assertArrayEquals(openCvGrey(rgb), Arrays.copyOf(out.data(), out.size()));
    Image8 again = new Image8();
    rgb.toGrey(again);
    assertArrayEquals(openCvGrey(rgb), Arrays.copyOf(again.data(), again.size()));
  }

  @Test
  void lumaIsOpenCvsForAMillionColours() {
    Image8 rgb = new Image8().reshape(1000, 1000, 3);
    new Random(3).nextBytes(rgb.data());
    rgb.toGrey(out);
    assertArrayEquals(openCvGrey(rgb), Arrays.copyOf(out.data(), out.size()));
  }

  private static byte[] openCvGrey(Image8 rgb) {
    try (Mat colour = new Mat(rgb.height(), rgb.width(), opencv_core.CV_8UC3);
        Mat grey = new Mat()) {
      colour.data().put(rgb.data(), 0, rgb.size());
      opencv_imgproc.cvtColor(colour, grey, opencv_imgproc.COLOR_RGB2GRAY);
      byte[] bytes = new byte[rgb.width() * rgb.height()];
      grey.data().get(bytes);
      return bytes;
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"MONO8", "U8C1", "MONO16", "YUV422_UYVY", "YUV422_YUYV", "NV12"})
  void greyOfBrightnessIsTheBrightnessItself(PixelEncoding encoding) {
    for (boolean bigEndian : new boolean[] {false, true}) {
      ImageView in = random(encoding, bigEndian, 4);
      int channel =
          switch (encoding) {
            case MONO16 -> bigEndian ? 0 : 1;
            case YUV422_UYVY -> 1;
            default -> 0;
          };
      converter.toGrey(in, out);
      for (int i = 0; i < out.size(); i++) {
        assertEquals(byteAt(in, i % WIDTH, i / WIDTH, channel), out.data()[i] & 0xff);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BAYER_RGGB8", "BAYER_BGGR8", "BAYER_GBRG8", "BAYER_GRBG8"})
  void mosaicOfOneColourGivesThatColour(PixelEncoding encoding) {
    byte[] bytes = new byte[WIDTH * HEIGHT];
    // "bayer_rggb8": the colours of the first two pixels, then of the two below them.
    String pattern = encoding.rosName().substring(6, 10);
    int[] colour = {200, 120, 40};
    for (int i = 0; i < bytes.length; i++) {
      int x = i % WIDTH;
      int y = i / WIDTH;
      bytes[i] = (byte) colour["rgb".indexOf(pattern.charAt(y % 2 * 2 + x % 2))];
    }
    ImageView in = new ImageView(encoding, WIDTH, HEIGHT, WIDTH, false, bytes, 0, bytes.length);
    converter.toRgb(in, out);
    for (int i = 0; i < out.size(); i++) {
      assertEquals(colour[i % 3], out.data()[i] & 0xff, encoding + " byte " + i);
    }
    converter.toGrey(in, out);
    for (int i = 0; i < out.size(); i++) {
      // 0.299 · 200 + 0.587 · 120 + 0.114 · 40; OpenCV rounds sums of neighbours.
      assertEquals(134.8, out.data()[i] & 0xff, 1.0);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"YUV422_UYVY", "YUV422_YUYV", "NV12"})
  void yuvIsBt601OfVideoRange(PixelEncoding encoding) {
    ImageView in = random(encoding, false, 0);
    converter.toRgb(in, out);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        int[] yuv = yuvAt(in, x, y);
        // OpenCV takes everything below black for black.
        double luma = 1.164 * Math.max(0, yuv[0] - 16);
        double[] expected = {
          luma + 1.596 * (yuv[2] - 128),
          luma - 0.391 * (yuv[1] - 128) - 0.813 * (yuv[2] - 128),
          luma + 2.018 * (yuv[1] - 128)
        };
        for (int c = 0; c < 3; c++) {
          double clamped = Math.max(0, Math.min(255, expected[c]));
          // Coefficients of three digits: up to half a level at the ends, and the rounding.
          assertEquals(clamped, out.data()[(y * WIDTH + x) * 3 + c] & 0xff, 1.5);
        }
      }
    }
  }

  private static int[] yuvAt(ImageView in, int x, int y) {
    if (in.encoding() == PixelEncoding.NV12) {
      int chroma = in.offset() + (HEIGHT + y / 2) * in.step() + x / 2 * 2;
      return new int[] {
        byteAt(in, x, y, 0), in.bytes()[chroma] & 0xff, in.bytes()[chroma + 1] & 0xff
      };
    }
    int luma = in.encoding() == PixelEncoding.YUV422_UYVY ? 1 : 0;
    int even = x / 2 * 2;
    return new int[] {
      byteAt(in, x, y, luma), byteAt(in, even, y, 1 - luma), byteAt(in, even + 1, y, 1 - luma)
    };
  }

  @ParameterizedTest
  @EnumSource
  void paddingChangesNothing(PixelEncoding encoding) {
    ImageView tight = random(encoding, true, 0);
    ImageView loose = padded(tight, 9);
    if (encoding == PixelEncoding.U16C1 || encoding == PixelEncoding.F32C1) {
      FloatImage a = new FloatImage();
      FloatImage b = new FloatImage();
      converter.toFloatDepth(tight, a);
      converter.toFloatDepth(loose, b);
      assertArrayEquals(a.data(), b.data());
      return;
    }
    Image8 a = new Image8();
    converter.toRgb(tight, a);
    converter.toRgb(loose, out);
    assertArrayEquals(a.data(), out.data());
    converter.toGrey(tight, a.reshape(1, 1, 1));
    converter.toGrey(loose, out);
    assertArrayEquals(Arrays.copyOf(a.data(), a.size()), Arrays.copyOf(out.data(), out.size()));
  }

  @Test
  void millimetresBecomeMetresAndZeroUnknown() {
    int[] millimetres = {0, 1, 500, 3000, 32768, 65535};
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      for (PixelEncoding encoding :
          new PixelEncoding[] {PixelEncoding.U16C1, PixelEncoding.MONO16}) {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(order);
        for (int value : millimetres) {
          bytes.putShort((short) value);
        }
        boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
        FloatImage depth = new FloatImage();
        converter.toFloatDepth(
            new ImageView(encoding, 3, 2, 6, bigEndian, bytes.array(), 0, 12), depth);
        assertArrayEquals(
            new float[] {Float.NaN, 0.001f, 0.5f, 3f, 32.768f, 65.535f}, depth.data());
      }
    }
  }

  @Test
  void metresStayAndZeroAndNegativeBecomeUnknown() {
    float inf = Float.POSITIVE_INFINITY;
    float[] metres = {1.5f, 0f, -0f, -2f, Float.NaN, inf, -inf, 1e-3f};
    float[] expected = {1.5f, Float.NaN, Float.NaN, Float.NaN, Float.NaN, inf, -inf, 1e-3f};
    for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
      ByteBuffer bytes = ByteBuffer.allocate(32).order(order);
      for (float value : metres) {
        bytes.putFloat(value);
      }
      boolean bigEndian = order == ByteOrder.BIG_ENDIAN;
      FloatImage depth = new FloatImage();
      converter.toFloatDepth(
          new ImageView(PixelEncoding.F32C1, 4, 2, 16, bigEndian, bytes.array(), 0, 32), depth);
      assertArrayEquals(expected, depth.data());
    }
  }

  @Test
  void anEncodingWithoutMeaningIsRefusedByName() {
    for (PixelEncoding encoding : new PixelEncoding[] {PixelEncoding.U16C1, PixelEncoding.F32C1}) {
      ImageView in = random(encoding, false, 0);
      assertRefused(encoding, () -> converter.toRgb(in, out));
      assertRefused(encoding, () -> converter.toGrey(in, out));
    }
    ImageView colour = random(PixelEncoding.RGB8, false, 0);
    assertRefused(PixelEncoding.RGB8, () -> converter.toFloatDepth(colour, new FloatImage()));
  }

  private static void assertRefused(PixelEncoding encoding, Runnable request) {
    var refusal = assertThrows(IllegalArgumentException.class, request::run);
    assertTrue(
        String.valueOf(refusal.getMessage()).contains(encoding.rosName()), refusal.getMessage());
  }

  @Test
  void sizesThatSubsampledChromaCannotHaveAreRefused() {
    byte[] bytes = new byte[100];
    ImageView odd = new ImageView(PixelEncoding.YUV422_UYVY, 3, 2, 6, false, bytes, 0, 100);
    assertThrows(IllegalArgumentException.class, () -> converter.toRgb(odd, out));
    ImageView oddRows = new ImageView(PixelEncoding.NV12, 4, 3, 4, false, bytes, 0, 100);
    assertThrows(IllegalArgumentException.class, () -> converter.toRgb(oddRows, out));
    ImageView tiny = new ImageView(PixelEncoding.BAYER_RGGB8, 2, 2, 2, false, bytes, 0, 100);
    assertThrows(IllegalArgumentException.class, () -> converter.toRgb(tiny, out));
  }

  @ParameterizedTest
  @EnumSource
  void steadyStateAllocatesNothing(PixelEncoding encoding) {
    ImageView in = random(encoding, false, 0);
    FloatImage depth = new FloatImage();
    boolean isDepth = encoding == PixelEncoding.U16C1 || encoding == PixelEncoding.F32C1;
    Runnable work =
        isDepth ? () -> converter.toFloatDepth(in, depth) : () -> converter.toRgb(in, out);
    assertEquals(0, Allocations.ofSteadyState(work), encoding.rosName());
  }
}
