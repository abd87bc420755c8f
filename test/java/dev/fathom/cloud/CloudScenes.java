package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;

/** Seeded inputs for the cloud kernels. */
final class CloudScenes {
  private CloudScenes() {}

  static Intrinsics camera(int width, int height) {
    return new Intrinsics(width, height, 0.8 * width, 0.83 * width, 0.49 * width, 0.52 * height);
  }

  /** Random surfaces with {@code holesPercent} of every value that is not a depth. */
  static FloatImage depth(int width, int height, int holesPercent, long seed) {
    Random random = new Random(seed);
    FloatImage depth = new FloatImage().reshape(width, height);
    float[] holes = {
      Float.NaN,
      Float.POSITIVE_INFINITY,
      Float.NEGATIVE_INFINITY,
      0f,
      -0f,
      -1.5f,
      Float.MAX_VALUE,
      2e6f,
      Float.intBitsToFloat(0xffc12345)
    };
    for (int i = 0; i < depth.size(); i++) {
      boolean hole = random.nextInt(100) < holesPercent;
      int surface = i % width * 4 / width;
      depth.data()[i] =
          hole
              ? holes[random.nextInt(holes.length)]
              : (float) (0.5 + 2 * surface + 0.1 * random.nextDouble());
    }
    return depth;
  }

  static Image8 colour(int width, int height, int channels, long seed) {
    Image8 colour = new Image8().reshape(width, height, channels);
    byte[] exact = new byte[colour.size()];
    new Random(seed).nextBytes(exact);
    System.arraycopy(exact, 0, colour.data(), 0, exact.length);
    return colour;
  }

  /** 0x00RRGGBB, read plainly. */
  static int rgbAt(Image8 colour, int pixel) {
    int n = colour.channels();
    int r = colour.data()[pixel * n] & 0xff;
    int g = colour.data()[pixel * n + n / 2] & 0xff;
    int b = colour.data()[pixel * n + n - 1] & 0xff;
    return r << 16 | g << 8 | b;
  }

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
