package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldSamplerTest {
  private static final SamplerOptions DEFAULTS = SamplerOptions.defaults();

  private final Image8 rgb = new Image8();
  private final FloatImage depth = new FloatImage();

  private static byte[] pixels(Image8 image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  private static float[] values(FloatImage image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  @Test
  void samplesDependOnSeedAndIndexAlone() {
    WorldSampler forwards = new WorldSampler(9, 64, 48, DEFAULTS);
    WorldSampler backwards = new WorldSampler(9, 64, 48, DEFAULTS);
    List<byte[]> colours = new ArrayList<>();
    List<float[]> depths = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      forwards.sample(i, rgb, depth);
      colours.add(pixels(rgb));
      depths.add(values(depth));
    }
    for (int i = 5; i >= 0; i--) {
      Intrinsics camera = backwards.sample(i, rgb, depth);
      assertEquals(backwards.camera(i), camera);
      assertArrayEquals(colours.get(i), pixels(rgb), "colours of sample " + i);
      assertArrayEquals(depths.get(i), values(depth), "depth of sample " + i);
    }
  }

  @Test
  void seedsIndicesAndSplitsDoNotShareScenes() {
    List<float[]> seen = new ArrayList<>();
    for (long seed = 0; seed < 3; seed++) {
      for (SamplerOptions.Split split : SamplerOptions.Split.values()) {
        WorldSampler sampler = new WorldSampler(seed, 32, 24, DEFAULTS.withSplit(split));
        for (long index = 0; index < 5; index++) {
          sampler.sample(index, rgb, depth);
          float[] values = values(depth);
          for (float[] other : seen) {
            assertFalse(Arrays.equals(other, values), "seed " + seed + " " + split + " " + index);
          }
          seen.add(values);
        }
      }
    }
  }

  @Test
  void depthsAndTexturesAreLikeThoseOfTheWorldOutside() {
    WorldSampler sampler = new WorldSampler(21, 64, 48, DEFAULTS);
    List<Double> rooms = new ArrayList<>();
    List<Double> streets = new ArrayList<>();
    double sky = 0;
    double gradient = 0;
    int grey = 0;
    int tooNear = 0;
    int samples = 250;
    for (int i = 0; i < samples; i++) {
      sampler.sample(i, rgb, depth);
      float[] sorted = values(depth);
      Arrays.sort(sorted);
      boolean room = sampler.scene(i).kind() == Scene.Kind.ROOM;
      (room ? rooms : streets).add((double) sorted[sorted.length / 2]);
      double open = share(sorted);
      if (room) {
        assertEquals(0, open, "sky in room " + i);
      }
      sky += open;
      gradient += gradient();
      grey += isGrey() ? 1 : 0;
      tooNear += sorted[0] < 0.2 ? 1 : 0;
    }
    assertEquals(0.6, (double) rooms.size() / samples, 0.1);
    within("median depth in rooms", median(rooms), 1.2, 4);
    within("median depth in streets", median(streets), 4, 30);
    within("share of sky in streets", sky / streets.size(), 0.05, 0.4);
    // Real photographs at this size differ by 5 to 15 levels from pixel to pixel.
    within("mean difference of neighbours", gradient / samples, 3, 18);
    within("share of grey pictures", (double) grey / samples, 0.08, 0.24);
    within("share of pictures with something very near", (double) tooNear / samples, 0, 0.1);
  }

  private static void within(String what, double value, double low, double high) {
    assertTrue(value >= low && value <= high, () -> what + " is " + value);
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  private static double share(float[] sorted) {
    int open = 0;
    for (float z : sorted) {
      open += z == Float.POSITIVE_INFINITY ? 1 : 0;
      assertTrue(z > 0, () -> "depth " + z);
    }
    return (double) open / sorted.length;
  }

  private double gradient() {
    double sum = 0;
    for (int i = 3; i < rgb.size(); i++) {
      sum += Math.abs((rgb.data()[i] & 255) - (rgb.data()[i - 3] & 255));
    }
    return sum / rgb.size();
  }

  private boolean isGrey() {
    for (int i = 0; i < rgb.size(); i += 3) {
      if (rgb.data()[i] != rgb.data()[i + 1] || rgb.data()[i] != rgb.data()[i + 2]) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5})
  void bothPicturesOfAPairShowTheSameWorld(long index) {
    WorldSampler sampler = new WorldSampler(33, 160, 120, DEFAULTS.withCameraFaults(false));
    Image8 right = new Image8();
    FloatImage disparity = new FloatImage();
    StereoCamera stereo = sampler.sampleStereo(index, rgb, right, depth, disparity);
    FloatImage rightDepth = new FloatImage();
    RigidTransform worldFromRight = sampler.pose(index).after(stereo.leftFromRight());
    Image8 unused = new Image8();
    new Renderer()
        .render(sampler.scene(index), stereo.intrinsics(), worldFromRight, unused, rightDepth);
    int inView = 0;
    int visible = 0;
    int alike = 0;
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 160; x++) {
        float z = depth.at(x, y);
        assertEquals(Depth.isKnown(z), !Float.isNaN(disparity.at(x, y)));
        double there = x - disparity.at(x, y);
        // Of a surface without edges near, so that what lies between pixels is known.
        if (!(there >= 1 && there < 158) || !smooth(rightDepth, (int) there, y)) {
          continue;
        }
        inView++;
        int x0 = (int) there;
        double f = there - x0;
        double rightZ = 1 / ((1 - f) / rightDepth.at(x0, y) + f / rightDepth.at(x0 + 1, y));
        if (Math.abs(rightZ - z) < 0.005 * z) {
          visible++;
          alike += difference(right, x, y, x0, f) < 20 ? 1 : 0;
        }
      }
    }
    assertTrue(inView > 2000, "pixels in both views: " + inView);
    assertTrue(visible > 0.75 * inView, "agree in depth: " + visible + " of " + inView);
    // What mirrors differs from view to view, and so does what the sampling leaves of fine texture.
    assertTrue(alike > 0.85 * visible, "agree in colour: " + alike + " of " + visible);
  }

  private static boolean smooth(FloatImage image, int x, int y) {
    double curvature =
        1 / image.at(x - 1, y)
            - 1 / image.at(x, y)
            - 1 / image.at(x + 1, y)
            + 1 / image.at(x + 2, y);
    return Math.abs(curvature) < 0.01 / image.at(x, y);
  }

  private double difference(Image8 right, int x, int y, int x0, double f) {
    int at = 3 * (y * 160 + x0) + 1;
    double there = (1 - f) * (right.data()[at] & 255) + f * (right.data()[at + 3] & 255);
    return Math.abs(there - (rgb.data()[3 * (y * 160 + x) + 1] & 255));
  }

  @Test
  void pairsWithoutFaultsShareTheLeftPictureWithSingleSamples() {
    WorldSampler sampler = new WorldSampler(5, 48, 32, DEFAULTS);
    sampler.sample(3, rgb, depth);
    Image8 left = new Image8();
    FloatImage leftDepth = new FloatImage();
    sampler.sampleStereo(3, left, new Image8(), leftDepth, new FloatImage());
    assertArrayEquals(values(depth), values(leftDepth));
    assertArrayEquals(pixels(rgb), pixels(left));
  }

  @Test
  void optionsOutOfRangeAreRefusedWithTheirValue() {
    IllegalArgumentException share =
        assertThrows(IllegalArgumentException.class, () -> DEFAULTS.withRoomShare(1.5));
    assertEquals("roomShare must be within 0 … 1, found 1.5", share.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> new SamplerOptions(SamplerOptions.Split.TRAINING, 0.5, 0.1, 100, 45, 0.1, 0.2, true));
    assertThrows(IllegalArgumentException.class, () -> new WorldSampler(1, 1, 48, DEFAULTS));
  }
}
