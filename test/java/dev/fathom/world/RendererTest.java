package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RendererTest {
  private static final Intrinsics CAMERA = TestScenes.CAMERA;

  private final Renderer renderer = new Renderer();
  private final Image8 rgb = new Image8();
  private final FloatImage depth = new FloatImage();

  @Test
  void groundHasTheDepthOfAPlane() {
    SceneBuilder builder = TestScenes.builder();
    builder.box(0, 0, 0, 1e5, 1e5, 0, TestScenes.material(1));
    RigidTransform eye = CameraPoses.optical(new Vector3(3, 2, 1.65), 0.7, 0, 0);
    renderer.render(TestScenes.of(builder), CAMERA, eye, rgb, depth);
    for (int y = 0; y < CAMERA.height(); y++) {
      for (int x = 0; x < CAMERA.width(); x++) {
        double below = (y - CAMERA.cy()) / CAMERA.fy();
        if (below <= 0) {
          assertEquals(Float.POSITIVE_INFINITY, depth.at(x, y), "sky at row " + y);
        } else {
          double expected = 1.65 / below;
          assertEquals(expected, depth.at(x, y), 1e-6 * expected, "row " + y);
        }
      }
    }
  }

  @Test
  void sphereHasTheDepthOfASphere() {
    SceneBuilder builder = TestScenes.builder();
    builder.ellipsoid(4, 0, 1, 1.2, 1.2, 1.2, TestScenes.material(2));
    RigidTransform eye = CameraPoses.optical(new Vector3(0, 0, 1), 0, 0, 0);
    renderer.render(TestScenes.of(builder), CAMERA, eye, rgb, depth);
    int seen = 0;
    for (int y = 0; y < CAMERA.height(); y++) {
      for (int x = 0; x < CAMERA.width(); x++) {
        double a = (x - CAMERA.cx()) / CAMERA.fx();
        double b = (y - CAMERA.cy()) / CAMERA.fy();
        // |z·(a, b, 1) − (0, 0, 4)| = 1.2 solved for the nearer z.
        double norm = 1 + a * a + b * b;
        double under = 16 - norm * (16 - 1.44);
        if (under > 1e-6) {
          seen++;
          double expected = (4 - Math.sqrt(under)) / norm;
          assertEquals(expected, depth.at(x, y), 1e-6 * expected);
        } else if (under < -1e-6) {
          assertEquals(Float.POSITIVE_INFINITY, depth.at(x, y));
        }
      }
    }
    assertTrue(seen > 1000, "the sphere fills only " + seen + " pixels");
  }

  @Test
  void depthIsTheSameWhereverTheWorldIsTurned() {
    FloatImage turned = new FloatImage();
    for (double yaw : new double[] {0, 1, 2.5}) {
      SceneBuilder builder = new SceneBuilder().at(0, 0, 0, yaw);
      builder.box(3, 0.4, 0.5, 1, 1, 1, TestScenes.material(3));
      builder.cylinder(4, -1, 1, 0.4, 2, TestScenes.material(4));
      builder.capsule(
          new Vector3(2, 0, 1), new Vector3(2.4, -0.5, 1.6), 0.1, TestScenes.material(5));
      RigidTransform eye = CameraPoses.optical(new Vector3(0, 0, 1.2), yaw, 0.1, 0.05);
      renderer.render(TestScenes.of(builder), CAMERA, eye, rgb, yaw == 0 ? depth : turned);
      for (int i = 0; yaw != 0 && i < depth.size(); i++) {
        float expected = depth.data()[i];
        float found = turned.data()[i];
        // A ray that grazes a silhouette may fall on its other side.
        if (Float.isFinite(expected) && Math.abs(found - expected) < 0.3) {
          assertEquals(expected, found, 1e-5, "yaw " + yaw + ", pixel " + i);
        }
      }
    }
  }

  @Test
  void aPointLandsOnThePixelThatShowsIt() {
    // A small bright ball in the dark: its picture's centre of light is where the point projects.
    Vector3 point = new Vector3(5, 0.7, 1.4);
    SceneBuilder builder = TestScenes.builder();
    builder.box(9, 0, 0, 0, 40, 40, Material.plain(Rgb.grey(0), 0, 1));
    builder.at(point.x(), point.y(), point.z(), 0);
    builder.ellipsoid(0, 0, 0, 0.15, 0.15, 0.15, Material.plain(Rgb.grey(1), 0, 1).glowing(1));
    RigidTransform eye = CameraPoses.optical(new Vector3(0.3, 0.2, 1.1), 0.1, -0.05, 0.2);
    renderer.render(TestScenes.of(builder), CAMERA, eye, rgb, depth);
    Vector3 inCamera = eye.inverse().apply(point);
    double sum = 0;
    double sumX = 0;
    double sumY = 0;
    for (int i = 0; i < depth.size(); i++) {
      int light = rgb.data()[3 * i] & 255;
      sum += light;
      sumX += light * (i % CAMERA.width());
      sumY += light * (i / CAMERA.width());
    }
    assertTrue(sum > 0, "the ball is not seen");
    // The ball is round, its picture nearly so: a tenth of a pixel covers that and the sampling.
    assertEquals(CAMERA.projectX(inCamera.x(), inCamera.z()), sumX / sum, 0.1);
    assertEquals(CAMERA.projectY(inCamera.y(), inCamera.z()), sumY / sum, 0.1);
  }

  @Test
  void shadowsFallAwayFromTheSun() {
    SceneBuilder builder = TestScenes.builder();
    builder.box(0, 0, 0, 100, 100, 0, Material.plain(Rgb.grey(0.5), 0, 1));
    builder.box(6, 0, 0.5, 0.5, 0.5, 1, Material.plain(Rgb.grey(0.5), 0, 1));
    RigidTransform eye = CameraPoses.optical(new Vector3(6.7, -5, 2), Math.PI / 2, 0.4, 0);
    renderer.render(TestScenes.of(builder), CAMERA, eye, rgb, depth);
    // The sun stands at (−1, 0.3, 1): the box's shadow lies at larger x and smaller y.
    int inShadow = brightness(eye, new Vector3(6.7, -0.25, 0));
    int inLight = brightness(eye, new Vector3(5.5, -0.25, 0));
    assertTrue(inLight > inShadow + 30, "light " + inLight + ", shadow " + inShadow);
  }

  private int brightness(RigidTransform eye, Vector3 point) {
    Vector3 p = eye.inverse().apply(point);
    int x = (int) Math.round(CAMERA.projectX(p.x(), p.z()));
    int y = (int) Math.round(CAMERA.projectY(p.y(), p.z()));
    return rgb.data()[3 * (y * CAMERA.width() + x)] & 255;
  }

  @Test
  void theSameSeedGivesTheSameBytesAndAnotherOnlyOtherNoise() {
    Scene scene = RoomScenes.random(new Dice(4));
    RigidTransform eye = CameraPoses.optical(new Vector3(0, 0, 1), 0, 0, 0);
    renderer.render(scene, CAMERA, eye, 1, 5, rgb, depth);
    Image8 again = new Image8();
    new Renderer().render(scene, CAMERA, eye, 1, 5, again, new FloatImage());
    assertArrayEquals(rgb.data(), again.data());
    renderer.render(scene, CAMERA, eye, 1, 6, again, depth);
    int different = Arrays.mismatch(rgb.data(), again.data());
    assertTrue(different >= 0, "another seed changed nothing");
    for (int i = 0; i < rgb.size(); i++) {
      assertEquals(rgb.data()[i] & 255, again.data()[i] & 255, 20, "byte " + i);
    }
  }
}
