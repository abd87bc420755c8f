package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LidarSimulatorTest {
  private static final LidarOptions EXACT = LidarOptions.sixteenBeams().exact();

  private final LidarScan scan = new LidarScan();

  private static Vector3 point(LidarScan scan, int i) {
    float[] p = scan.points();
    int at = LidarScan.STRIDE * i;
    return new Vector3(p[at], p[at + 1], p[at + 2]);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void returnsAgreeWithTheDepthImage(long seed) {
    Dice dice = new Dice(seed);
    Scene scene = seed % 2 == 0 ? RoomScenes.random(dice) : StreetScenes.random(dice);
    RigidTransform worldFromBody = Trajectory.random(scene, seed, 5).worldFromBody(2);
    RigidTransform worldFromCamera =
        worldFromBody.after(new RigidTransform(CameraPoses.BODY_FROM_OPTICAL, Vector3.ZERO));
    Intrinsics camera = new Intrinsics(320, 160, 160, 160, 159.5, 79.5);
    FloatImage depth = new FloatImage();
    new Renderer().render(scene, camera, worldFromCamera, new Image8(), depth);
    new LidarSimulator(EXACT).scan(scene, worldFromBody, 1, scan);
    RigidTransform cameraFromLidar = worldFromCamera.inverse().after(worldFromBody);
    int compared = 0;
    int agreed = 0;
    for (int i = 0; i < scan.count(); i++) {
      Vector3 p = cameraFromLidar.apply(point(scan, i));
      if (p.z() < 0.1) {
        continue;
      }
      double x = camera.projectX(p.x(), p.z());
      double y = camera.projectY(p.y(), p.z());
      if (x < 0 || y < 0 || x > 318 || y > 158) {
        continue;
      }
      compared++;
      agreed += Math.abs(TestScenes.bilinear(depth, x, y) - p.z()) < 0.01 * p.z() ? 1 : 0;
    }
    assertTrue(compared > 500, "seed " + seed + ": compared " + compared);
    // The rest lies on edges, where the depth between two pixels is of neither.
    assertTrue(agreed > 0.85 * compared, "seed " + seed + ": " + agreed + " of " + compared);
  }

  @Test
  void returnsOfABallLieOnTheBall() {
    SceneBuilder builder = TestScenes.builder();
    builder.ellipsoid(0, 0, 0, 8, 8, 8, TestScenes.material(1));
    Scene scene = TestScenes.of(builder);
    RigidTransform pose = CameraPoses.body(new Vector3(1, 2, 0.5), 0.4, 0.1, 0.2);
    new LidarSimulator(EXACT).scan(scene, pose, 1, scan);
    assertEquals(EXACT.beams() * EXACT.columns(), scan.count());
    for (int i = 0; i < scan.count(); i++) {
      assertEquals(8, pose.apply(point(scan, i)).norm(), 1e-5);
    }
  }

  @Test
  void aMovingSensorGivesEachPointInItsOwnFrame() {
    SceneBuilder builder = TestScenes.builder();
    builder.ellipsoid(0, 0, 0, 8, 8, 8, TestScenes.material(1));
    Scene scene = TestScenes.of(builder);
    LidarOptions one = new LidarOptions(1, 0, 0, 100, 0.1, 50, 0, 0);
    new LidarSimulator(one)
        .scan(scene, share -> CameraPoses.body(new Vector3(share, 0, 0), 0, 0, 0), 1, scan);
    assertEquals(100, scan.count());
    for (int i = 0; i < 100; i++) {
      assertEquals(8, point(scan, i).plus(new Vector3(i / 100.0, 0, 0)).norm(), 1e-5);
    }
  }

  @Test
  void noiseAndLossesAreAsAskedForAndRepeatable() {
    SceneBuilder builder = TestScenes.builder();
    builder.ellipsoid(0, 0, 0, 8, 8, 8, TestScenes.material(1));
    Scene scene = TestScenes.of(builder);
    LidarOptions rough = new LidarOptions(16, -15, 15, 900, 0.3, 100, 0.03, 0.2);
    new LidarSimulator(rough).scan(scene, RigidTransform.IDENTITY, 3, scan);
    assertEquals(0.8, scan.count() / (16.0 * 900), 0.02);
    double squares = 0;
    for (int i = 0; i < scan.count(); i++) {
      double error = point(scan, i).norm() - 8;
      squares += error * error;
    }
    assertEquals(0.03, Math.sqrt(squares / scan.count()), 0.001);
    LidarScan again = new LidarScan();
    new LidarSimulator(rough).scan(scene, RigidTransform.IDENTITY, 3, again);
    int used = LidarScan.STRIDE * scan.count();
    assertArrayEquals(Arrays.copyOf(scan.points(), used), Arrays.copyOf(again.points(), used));
  }

  @Test
  void nothingComesBackFromBeyondTheRange() {
    SceneBuilder builder = TestScenes.builder();
    builder.ellipsoid(0, 0, 0, 8, 8, 8, TestScenes.material(1));
    LidarOptions shortSighted = new LidarOptions(4, -5, 5, 50, 0.1, 7.9, 0, 0);
    new LidarSimulator(shortSighted).scan(TestScenes.of(builder), RigidTransform.IDENTITY, 1, scan);
    assertEquals(0, scan.count());
    assertThrows(IllegalArgumentException.class, () -> new LidarOptions(0, 0, 1, 10, 0, 1, 0, 0));
  }
}
