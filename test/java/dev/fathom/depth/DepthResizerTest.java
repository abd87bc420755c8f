package dev.fathom.depth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Allocations;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DepthResizerTest {
  private final FloatImage out = new FloatImage();
  private final FloatImage sigmaOut = new FloatImage();

  /** Surfaces with steps between them, and holes of every kind. */
  private static FloatImage scene(int width, int height, long seed) {
    Random random = new Random(seed);
    FloatImage depth = new FloatImage().reshape(width, height);
    for (int i = 0; i < depth.size(); i++) {
      int surface = i % width * 3 / width + i / width * 2 / height;
      depth.data()[i] = (float) (1 + 2 * surface + 0.05 * random.nextDouble());
      if (random.nextInt(8) == 0) {
        float[] holes = {Float.NaN, 0f, -1f, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
        depth.data()[i] = holes[random.nextInt(holes.length)];
      }
    }
    return depth;
  }

  private static FloatImage sigma(FloatImage depth, long seed) {
    Random random = new Random(seed);
    FloatImage sigma = new FloatImage().reshape(depth.width(), depth.height());
    for (int i = 0; i < sigma.size(); i++) {
      boolean known = Depth.isKnown(depth.data()[i]) && random.nextInt(10) > 0;
      sigma.data()[i] = known ? (float) (0.01 + random.nextDouble()) : Float.NaN;
    }
    return sigma;
  }

  @ParameterizedTest
  @CsvSource({
    "20,15,64,48",
    "16,12,16,12",
    "40,30,16,12",
    "7,5,33,3",
    "1,1,9,7",
    "9,1,5,4",
    "3,8,2,31"
  })
  void equalsThePlainDefinition(int width, int height, int newWidth, int newHeight) {
    DepthResizer resizer = new DepthResizer();
    for (long seed = 0; seed < 20; seed++) {
      FloatImage depth = scene(width, height, seed);
      FloatImage sigma = sigma(depth, seed);
      resizer.resize(depth, sigma, newWidth, newHeight, out, sigmaOut);
      for (int i = 0; i < out.size(); i++) {
        float[] expected = plain(depth, sigma, i % newWidth, i / newWidth, newWidth, newHeight);
        String where = "seed " + seed + " pixel " + i;
        assertClose(expected[0], out.data()[i], where);
        assertClose(expected[1], sigmaOut.data()[i], where + " sigma");
      }
    }
  }

  /** Single precision against double: a few units in the last place. */
  private static void assertClose(float expected, float found, String where) {
    if (Float.isNaN(expected) || Float.isInfinite(expected)) {
      assertEquals(expected, found, where);
    } else {
      assertEquals(expected, found, 2e-6 * Math.abs(expected), where);
    }
  }

  private static float[] plain(
      FloatImage depth, FloatImage sigma, int x, int y, int newWidth, int newHeight) {
    double u = place(x, depth.width(), newWidth);
    double v = place(y, depth.height(), newHeight);
    int u0 = (int) Math.floor(u);
    int v0 = (int) Math.floor(v);
    int u1 = Math.min(u0 + 1, depth.width() - 1);
    int v1 = Math.min(v0 + 1, depth.height() - 1);
    float[] z = {depth.at(u0, v0), depth.at(u1, v0), depth.at(u0, v1), depth.at(u1, v1)};
    float[] s = {sigma.at(u0, v0), sigma.at(u1, v0), sigma.at(u0, v1), sigma.at(u1, v1)};
    double fx = u - u0;
    double fy = v - v0;
    double[] weights = {(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy};
    int closest = (fx < 0.5 ? 0 : 1) + (fy < 0.5 ? 0 : 2);
    float near = Float.MAX_VALUE;
    float far = 0;
    boolean smooth = true;
    for (float value : z) {
      smooth &= Depth.isKnown(value);
      near = Math.min(near, value);
      far = Math.max(far, value);
    }
    smooth = smooth && far - near <= 0.1f * near;
    float resultZ = smooth ? mean(z, weights) : Depth.cleaned(z[closest]);
    float resultS = smooth ? mean(s, weights) : s[closest];
    if (Float.isNaN(resultS)) {
      resultS = s[closest];
    }
    return new float[] {resultZ, Depth.isKnown(resultZ) ? resultS : Float.NaN};
  }

  private static double place(int i, int from, int to) {
    return Math.max(0, Math.min(from - 1, (i + 0.5) * from / to - 0.5));
  }

  private static float mean(float[] values, double[] weights) {
    double sum = 0;
    for (int i = 0; i < 4; i++) {
      sum += weights[i] * values[i];
    }
    return (float) sum;
  }

  @Test
  void noDepthArisesBetweenTwoSurfaces() {
    FloatImage depth = new FloatImage().reshape(20, 10);
    for (int i = 0; i < depth.size(); i++) {
      depth.data()[i] = i % 20 < 9 ? 1f : 5f;
    }
    new DepthResizer().resize(depth, 133, 57, out);
    for (int i = 0; i < out.size(); i++) {
      float z = out.data()[i];
      assertTrue(z == 1f || z == 5f, "found " + z);
    }
  }

  @Test
  void zeroNeverLeaves() {
    for (long seed = 0; seed < 10; seed++) {
      new DepthResizer(1).resize(scene(30, 20, seed), 71, 41, out);
      for (int i = 0; i < out.size(); i++) {
        float z = out.data()[i];
        assertTrue(!(z <= 0) || z == Float.NEGATIVE_INFINITY, "seed " + seed + ": " + z);
      }
    }
  }

  @Test
  void aSlantedPlaneKeepsItsPlaceUnderTheResizedCamera() {
    Intrinsics network = new Intrinsics(80, 60, 70, 70, 40.3, 29.1);
    Intrinsics camera = network.resized(320, 240);
    FloatImage depth = plane(network);
    FloatImage truth = plane(camera);
    new DepthResizer().resize(depth, 320, 240, out);
    for (int y = 2; y < 238; y++) {
      for (int x = 2; x < 318; x++) {
        // Depth of a plane is not quite linear in the image: the second derivative times 1/8.
        assertEquals(truth.at(x, y), out.at(x, y), 1e-3);
      }
    }
  }

  /** The plane z = 4 + 0.5 x, seen by the camera. */
  private static FloatImage plane(Intrinsics camera) {
    FloatImage depth = new FloatImage().reshape(camera.width(), camera.height());
    for (int i = 0; i < depth.size(); i++) {
      double slope = (i % camera.width() - camera.cx()) / camera.fx();
      depth.data()[i] = (float) (4 / (1 - 0.5 * slope));
    }
    return depth;
  }

  @Test
  void tablesFollowAChangeOfSize() {
    DepthResizer resizer = new DepthResizer();
    FloatImage small = scene(12, 9, 1);
    FloatImage large = scene(40, 30, 2);
    FloatImage first = new FloatImage();
    resizer.resize(small, 50, 40, first);
    resizer.resize(large, 64, 48, out);
    resizer.resize(small, 50, 40, out);
    for (int i = 0; i < out.size(); i++) {
      assertEquals(first.data()[i], out.data()[i]);
    }
  }

  @Test
  void badArgumentsAreNamed() {
    assertThrows(IllegalArgumentException.class, () -> new DepthResizer(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> new DepthResizer(-0.1));
    FloatImage depth = scene(4, 4, 0);
    FloatImage sigma = new FloatImage().reshape(4, 5);
    assertThrows(
        IllegalArgumentException.class,
        () -> new DepthResizer().resize(depth, sigma, 8, 8, out, sigmaOut));
  }

  @Test
  void steadyStateAllocatesNothing() {
    DepthResizer resizer = new DepthResizer();
    FloatImage depth = scene(40, 30, 1);
    FloatImage sigma = new FloatImage().reshape(40, 30);
    Arrays.fill(sigma.data(), 0.1f);
    assertEquals(
        0, Allocations.ofSteadyState(() -> resizer.resize(depth, sigma, 160, 120, out, sigmaOut)));
  }
}
