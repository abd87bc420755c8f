package dev.fathom.depth;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class PreviewTest {
  private static final Path NYU = Path.of("..", "shared", "data", "nyu_fastdepth");

  private final DepthRange range = new DepthRange(1, 10);

  private static FloatImage ramp(int width, int height) {
    FloatImage depth = new FloatImage().reshape(width, height);
    for (int i = 0; i < depth.size(); i++) {
      depth.data()[i] = 1 + 9f * (i % width) / (width - 1);
    }
    return depth;
  }

  private static int rgb(Image8 image, int x, int y) {
    int at = (y * image.width() + x) * 3;
    byte[] d = image.data();
    return (d[at] & 0xff) << 16 | (d[at + 1] & 0xff) << 8 | (d[at + 2] & 0xff);
  }

  @Test
  void nearIsRedFarIsBlueAndHolesAreBlack() {
    FloatImage depth = new FloatImage().reshape(4, 1);
    float[] values = {1.2f, 9.5f, Float.NaN, Float.POSITIVE_INFINITY};
    System.arraycopy(values, 0, depth.data(), 0, 4);
    Image8 out = new Image8();
    DepthColours.ofDepth().colourise(depth, range, out);
    int near = rgb(out, 0, 0);
    int far = rgb(out, 1, 0);
    assertTrue((near >> 16 & 0xff) > 2 * (near & 0xff), Integer.toHexString(near));
    assertTrue((far & 0xff) > (far >> 16 & 0xff), Integer.toHexString(far));
    assertEquals(0, rgb(out, 2, 0));
    assertEquals(0, rgb(out, 3, 0));
  }

  @Test
  void panelsStandSideBySideAboveTheirScales() {
    Image8 camera = new Image8().reshape(200, 100, 3);
    new Random(1).nextBytes(camera.data());
    FloatImage depth = ramp(200, 100);
    Image8 coloured = new Image8();
    DepthColours.ofDepth().colourise(depth, range, coloured);
    Image8 out = new Preview().compose(camera, depth, range, depth, null);
    assertEquals(600, out.width());
    assertEquals(100 + Preview.SCALE_ROWS, out.height());
    for (int i = 0; i < 200 * 100; i++) {
      assertEquals(rgb(camera, i % 200, i / 200), rgb(out, i % 200, i / 200));
      assertEquals(rgb(coloured, i % 200, i / 200), rgb(out, 200 + i % 200, i / 200));
    }
  }

  @Test
  void theScaleHasTheColoursOfThePictureAndReadableNumbers() {
    Image8 grey = new Image8().reshape(300, 40, 1);
    Image8 out = new Preview().compose(grey, ramp(300, 40), range, null, null);
    assertEquals(600, out.width());
    Image8 ends = new Image8();
    FloatImage limits = new FloatImage().reshape(2, 1);
    limits.data()[0] = 1;
    limits.data()[1] = 10;
    DepthColours.ofDepth().colourise(limits, range, ends);
    assertEquals(rgb(ends, 0, 0), rgb(out, 300 + 8, 40 + 5));
    assertEquals(rgb(ends, 1, 0), rgb(out, 600 - 9, 40 + 5));
    int bright = 0;
    for (int y = 40 + 16; y < out.height(); y++) {
      for (int x = 300; x < 600; x++) {
        bright += (rgb(out, x, y) & 0xff) > 0xa0 ? 1 : 0;
      }
    }
    assertTrue(bright > 30, "bright pixels of text: " + bright);
  }

  @Test
  void smallPicturesHaveRoomForAScaleToo() {
    for (int width : new int[] {1, 2, 17, 40}) {
      Image8 camera = new Image8().reshape(width, 3, 3);
      FloatImage depth = new FloatImage().reshape(width, 3);
      Arrays.fill(depth.data(), Float.NaN);
      Image8 out = new Preview().compose(camera, depth, DepthRange.of(depth), depth, null);
      assertEquals(3 * width, out.width());
    }
  }

  @Test
  void picturesOfOtherSizesAreRefused() {
    Image8 camera = new Image8().reshape(20, 10, 3);
    FloatImage depth = ramp(20, 11);
    Preview preview = new Preview();
    assertThrows(
        IllegalArgumentException.class, () -> preview.compose(camera, depth, range, null, null));
  }

  @Test
  void rangeHoldsNearlyAllKnownDepths() {
    FloatImage depth = ramp(1000, 2);
    depth.data()[0] = 1e-6f;
    depth.data()[1] = 5000f;
    depth.data()[2] = Float.NaN;
    DepthRange found = DepthRange.of(depth);
    // One hundredth cut off on each side; bins are 3 % wide.
    assertEquals(1.09, found.near(), 0.05);
    assertEquals(9.9, found.far(), 0.4);
  }

  @Test
  void pngReadsBackTheSameThroughAnotherDecoder() throws IOException {
    for (int channels : new int[] {1, 3}) {
      Image8 image = new Image8().reshape(37, 23, channels);
      new Random(channels).nextBytes(image.data());
      BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngEncoder.encode(image)));
      assertNotNull(read);
      byte[] found = new byte[image.size()];
      int[] pixel = new int[channels];
      for (int i = 0; i < 37 * 23; i++) {
        read.getRaster().getPixel(i % 37, i / 37, pixel);
        for (int c = 0; c < channels; c++) {
          found[i * channels + c] = (byte) pixel[c];
        }
      }
      assertArrayEquals(Arrays.copyOf(image.data(), image.size()), found);
    }
  }

  @Test
  void aRealRoomCanBeLookedAt() throws IOException {
    if (!Files.isDirectory(NYU)) {
      System.out.println("skipped: no " + NYU);
    }
    Assumptions.assumeTrue(Files.isDirectory(NYU), "no " + NYU);
    ByteBuffer colours = npy(NYU.resolve("rgb.npy"));
    ByteBuffer depths = npy(NYU.resolve("depth.npy"));
    Image8 camera = new Image8().reshape(224, 224, 3);
    FloatImage depth = new FloatImage().reshape(224, 224);
    boolean doubles = colours.remaining() == camera.size() * 8;
    for (int i = 0; i < camera.size(); i++) {
      double value = doubles ? colours.getDouble() : colours.getFloat();
      camera.data()[i] = (byte) Math.round(255 * value);
    }
    for (int i = 0; i < depth.size(); i++) {
      depth.data()[i] = depths.getFloat();
    }
    FloatImage sigma = new FloatImage().reshape(224, 224);
    ByteBuffer predictions = npy(NYU.resolve("pred.npy"));
    for (int i = 0; i < depth.size(); i++) {
      // The error of a real prediction stands for a σ.
      sigma.data()[i] = Math.abs(predictions.getFloat() - depth.data()[i]);
    }
    Image8 out = new Preview().compose(camera, depth, DepthRange.of(depth), sigma, null);
    byte[] png = PngEncoder.encode(out);
    assertTrue(png.length > 50_000, "found " + png.length);
    Files.write(Path.of("target", "preview_nyu.png"), png);
  }

  /** The numbers of a little-endian .npy file of version 1. */
  private static ByteBuffer npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8) & 0xffff;
    String text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
    assertTrue(text.contains("'fortran_order': False"), text);
    bytes.position(10 + header);
    return bytes;
  }
}
