package dev.fathom.cloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClearingCloudTest {
  private static final ObstacleOptions OBSTACLES = new ObstacleOptions(0.2, 5, 100, 1, 0.1, 0.1);

  private record Point(float x, float y, float z) {
    double distance() {
      return Math.sqrt(x * x + y * y + z * z);
    }
  }

  private static ClearingOptions options(int maxPoints, double minFreeShare) {
    return new ClearingOptions(0.5, maxPoints, 1, minFreeShare);
  }

  private static FloatImage filled(float value) {
    FloatImage image = new FloatImage().reshape(40, 30);
    Arrays.fill(image.data(), value);
    return image;
  }

  private static List<Point> points(
      ClearingOptions options, FloatImage depth, @Nullable FloatImage sigma) {
    ClearingCloud kernel = new ClearingCloud(options, OBSTACLES);
    Intrinsics camera = CloudScenes.camera(depth.width(), depth.height());
    byte[] cloud = new byte[kernel.maxByteLength(depth.width(), depth.height()) + 3];
    int count = kernel.write(depth, sigma, camera, cloud, 3);
    ByteBuffer bytes = CloudScenes.littleEndian(cloud);
    List<Point> points = new ArrayList<>();
    for (int at = 3; at < 3 + PointLayout.POINT_BYTES * count; at += PointLayout.POINT_BYTES) {
      points.add(new Point(bytes.getFloat(at), bytes.getFloat(at + 4), bytes.getFloat(at + 8)));
    }
    return points;
  }

  @ParameterizedTest
  @ValueSource(floats = {7, 100, Float.POSITIVE_INFINITY})
  void openSpaceGivesFinitePointsBeyondTheRangeOfObstacles(float metres) {
    List<Point> points = points(options(100, 0.5), filled(metres), null);
    assertTrue(points.size() > 50 && points.size() <= 100, points.size() + " points");
    for (Point p : points) {
      assertEquals(5.5, p.distance(), 1e-5);
      assertTrue(p.z > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {4, 0.01f, Float.NaN, Float.NEGATIVE_INFINITY})
  void nearUnknownAndTooNearGiveNone(float metres) {
    assertEquals(List.of(), points(options(100, 0.5), filled(metres), null));
  }

  @Test
  void oneNearPixelKeepsItsBlockHoweverLittleItIsTrusted() {
    FloatImage depth = filled(50);
    FloatImage sigma = filled(0.1f);
    int all = points(options(12, 0.5), depth, sigma).size();
    depth.data()[17 * 40 + 23] = 3;
    sigma.data()[17 * 40 + 23] = 30;
    assertEquals(all - 1, points(options(12, 0.5), depth, sigma).size());
  }

  @Test
  void doubtfulAndUnknownPixelsAreNotFreeSpace() {
    FloatImage depth = filled(50);
    FloatImage sigma = filled(0.1f);
    Random random = new Random(5);
    for (int i = 0; i < depth.size(); i++) {
      if (i % 5 < 2) {
        boolean hole = random.nextBoolean();
        depth.data()[i] = hole ? Depth.UNKNOWN : 50;
        sigma.data()[i] = hole ? Float.NaN : 20;
      }
    }
    assertTrue(points(options(12, 0.5), depth, sigma).size() > 5, "three in five are free");
    assertEquals(List.of(), points(options(12, 0.7), depth, sigma));
  }

  @ParameterizedTest
  @CsvSource({"40,30,100000", "41,31,300", "37,29,1", "64,48,20"})
  void equalsThePlainDefinition(int width, int height, int maxPoints) {
    ClearingOptions options = new ClearingOptions(0.5, maxPoints, 1, 0.4);
    for (long seed = 0; seed < 20; seed++) {
      FloatImage depth = CloudScenes.depth(width, height, 30, seed);
      // Surfaces from 0.5 to 6.6 m: the last columns are beyond the range.
      FloatImage sigma = new FloatImage().reshape(width, height);
      Random random = new Random(seed);
      for (int i = 0; i < sigma.size(); i++) {
        sigma.data()[i] = Depth.isKnown(depth.data()[i]) ? random.nextFloat() : Float.NaN;
        depth.data()[i] = depth.data()[i] <= 0 ? Float.NEGATIVE_INFINITY : depth.data()[i];
      }
      assertEquals(plain(options, depth, sigma), points(options, depth, sigma).size(), "" + seed);
    }
  }

  private static int plain(ClearingOptions options, FloatImage depth, FloatImage sigma) {
    Intrinsics camera = CloudScenes.camera(depth.width(), depth.height());
    int side = 1;
    while (((depth.width() + side - 1) / side) * ((depth.height() + side - 1) / side)
        > options.maxPoints()) {
      side++;
    }
    int blocks = 0;
    for (int top = 0; top < depth.height(); top += side) {
      for (int left = 0; left < depth.width(); left += side) {
        int near = 0;
        int free = 0;
        int size = 0;
        for (int i = 0; i < side * side; i++) {
          int u = left + i % side;
          int v = top + i / side;
          if (u >= depth.width() || v >= depth.height()) {
            continue;
          }
          size++;
          float z = depth.at(u, v);
          double x = (u - camera.cx()) / camera.fx();
          double y = (v - camera.cy()) / camera.fy();
          double distance = z * Math.hypot(Math.hypot(x, y), 1);
          near += distance < 5.5 ? 1 : 0;
          free += distance >= 5.5 && (Float.isInfinite(z) || sigma.at(u, v) <= 0.1 * z) ? 1 : 0;
        }
        blocks += near == 0 && free >= 0.4 * size ? 1 : 0;
      }
    }
    return blocks;
  }

  @Test
  void badOptionsAreNamedWithWhatWasFound() {
    for (double share : new double[] {0, 1.1, Double.NaN}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> options(5, share)).getMessage();
      assertTrue(message.contains("min_free_share") && message.contains("" + share), message);
    }
  }
}
