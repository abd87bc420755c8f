package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  @Test
  void aFlipMirrorsPictureAndDepthAlike() {
    byte[] rgb = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    float[] depth = {10, 20, 30};
    Augmentation.flip(3, 1, rgb, depth);
    assertArrayEquals(new byte[] {7, 8, 9, 4, 5, 6, 1, 2, 3}, rgb);
    assertArrayEquals(new float[] {30, 20, 10}, depth);
  }

  @Test
  void twoFlipsChangeNothing() {
    byte[] rgb = new byte[3 * 8 * 5];
    new Random(5).nextBytes(rgb);
    byte[] original = rgb.clone();
    float[] depth = new float[40];
    Augmentation.flip(8, 5, rgb, depth);
    Augmentation.flip(8, 5, rgb, depth);
    assertArrayEquals(original, rgb);
  }

  @Test
  void brighterStaysBrighterAndBlackStaysBlack() {
    for (long seed = 0; seed < 20; seed++) {
      byte[] rgb = new byte[3 * 256];
      float[] depth = new float[256];
      for (int i = 0; i < 256; i++) {
        rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) i;
        depth[i] = i;
      }
      new Augmentation().apply(new Random(seed), 256, 1, rgb, depth);
      for (int i = 0; i < 256; i++) {
        // The depth says which grey this was, flipped or not.
        int before = (int) depth[i];
        int after = rgb[3 * i] & 0xff;
        assertTrue(before != 0 || after == 0, "seed " + seed);
        int next = i == 255 ? i : i + 1;
        int step = Integer.signum((int) depth[next] - before);
        assertTrue(step * ((rgb[3 * next] & 0xff) - after) >= 0, "seed " + seed + " at " + i);
      }
    }
  }
}
