package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {
  private static final int WIDTH = 80;
  private static final int HEIGHT = 60;
  private static final float[] MOTION = {0.1f, -0.2f, 0.3f, 0.04f, -0.05f, 0.06f};
  private static final Set<Field> PLANAR =
      Set.of(
          Field.IMAGE,
          Field.NEXT,
          Field.DEPTH,
          Field.INTRINSICS,
          Field.PLANES,
          Field.PLANE_IDS,
          Field.NEXT_FROM_IMAGE,
          Field.ORDINAL_PAIRS);

  private static final AugmentationOptions GEOMETRY =
      new AugmentationOptions(true, 8, 1.5, 1, 0, 0, 0, 0, 0);

  private static final Set<Field> MONO = Set.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @Test
  void aFlipMirrorsPictureDepthAndPrincipalPointAlike() {
    Sample sample = new Sample(3, 1, MONO);
    System.arraycopy(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 0, sample.bytes(Field.IMAGE), 0, 9);
    System.arraycopy(new float[] {10, 20, 30}, 0, sample.floats(Field.DEPTH), 0, 3);
    System.arraycopy(new float[] {5, 5, 0.5f, 0}, 0, sample.floats(Field.INTRINSICS), 0, 4);
    Mirror.apply(sample);
    assertArrayEquals(new byte[] {7, 8, 9, 4, 5, 6, 1, 2, 3}, sample.bytes(Field.IMAGE));
    assertArrayEquals(new float[] {30, 20, 10}, sample.floats(Field.DEPTH));
    assertArrayEquals(new float[] {5, 5, 1.5f, 0}, sample.floats(Field.INTRINSICS));
  }

  @Test
  void twoFlipsChangeNothing() {
    Sample sample = new Sample(8, 5, MONO);
    new Random(5).nextBytes(sample.bytes(Field.IMAGE));
    byte[] original = sample.bytes(Field.IMAGE).clone();
    Mirror.apply(sample);
    Mirror.apply(sample);
    assertArrayEquals(original, sample.bytes(Field.IMAGE));
  }

  @Test
  void bothPicturesOfAPairAreRecolouredAlikeAndNeverFlipped() {
    for (long seed = 0; seed < 8; seed++) {
      Sample sample = new Sample(16, 16, Set.of(Field.IMAGE, Field.RIGHT, Field.DISPARITY));
      new Random(seed).nextBytes(sample.bytes(Field.IMAGE));
      new Random(seed).nextBytes(sample.bytes(Field.RIGHT));
      sample.floats(Field.DISPARITY)[0] = 7;
      new Augmentation(AugmentationOptions.DEFAULT).apply(seed, sample);
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
      new Augmentation(AugmentationOptions.DEFAULT).apply(seed, sample);
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

  /** A plane seen by a camera, with all that must follow it; pictures show where rays go. */
  private static Sample plane(Set<Field> fields) {
    Sample sample = new Sample(WIDTH, HEIGHT, fields);
    float[] k = {60, 62, 37.3f, 28.1f};
    float[] normal = {0.06f, -0.05f, 0.3f};
    System.arraycopy(k, 0, sample.floats(Field.INTRINSICS), 0, 4);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int row = i / WIDTH;
      double x = (i - row * WIDTH - k[2]) / k[0];
      double y = (row - k[3]) / k[1];
      sample.floats(Field.DEPTH)[i] = (float) (1 / (normal[0] * x + normal[1] * y + normal[2]));
      byte grey = (byte) grey(x, y);
      for (int c = 0; c < 3; c++) {
        sample.bytes(Field.IMAGE)[3 * i + c] = grey;
        if (sample.wants(Field.NEXT)) {
          sample.bytes(Field.NEXT)[3 * i + c] = grey;
        }
      }
    }
    Arrays.fill(sample.floats(Field.PLANES), Float.NaN);
    System.arraycopy(normal, 0, sample.floats(Field.PLANES), 0, 3);
    Arrays.fill(sample.bytes(Field.PLANE_IDS), (byte) 1);
    System.arraycopy(MOTION, 0, sample.floats(Field.NEXT_FROM_IMAGE), 0, 6);
    float[] pairs = sample.floats(Field.ORDINAL_PAIRS);
    Arrays.fill(pairs, Float.NaN);
    System.arraycopy(new float[] {30, 20, 45, 40, 1, 35, 30, 40, 25, -1}, 0, pairs, 0, 10);
    return sample;
  }

  private static double grey(double x, double y) {
    return 128 + 80 * Math.sin(3 * x + 1) * Math.cos(2 * y);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void depthIntrinsicsPlanesAndLabelsSpeakOfTheSamePlane(long seed) {
    Sample sample = plane(PLANAR);
    new Augmentation(GEOMETRY).apply(seed, sample);
    float[] k = sample.floats(Field.INTRINSICS);
    float[] n = sample.floats(Field.PLANES);
    assertEquals(0.3, n[2], 1e-6, "the plane turns about the axis");
    int known = 0;
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      double z = sample.floats(Field.DEPTH)[i];
      int row = i / WIDTH;
      double x = (i - row * WIDTH - k[2]) / k[0] * z;
      double y = (row - k[3]) / k[1] * z;
      if (!Double.isNaN(z)) {
        known++;
        // The nearest pixel is half a pixel away: 0.008 of a ray times the slope.
        assertEquals(1, n[0] * x + n[1] * y + n[2] * z, 0.006, "seed " + seed + " at " + i);
      }
      assertEquals(Double.isNaN(z) ? 0 : 1, sample.bytes(Field.PLANE_IDS)[i], "label " + i);
    }
    assertTrue(known > 0.8 * WIDTH * HEIGHT, "known: " + known);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void picturesShowTheRaysThatTheIntrinsicsSay(long seed) {
    Sample sample = plane(PLANAR);
    new Augmentation(GEOMETRY).apply(seed, sample);
    float[] k = sample.floats(Field.INTRINSICS);
    float[] n = sample.floats(Field.PLANES);
    // The turned normal tells angle and side: a mirror exchanges its handedness.
    double before = Math.atan2(-0.05, 0.06);
    boolean mirrored = Augmentation.random(seed).nextBoolean();
    double angle = Math.atan2(n[1], n[0]) - (mirrored ? Math.PI - before : before);
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      if (!Float.isNaN(sample.floats(Field.DEPTH)[i])) {
        int row = i / WIDTH;
        double u = (i - row * WIDTH - k[2]) / k[0];
        double v = (row - k[3]) / k[1];
        double x = Math.cos(angle) * u + Math.sin(angle) * v;
        double y = Math.cos(angle) * v - Math.sin(angle) * u;
        double expected = grey(mirrored ? -x : x, y);
        assertEquals(expected, sample.bytes(Field.IMAGE)[3 * i] & 0xff, 2.5, "seed " + seed);
      }
    }
    assertArrayEquals(sample.bytes(Field.IMAGE), sample.bytes(Field.NEXT), "all change alike");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void motionsLeadMovedPointsToMovedPoints(long seed) {
    Sample sample = plane(PLANAR);
    new Augmentation(GEOMETRY).apply(seed, sample);
    float[] n = sample.floats(Field.PLANES);
    double before = Math.atan2(-0.05, 0.06);
    boolean mirrored = Augmentation.random(seed).nextBoolean();
    double angle = Math.atan2(n[1], n[0]) - (mirrored ? Math.PI - before : before);
    Vector3 point = new Vector3(0.4, -0.7, 3);
    Vector3 there = Motion.read(MOTION, 0).apply(point);
    Vector3 moved =
        Motion.read(sample.floats(Field.NEXT_FROM_IMAGE), 0).apply(changed(point, mirrored, angle));
    assertEquals(0, moved.plus(changed(there, mirrored, angle).times(-1)).norm(), 1e-5);
  }

  private static Vector3 changed(Vector3 p, boolean mirrored, double angle) {
    Vector3 seen = new Vector3(mirrored ? -p.x() : p.x(), p.y(), p.z());
    return Rotation.about(new Vector3(0, 0, 1), angle).rotate(seen);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void orderedPointsStayOnWhatTheyLayOn(long seed) {
    Sample sample = plane(PLANAR);
    float[] before = sample.floats(Field.ORDINAL_PAIRS).clone();
    float[] depth = sample.floats(Field.DEPTH).clone();
    new Augmentation(GEOMETRY).apply(seed, sample);
    float[] pairs = sample.floats(Field.ORDINAL_PAIRS);
    int kept = Float.isNaN(pairs[0]) ? 0 : Float.isNaN(pairs[5]) ? 1 : 2;
    int first = pairs[4] == 1 ? 0 : 5;
    for (int i = 0; i < 2 * kept; i++) {
      int from = 5 * (i / 2) + 2 * (i % 2);
      float z = depth[(int) (before[first + from + 1] * WIDTH + before[first + from])];
      int to = Math.round(pairs[from + 1]) * WIDTH + Math.round(pairs[from]);
      assertEquals(z, sample.floats(Field.DEPTH)[to], 0.02 * z, "seed " + seed + " point " + i);
    }
    assertTrue(kept > 0, "none was left inside by seed " + seed);
  }

  @Test
  void aPairIsMagnifiedButNeverTurned() {
    Set<Field> fields =
        Set.of(Field.IMAGE, Field.RIGHT, Field.DISPARITY, Field.BASELINE, Field.INTRINSICS);
    for (long seed = 0; seed < 8; seed++) {
      Sample sample = new Sample(64, 32, fields);
      Arrays.fill(sample.floats(Field.DISPARITY), 6);
      sample.floats(Field.BASELINE)[0] = 0.3f;
      System.arraycopy(new float[] {50, 50, 31, 15}, 0, sample.floats(Field.INTRINSICS), 0, 4);
      for (int i = 0; i < 64 * 32 * 3; i++) {
        int x = i / 3 % 64;
        sample.bytes(Field.IMAGE)[i] = (byte) (2 * x);
        sample.bytes(Field.RIGHT)[i] = (byte) (2 * x + 12);
      }
      new Augmentation(GEOMETRY).apply(seed, sample);
      float disparity = sample.floats(Field.DISPARITY)[32];
      float focal = sample.floats(Field.INTRINSICS)[0];
      assertEquals(50 * 0.3 / 6, focal * sample.floats(Field.BASELINE)[0] / disparity, 1e-4);
      for (int row = 0; row < 32; row += 31) {
        for (int x = 20; x < 40; x++) {
          double left = sample.bytes(Field.IMAGE)[3 * (row * 64 + x)] & 0xff;
          double at = x - disparity;
          byte[] right = sample.bytes(Field.RIGHT);
          double a = right[3 * (row * 64 + (int) at)] & 0xff;
          double b = right[3 * (row * 64 + (int) at + 1)] & 0xff;
          assertEquals(left, a + (at - (int) at) * (b - a), 1.5, "seed " + seed + " column " + x);
        }
      }
    }
  }

  @Test
  void aMirroredPairExchangesItsPictures() {
    Sample sample = new Sample(3, 1, Set.of(Field.IMAGE, Field.RIGHT, Field.BASELINE));
    System.arraycopy(new byte[] {1, 1, 1, 2, 2, 2, 3, 3, 3}, 0, sample.bytes(Field.IMAGE), 0, 9);
    System.arraycopy(new byte[] {4, 4, 4, 5, 5, 5, 6, 6, 6}, 0, sample.bytes(Field.RIGHT), 0, 9);
    Mirror.apply(sample);
    assertArrayEquals(new byte[] {6, 6, 6, 5, 5, 5, 4, 4, 4}, sample.bytes(Field.IMAGE));
    assertArrayEquals(new byte[] {3, 3, 3, 2, 2, 2, 1, 1, 1}, sample.bytes(Field.RIGHT));
    assertFalse(Mirror.allows(Set.of(Field.IMAGE, Field.RIGHT, Field.DEPTH)));
  }

  @Test
  void sparseDepthKeepsItsPointsAndAddsNone() {
    Sample sample = new Sample(40, 30, Set.of(Field.SPARSE_DEPTH));
    float[] depth = sample.floats(Field.SPARSE_DEPTH);
    Arrays.fill(depth, Float.NaN);
    depth[15 * 40 + 20] = 5;
    depth[14 * 40 + 18] = 7;
    new CameraTurn(0.1, 2, 0, 0).apply(sample);
    List<Float> left = new ArrayList<>();
    for (float z : depth) {
      if (!Float.isNaN(z)) {
        left.add(z);
      }
    }
    assertEquals(List.of(7f, 5f), left);
  }

  @Test
  void blurKeepsTheMeanAndSpreadsAsAGaussian() {
    Sample sample = new Sample(41, 41, Set.of(Field.IMAGE));
    byte[] pixels = sample.bytes(Field.IMAGE);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % 41 >= 20 ? 200 : 0);
    }
    double sigma = 1.7;
    Blur.apply(sigma, 3, pixels, sample);
    // A step blurs to the normal distribution: one sigma off it is 15.9 % and 84.1 % of 200.
    double low = pixels[3 * (20 * 41 + 18)] & 0xff;
    double high = pixels[3 * (20 * 41 + 21)] & 0xff;
    assertEquals(200 * 0.189, low, 3, "1.5 pixels before the edge: Φ(−1.5 / 1.7)");
    assertEquals(200 * 0.811, high, 3, "1.5 pixels behind it");
  }

  @Test
  void noiseHasTheDrawnStrengthAndEveryPictureItsOwn() {
    Sample sample = new Sample(64, 64, Set.of(Field.IMAGE, Field.NEXT));
    Arrays.fill(sample.bytes(Field.IMAGE), (byte) 128);
    Arrays.fill(sample.bytes(Field.NEXT), (byte) 128);
    new Augmentation(new AugmentationOptions(false, 0, 1, 0, 0, 0, 0, 0.1, 0)).apply(3, sample);
    double sum = 0;
    int same = 0;
    for (int i = 0; i < 64 * 64 * 3; i++) {
      double off = (sample.bytes(Field.IMAGE)[i] & 0xff) - 128;
      sum += off * off;
      same += sample.bytes(Field.IMAGE)[i] == sample.bytes(Field.NEXT)[i] ? 1 : 0;
    }
    double sigma = Math.sqrt(sum / (64 * 64 * 3));
    assertTrue(sigma > 1 && sigma < 25.5, "sigma " + sigma);
    assertTrue(same < 64 * 64 * 3 / 2, "noise is shared");
  }

  @Test
  void noneLeavesASampleAsItIs() {
    Sample sample = plane(PLANAR);
    Sample same = plane(PLANAR);
    new Augmentation(AugmentationOptions.NONE).apply(1, sample);
    assertArrayEquals(same.bytes(Field.IMAGE), sample.bytes(Field.IMAGE));
    assertArrayEquals(same.floats(Field.DEPTH), sample.floats(Field.DEPTH));
    assertArrayEquals(same.floats(Field.INTRINSICS), sample.floats(Field.INTRINSICS));
  }

  @Test
  void limitsOutsideTheirRangeAreNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new AugmentationOptions(true, 0, 0.5, 0, 0, 0, 0, 0, 0));
    assertTrue(String.valueOf(e.getMessage()).contains("augmentation.scale"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("0.5"), e.getMessage());
  }

  @Test
  void neighbouringSamplesAreMirroredIndependently() {
    int mirrored = 0;
    int changes = 0;
    for (long seed = 1_000_003; seed < 1_000_203; seed++) {
      boolean here = Augmentation.random(seed).nextBoolean();
      mirrored += here ? 1 : 0;
      changes += here == Augmentation.random(seed + 1).nextBoolean() ? 0 : 1;
    }
    // Four standard deviations of 200 throws of a coin.
    assertEquals(100, mirrored, 28);
    assertEquals(100, changes, 28);
  }
}
