package dev.fathom.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Allocations;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObstacleCloudTest {
  private record Point(float x, float y, float z, int rgb) {}

  private static ObstacleOptions everything(int maxPoints) {
    return new ObstacleOptions(0, 1000, maxPoints, 1, 0.1, 1e9);
  }

  private static FloatImage flat(int width, int height, float z) {
    FloatImage depth = new FloatImage().reshape(width, height);
    Arrays.fill(depth.data(), z);
    return depth;
  }

  private static List<Point> points(
      ObstacleOptions options, FloatImage depth, @Nullable FloatImage sigma, @Nullable Image8 rgb) {
    ObstacleCloud kernel = new ObstacleCloud(options);
    Intrinsics camera = CloudScenes.camera(depth.width(), depth.height());
    byte[] cloud = new byte[kernel.maxByteLength(depth.width(), depth.height()) + 3];
    int count = kernel.write(depth, sigma, rgb, camera, cloud, 3);
    ByteBuffer bytes = CloudScenes.littleEndian(cloud);
    List<Point> points = new ArrayList<>();
    for (int at = 3; at < 3 + 16 * count; at += 16) {
      points.add(
          new Point(
              bytes.getFloat(at),
              bytes.getFloat(at + 4),
              bytes.getFloat(at + 8),
              bytes.getInt(at + 12)));
    }
    return points;
  }

  @ParameterizedTest
  @CsvSource({"40,30,100000,1", "41,31,300,1", "40,30,1,1", "37,29,100000,3", "5,4,7,2"})
  void equalsThePlainDefinition(int width, int height, int maxPoints, int stride) {
    var options = new ObstacleOptions(0.6, 6, maxPoints, stride, 0.1, 0.1);
    for (long seed = 0; seed < 20; seed++) {
      FloatImage depth = CloudScenes.depth(width, height, 25, seed);
      FloatImage sigma = new FloatImage().reshape(width, height);
      Random random = new Random(seed);
      for (int i = 0; i < sigma.size(); i++) {
        sigma.data()[i] =
            random.nextInt(9) == 0 ? Float.NaN : (float) (0.12 * random.nextDouble() * 4);
      }
      Image8 rgb = CloudScenes.colour(width, height, 3, seed);
      assertEquals(
          plain(options, depth, sigma, rgb), points(options, depth, sigma, rgb), "seed " + seed);
    }
  }

  private static List<Point> plain(
      ObstacleOptions options, FloatImage depth, FloatImage sigma, Image8 rgb) {
    int width = depth.width();
    int height = depth.height();
    int side = options.stride();
    while (((width + side - 1) / side) * ((height + side - 1) / side) > options.maxPoints()) {
      side++;
    }
    Intrinsics camera = CloudScenes.camera(width, height);
    List<Point> points = new ArrayList<>();
    for (int top = 0; top < height; top += side) {
      for (int left = 0; left < width; left += side) {
        Point best = null;
        for (int i = 0; i < side * side; i++) {
          int u = left + i % side;
          int v = top + i / side;
          if (u < width && v < height && keeps(options, camera, depth, sigma, u, v)) {
            float z = depth.at(u, v);
            if (best == null || z < best.z()) {
              float x = z * (float) ((u - camera.cx()) / camera.fx());
              float y = z * (float) ((v - camera.cy()) / camera.fy());
              best = new Point(x, y, z, CloudScenes.rgbAt(rgb, v * width + u));
            }
          }
        }
        if (best != null) {
          points.add(best);
        }
      }
    }
    return points;
  }

  private static boolean keeps(
      ObstacleOptions options,
      Intrinsics camera,
      FloatImage depth,
      FloatImage sigma,
      int u,
      int v) {
    float z = depth.at(u, v);
    double range =
        z
            * Math.hypot(
                Math.hypot((u - camera.cx()) / camera.fx(), (v - camera.cy()) / camera.fy()), 1);
    if (!Depth.isKnown(z)
        || range < options.minRange()
        || range > options.maxRange()
        || !(sigma.at(u, v) / z <= options.maxRelativeSigma())) {
      return false;
    }
    float[] row = {at(depth, u - 1, v), at(depth, u + 1, v)};
    float[] column = {at(depth, u, v - 1), at(depth, u, v + 1)};
    boolean noneInRow = !near(z, row[0]) && !near(z, row[1]);
    boolean noneInColumn = !near(z, column[0]) && !near(z, column[1]);
    boolean behindInRow = (row[0] < z) != (row[1] < z);
    boolean behindInColumn = (column[0] < z) != (column[1] < z);
    return !(noneInRow && noneInColumn)
        && !(noneInRow && behindInRow)
        && !(noneInColumn && behindInColumn);
  }

  private static float at(FloatImage depth, int u, int v) {
    boolean inside = u >= 0 && v >= 0 && u < depth.width() && v < depth.height();
    return inside && Depth.isKnown(depth.at(u, v)) ? depth.at(u, v) : Float.POSITIVE_INFINITY;
  }

  private static boolean near(float z, float other) {
    return other <= z * 1.1f && z <= other * 1.1f;
  }

  @Test
  void pointsAreFiniteFewAndInFrontOfTheCamera() {
    for (int maxPoints : new int[] {1, 10, 500, 20_000}) {
      for (long seed = 0; seed < 5; seed++) {
        FloatImage depth = CloudScenes.depth(123, 77, 30, seed);
        List<Point> points = points(everything(maxPoints), depth, null, null);
        String where = "maxPoints " + maxPoints + " seed " + seed;
        assertTrue(points.size() <= maxPoints, where);
        for (Point p : points) {
          assertTrue(Float.isFinite(p.x()) && Float.isFinite(p.y()) && p.z() > 0, where);
          assertTrue(p.z() < 1000, where);
        }
      }
    }
  }

  @Test
  void decimationReachesAllSidesOfThePicture() {
    List<Point> points = points(everything(50), flat(100, 80, 2), null, null);
    Intrinsics camera = CloudScenes.camera(100, 80);
    for (double[] corner : new double[][] {{0, 0}, {99, 0}, {0, 79}, {99, 79}}) {
      double closest = Double.MAX_VALUE;
      for (Point p : points) {
        double du = camera.projectX(p.x(), p.z()) - corner[0];
        double dv = camera.projectY(p.y(), p.z()) - corner[1];
        closest = Math.min(closest, Math.hypot(du, dv));
      }
      int side = new ObstacleCloud(everything(50)).blockSide(100, 80);
      assertTrue(closest < side * Math.sqrt(2), "closest to a corner: " + closest);
    }
  }

  @Test
  void theNearestPixelOfABlockIsKept() {
    FloatImage depth = flat(40, 40, 3);
    // A pole of one pixel's width, well before the wall.
    for (int v = 0; v < 40; v++) {
      depth.data()[v * 40 + 17] = 1.5f;
    }
    List<Point> points = points(everything(100), depth, null, null);
    assertEquals(100, points.size());
    assertEquals(10, points.stream().filter(p -> p.z() == 1.5f).count());
  }

  @Test
  void flyingPixelsOnAStepAreRemoved() {
    FloatImage depth = new FloatImage().reshape(30, 20);
    for (int i = 0; i < depth.size(); i++) {
      int u = i % 30;
      depth.data()[i] = u < 15 ? 1f : u == 15 ? 2.2f : 4f;
    }
    List<Point> points = points(everything(10_000), depth, null, null);
    assertEquals(29 * 20, points.size());
    assertTrue(points.stream().noneMatch(p -> p.z() == 2.2f));
  }

  @Test
  void aLonePixelIsRemoved() {
    FloatImage depth = flat(20, 20, 4);
    depth.data()[10 * 20 + 10] = 1f;
    List<Point> points = points(everything(10_000), depth, null, null);
    assertTrue(points.stream().noneMatch(p -> p.z() == 1f));
  }

  @Test
  void uncertainPixelsAreRemoved() {
    FloatImage sigma = flat(10, 10, 0.1f);
    sigma.data()[11] = 0.5f;
    sigma.data()[12] = Float.NaN;
    var options = new ObstacleOptions(0, 100, 1000, 1, 0.1, 0.1);
    assertEquals(98, points(options, flat(10, 10, 2), sigma, null).size());
  }

  @Test
  void rangeIsTheDistanceFromTheCameraAndNotTheDepth() {
    FloatImage depth = flat(60, 60, 2);
    var options = new ObstacleOptions(0.1, 2.1, 10_000, 1, 0.1, 1);
    List<Point> points = points(options, depth, null, null);
    assertTrue(!points.isEmpty() && points.size() < 3600, "found " + points.size());
    for (Point p : points) {
      double range = Math.sqrt(p.x() * p.x() + p.y() * p.y() + p.z() * p.z());
      assertTrue(range <= 2.1 + 1e-5, "found " + range);
    }
  }

  @Test
  void optionsAreValidated() {
    assertThrows(IllegalArgumentException.class, () -> new ObstacleOptions(2, 1, 10, 1, 0.1, 0.1));
    assertThrows(
        IllegalArgumentException.class, () -> new ObstacleOptions(0, 1e9, 10, 1, 0.1, 0.1));
    assertThrows(
        IllegalArgumentException.class, () -> new ObstacleOptions(0, Double.NaN, 10, 1, 0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> new ObstacleOptions(0, 1, 0, 1, 0.1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new ObstacleOptions(0, 1, 10, 0, 0.1, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new ObstacleOptions(0, 1, 10, 1, 0, 0.1));
    assertThrows(IllegalArgumentException.class, () -> new ObstacleOptions(0, 1, 10, 1, 0.1, 0));
  }

  @Test
  void steadyStateAllocatesNothing() {
    FloatImage depth = CloudScenes.depth(64, 48, 20, 1);
    Image8 rgb = CloudScenes.colour(64, 48, 3, 1);
    Intrinsics camera = CloudScenes.camera(64, 48);
    ObstacleCloud kernel = new ObstacleCloud(everything(300));
    byte[] cloud = new byte[kernel.maxByteLength(64, 48)];
    assertEquals(
        0, Allocations.ofSteadyState(() -> kernel.write(depth, null, rgb, camera, cloud, 0)));
  }
}
