package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Time;
import dev.fathom.image.Image8;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures are written by the JDK, so that OpenCV is held against another implementation. */
class CompressedImagesTest {
  private static final int WIDTH = 37;
  private static final int HEIGHT = 21;

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void colourComesInTheOrderRedGreenBlue(String format) throws IOException {
    BufferedImage picture = picture(BufferedImage.TYPE_INT_RGB);
    Image8 out = new Image8();
    CompressedImages.decode(message(format, written(picture, format)), out);
    assertEquals(3, out.channels());
    // JPEG is lossy: the gradient's colours come back within a few steps of 255.
    assertPixels(picture, out, format.equals("png") ? 0 : 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void greyStaysOneChannel(String format) throws IOException {
    BufferedImage picture = picture(BufferedImage.TYPE_BYTE_GRAY);
    Image8 out = new Image8();
    CompressedImages.decode(message(format, written(picture, format)), out);
    assertEquals(1, out.channels());
    assertEquals(WIDTH, out.width());
    assertEquals(HEIGHT, out.height());
    int grey = picture.getRaster().getSample(5, 7, 0);
    assertEquals(grey, out.data()[7 * WIDTH + 5] & 0xff, format.equals("png") ? 0 : 16);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void everyCutPictureIsRefused(String format) throws IOException {
    byte[] file = written(picture(BufferedImage.TYPE_INT_RGB), format);
    // The checksum of IEND, which no reader needs, may be missing from a PNG.
    int whole = format.equals("png") ? file.length - 4 : file.length;
    for (int length = 0; length < whole - 4; length += 1 + length / 16) {
      byte[] cut = Arrays.copyOf(file, length);
      assertThrows(
          MalformedDataException.class,
          () -> CompressedImages.decode(message(format, cut), new Image8()),
          "cut to " + length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpeg"})
  void damagedPicturesDecodeOrAreRefused(String format) throws IOException {
    byte[] file = written(picture(BufferedImage.TYPE_INT_RGB), format);
    int refused = 0;
    for (long seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      byte[] damaged = file.clone();
      damaged[random.nextInt(Math.min(file.length, 700))] ^= (byte) (1 << random.nextInt(8));
      try {
        CompressedImages.decode(message(format, damaged), new Image8());
      } catch (MalformedDataException expected) {
        refused++;
      } catch (RuntimeException e) {
        fail("seed " + seed, e);
      }
    }
    assertTrue(refused > 0, "no damage was noticed");
  }

  @Test
  void pictureWithAnEnormousHeaderIsRefusedBeforeItIsDecoded() throws IOException {
    byte[] png = written(picture(BufferedImage.TYPE_INT_RGB), "png");
    png[16] = 0x7f;
    refused("png", png, "pixels expected");
    byte[] jpeg = written(picture(BufferedImage.TYPE_INT_RGB), "jpeg");
    int frame = frameHeader(jpeg);
    Arrays.fill(jpeg, frame + 5, frame + 9, (byte) 0xff);
    refused("jpeg", jpeg, "65535x65535");
  }

  @Test
  void otherFormatsAreRefusedWithTheirFormatNamed() throws IOException {
    refused("tiff", new byte[] {'I', 'I', 42, 0}, "'tiff'");
    BufferedImage deep = new BufferedImage(4, 4, BufferedImage.TYPE_USHORT_GRAY);
    refused("16UC1; png", written(deep, "png"), "found 16");
  }

  @Test
  void viewInTheMiddleOfAnArrayIsDecoded() throws IOException {
    byte[] file = written(picture(BufferedImage.TYPE_INT_RGB), "png");
    byte[] array = new byte[file.length + 30];
    System.arraycopy(file, 0, array, 11, file.length);
    Image8 out = new Image8();
    Bytes view = new Bytes(array, 11, file.length + 19);
    CompressedImages.decode(new CompressedImage(new Header(new Time(0, 0), ""), "png", view), out);
    assertPixels(picture(BufferedImage.TYPE_INT_RGB), out, 0);
  }

  private static int frameHeader(byte[] jpeg) {
    for (int i = 2; i < jpeg.length - 1; i++) {
      if (jpeg[i] == (byte) 0xff && jpeg[i + 1] == (byte) 0xc0) {
        return i;
      }
    }
    return fail("no frame header");
  }

  private static void refused(String format, byte[] file, String reason) {
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class,
            () -> CompressedImages.decode(message(format, file), new Image8()));
    assertTrue(e.reason().contains(reason), e.reason());
  }

  private static CompressedImage message(String format, byte[] file) {
    return new CompressedImage(new Header(new Time(0, 0), ""), format, Bytes.of(file));
  }

  private static byte[] written(BufferedImage picture, String format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertTrue(ImageIO.write(picture, format, out), "the JDK writes no " + format);
    return out.toByteArray();
  }

  /** A gradient that differs in all three channels. */
  private static BufferedImage picture(int type) {
    BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, type);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        picture.setRGB(x, y, (40 + 5 * x) << 16 | (200 - 6 * y) << 8 | (90 + 2 * x));
      }
    }
    return picture;
  }

  private static void assertPixels(BufferedImage picture, Image8 out, int tolerance) {
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        for (int c = 0; c < 3; c++) {
          int expected = picture.getRGB(x, y) >> (16 - 8 * c) & 0xff;
          int found = out.data()[(y * WIDTH + x) * 3 + c] & 0xff;
          assertEquals(expected, found, tolerance, "pixel " + x + ", " + y + ", channel " + c);
        }
      }
    }
  }
}
