package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AugmentationTest {
  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @Test
  void aFlipMirrorsPictureDepthAndPrincipalPointAlike() {
    Sample sample = new Sample(3, 1, MONO);
    System.arraycopy(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, sample.bytes(Field.IMAGE), 0, 9);
    System.arraycopy(new float[] {10, 20, 30}, 0, sample.floats(Field.DEPTH), 0, 3);
    System.arraycopy(new float[] {5, 5, 0.5f, 0}, 0, sample.floats(Field.INTRINSICS), 0, 4);
    Augmentation.flip(sample);
    assertArrayEquals(new byte[] {7, 8, 9, 4, 5, 6, 1, 2, 3}, sample.bytes(Field.IMAGE));
    assertArrayEquals(new float[] {30, 20, 10}, sample.floats(Field.DEPTH));
    assertArrayEquals(new float[] {5, 5, 1.5f, 0}, sample.floats(Field.INTRINSICS));
  }

  @Test
  void twoFlipsChangeNothing() {
    Sample sample = new Sample(8, 5, MONO);
    new Random(5).nextBytes(sample.bytes(Field.IMAGE));
    byte[] original = sample.bytes(Field.IMAGE).clone();
    Augmentation.flip(sample);
    Augmentation.flip(sample);
    assertArrayEquals(original, sample.bytes(Field.IMAGE));
  }

  @Test
  void bothPicturesOfAPairAreRecolouredAlikeAndNeverFlipped() {
    for (long seed = 0; seed < 8; seed++) {
      Sample sample = new Sample(16, 16, Set.of(Field.IMAGE, Field.RIGHT, Field.DISPARITY));
      new Random(seed).nextBytes(sample.bytes(Field.IMAGE));
      new Random(seed).nextBytes(sample.bytes(Field.RIGHT));
      sample.floats(Field.DISPARITY)[0] = 7;
      new Augmentation().apply(new Random(seed), sample);
      assertArrayEquals(sample.bytes(Field.IMAGE), sample.bytes(Field.RIGHT), "seed " + seed);
      assertTrue(sample.floats(Field.DISPARITY)[0] == 7, "seed " + seed);
    }
  }

  @Test
  void brighterStaysBrighterAndBlackStaysBlack() {
    for (long seed = 0; seed < 20; seed++) {
      Sample sample = new Sample(256, 1, MONO);
      byte[] rgb = sample.bytes(Field.IMAGE);
      float[] depth = sample.floats(Field.DEPTH);
      for (int i = 0; i < 256; i++) {
        rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) i;
        depth[i] = i;
      }
      new Augmentation().apply(new Random(seed), sample);
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
