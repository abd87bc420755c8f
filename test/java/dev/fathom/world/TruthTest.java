package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TruthTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 72;
  private static final SamplerOptions PEOPLED = SamplerOptions.defaults().withPeople(3);

  private final WorldSampler sampler = new WorldSampler(41, WIDTH, HEIGHT, PEOPLED);
  private final WorldSample sample = new WorldSample();

  private static byte[] bytes(Image8 image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  private static float[] floats(FloatImage image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  private static Object[] everything(WorldSample s) {
    return new Object[] {
      bytes(s.rgb()),
      floats(s.depth()),
      Arrays.copyOf(s.instances().data(), s.instances().size()),
      Arrays.copyOf(s.planes().labels().data(), s.planes().labels().size()),
      Arrays.copyOf(s.planes().equations(), PlaneTruth.STRIDE * s.planes().count()),
      Arrays.copyOf(s.normals(), 3 * s.depth().size()),
      bytes(s.people()),
      bytes(s.movers()),
      bytes(s.thermal()),
      floats(s.celsius()),
      floats(s.lidar()),
      floats(s.sensorDepth())
    };
  }

  @Test
  void truthDependsOnSeedAndIndexAlone() {
    EnumSet<Truth> all = EnumSet.allOf(Truth.class);
    sampler.sample(7, all, sample);
    Object[] first = everything(sample);
    WorldSampler other = new WorldSampler(41, WIDTH, HEIGHT, PEOPLED);
    other.sample(3, all, sample);
    other.sample(7, all, sample);
    assertArrayEquals(first, everything(sample));
  }

  @ParameterizedTest
  @EnumSource(Truth.class)
  void truthIsTheSameAskedForAloneOrTogether(Truth truth) {
    sampler.sample(5, EnumSet.allOf(Truth.class), sample);
    WorldSample alone = new WorldSample();
    sampler.sample(5, EnumSet.of(truth), alone);
    assertArrayEquals(bytes(sample.rgb()), bytes(alone.rgb()));
    Image8 picture = new Image8();
    FloatImage depth = new FloatImage();
    Intrinsics camera = sampler.sample(5, picture, depth);
    assertEquals(camera, alone.camera());
    assertArrayEquals(bytes(picture), bytes(alone.rgb()));
    assertArrayEquals(floats(depth), floats(alone.depth()));
    switch (truth) {
      case THERMAL -> assertArrayEquals(bytes(sample.thermal()), bytes(alone.thermal()));
      case LIDAR -> assertArrayEquals(floats(sample.lidar()), floats(alone.lidar()));
      case SENSOR_DEPTH ->
          assertArrayEquals(floats(sample.sensorDepth()), floats(alone.sensorDepth()));
      default -> assertEquals(EnumSet.of(truth), alone.held());
    }
  }

  @Test
  void truthThatWasNotAskedForIsRefused() {
    sampler.sample(1, EnumSet.of(Truth.PEOPLE), sample);
    IllegalStateException refusal =
        assertThrows(IllegalStateException.class, () -> sample.thermal());
    assertEquals("thermal was not asked for, only [people]", refusal.getMessage());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7})
  void planesAgreeWithDepthAndNormals(long index) {
    sampler.sample(index, EnumSet.of(Truth.PLANES, Truth.NORMALS), sample);
    PlaneTruth planes = sample.planes();
    Intrinsics camera = sample.camera();
    int[] areas = new int[planes.count() + 1];
    for (int y = 0, i = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++, i++) {
        int plane = planes.labels().data()[i];
        areas[plane]++;
        if (plane == 0) {
          continue;
        }
        double a = (x - camera.cx()) / camera.fx();
        double b = (y - camera.cy()) / camera.fy();
        double z = sample.depth().data()[i];
        assertEquals(z, planes.depth(plane, a, b), 1e-5 * z, "index " + index + " pixel " + i);
        int at = PlaneTruth.STRIDE * (plane - 1);
        double cosine = 0;
        for (int k = 0; k < 3; k++) {
          cosine += planes.equations()[at + k] * sample.normals()[3 * i + k];
        }
        // Planes point away from the camera, surfaces towards it.
        assertEquals(-1, cosine, 1e-5, "index " + index + " pixel " + i);
      }
    }
    assertTrue(areas[0] < 0.9 * sample.depth().size(), "index " + index + " shows planes");
    for (int k = 1; k <= planes.count(); k++) {
      assertEquals(areas[k], planes.area(k));
      assertTrue(k == 1 || areas[k] <= areas[k - 1], "the largest planes come first");
      assertTrue(planes.equations()[PlaneTruth.STRIDE * k - 1] > 0, "offsets are positive");
    }
  }

  @Test
  void planesOfAKnownBoxAreThoseOfItsFaces() {
    SceneBuilder builder = TestScenes.builder();
    builder.box(4, 0, 0, 2, 2, 2, TestScenes.material(1));
    builder.ellipsoid(4, 5, 0, 1, 1, 1, TestScenes.material(2));
    Scene scene = TestScenes.of(builder);
    WorldSample out = new WorldSample();
    EnumSet<Truth> wanted = EnumSet.of(Truth.PLANES);
    out.begin(TestScenes.CAMERA, CameraPoses.optical(Vector3.ZERO, 0, 0, 0), wanted);
    Renderer renderer = new Renderer();
    renderer.trace(scene, out.camera(), out.worldFromCamera(), out.depth());
    Sight sight =
        new Sight(scene, out.camera(), out.worldFromCamera(), renderer.surfaces(), out.depth());
    new PlaneFinder().find(sight, out.planes());
    assertEquals(1, out.planes().count());
    double[] front = {0, 0, 1, 3};
    double[] found = Arrays.copyOf(out.planes().equations(), PlaneTruth.STRIDE);
    assertArrayEquals(front, found, 1e-12);
  }

  @Test
  void peopleAreSeenWhereTheyAreAskedForAndAreWarmerThanWalls() {
    int pictures = 0;
    int warmer = 0;
    int brighter = 0;
    double share = 0;
    WorldSampler rooms = new WorldSampler(43, WIDTH, HEIGHT, PEOPLED.withRoomShare(1));
    for (long index = 0; index < 12; index++) {
      rooms.sample(index, EnumSet.of(Truth.PEOPLE, Truth.INSTANCES, Truth.THERMAL), sample);
      Scene scene = rooms.scene(index);
      double[] sums = new double[6];
      for (int i = 0; i < sample.depth().size(); i++) {
        int instance = sample.instances().data()[i];
        boolean person = sample.people().data()[i] != 0;
        assertEquals(scene.objectKind(instance) == ObjectKind.PERSON, person);
        if (person || instance == 0) {
          int at = person ? 0 : 3;
          sums[at]++;
          sums[at + 1] += sample.celsius().data()[i];
          sums[at + 2] += sample.thermal().data()[i] & 255;
        }
      }
      if (sums[0] < 30 || sums[3] < 30) {
        continue;
      }
      pictures++;
      share += sums[0] / sample.depth().size() / 12;
      warmer += sums[1] / sums[0] > sums[4] / sums[3] + 2 ? 1 : 0;
      brighter += sums[2] / sums[0] > sums[5] / sums[3] ? 1 : 0;
    }
    assertTrue(pictures >= 8, "pictures with people: " + pictures);
    assertTrue(share > 0.02, "share of people: " + share);
    assertEquals(pictures, warmer);
    // A lamp beside them may take the best part of the grey scale, but not all of it.
    assertEquals(pictures, brighter);
  }

  @Test
  void theSkyIsCold() {
    WorldSampler streets = new WorldSampler(44, WIDTH, HEIGHT, PEOPLED.withRoomShare(0));
    for (long index = 0; index < 8; index++) {
      streets.sample(index, EnumSet.of(Truth.THERMAL, Truth.INSTANCES), sample);
      double sky = 0;
      double rest = 0;
      int open = 0;
      for (int i = 0; i < sample.depth().size(); i++) {
        boolean infinite = sample.depth().data()[i] == Float.POSITIVE_INFINITY;
        open += infinite ? 1 : 0;
        sky += infinite ? sample.celsius().data()[i] : 0;
        rest += infinite ? 0 : sample.celsius().data()[i];
      }
      if (open > 50) {
        double mean = rest / (sample.depth().size() - open);
        assertTrue(sky / open < mean - 3, "street " + index + ": " + sky / open + " " + mean);
      }
    }
  }

  @Test
  void lidarReturnsAreTheDepthsOfTheirPixels() {
    int known = 0;
    int agree = 0;
    for (long index = 0; index < 12; index++) {
      sampler.sample(index, EnumSet.of(Truth.LIDAR), sample);
      int before = known;
      for (int i = 0; i < sample.depth().size(); i++) {
        float measured = sample.lidar().data()[i];
        if (!Float.isNaN(measured)) {
          known++;
          double z = sample.depth().data()[i];
          assertTrue(measured > 0, "index " + index);
          assertTrue(measured < 1.05 * z + 0.2, "index " + index + ": hidden " + measured);
          agree += Math.abs(measured - z) < 0.1 + 0.03 * z ? 1 : 0;
        }
      }
      double share = (double) (known - before) / sample.depth().size();
      assertTrue(share < 0.1, "index " + index + ": share " + share);
    }
    assertTrue(known > 500, "returns: " + known);
    // On edges, and on ground seen at a slant, a pixel's middle is not where the beam hit.
    assertTrue(agree > 0.85 * known, agree + " of " + known);
  }

  @Test
  void sensorDepthHasHolesAndElsewhereNoiseThatGrowsWithTheSquare() {
    WorldSampler rooms = new WorldSampler(45, WIDTH, HEIGHT, PEOPLED.withRoomShare(1));
    int holes = 0;
    int near = 0;
    double total = 0;
    for (long index = 0; index < 12; index++) {
      rooms.sample(index, EnumSet.of(Truth.SENSOR_DEPTH), sample);
      for (int i = 0; i < sample.depth().size(); i++) {
        double z = sample.depth().data()[i];
        float measured = sample.sensorDepth().data()[i];
        total++;
        if (Float.isNaN(measured)) {
          holes++;
          continue;
        }
        near++;
        // Five of the largest σ and half of the largest step.
        assertEquals(z, measured, (5 * 0.003 + 0.0016) * z * z, "index " + index);
      }
    }
    assertTrue(holes > 0.05 * total && holes < 0.7 * total, "holes: " + holes / total);
    assertTrue(near > 1000, "measured: " + near);
  }
}
