package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrajectoryTest {
  private static Scene scene(long seed) {
    Dice dice = new Dice(seed);
    return seed % 2 == 0 ? RoomScenes.random(dice) : StreetScenes.random(dice);
  }

  private static void assertNear(Vector3 expected, Vector3 found, double tolerance, String what) {
    assertTrue(
        expected.minus(found).norm() < tolerance,
        () -> what + ": expected " + expected + ", found " + found);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void derivativesAgreeWithDifferences(long seed) {
    Trajectory way = Trajectory.random(scene(seed), seed, 10);
    double h = 1e-5;
    for (double t = 0.013; t < way.duration() - 0.01; t += 0.217) {
      String when = "seed " + seed + " at " + t;
      Vector3 before = way.worldFromBody(t - h).translation();
      Vector3 after = way.worldFromBody(t + h).translation();
      assertNear(after.minus(before).times(0.5 / h), way.velocity(t), 1e-6, "velocity, " + when);
      Vector3 gain = way.velocity(t + h).minus(way.velocity(t - h)).times(0.5 / h);
      assertNear(gain, way.acceleration(t), 1e-3, "acceleration, " + when);
      Rotation turn =
          way.worldFromBody(t - h).rotation().inverse().after(way.worldFromBody(t + h).rotation());
      Vector3 rate = new Vector3(turn.x(), turn.y(), turn.z()).times(1 / h);
      rate = turn.w() < 0 ? rate.times(-1) : rate;
      assertNear(rate, way.angularVelocity(t), 1e-5, "angular velocity, " + when);
      Vector3 spin = way.angularVelocity(t + h).minus(way.angularVelocity(t - h)).times(0.5 / h);
      assertNear(spin, way.angularAcceleration(t), 1e-3, "angular acceleration, " + when);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void nothingStandsInTheWay(long seed) {
    Scene scene = scene(seed);
    Trajectory way = Trajectory.random(scene, seed, 20);
    double travelled = 0;
    Vector3 last = way.worldFromBody(0).translation();
    for (double t = 0; t < way.duration(); t += 0.05) {
      Vector3 here = way.worldFromBody(t).translation();
      travelled += here.minus(last).norm();
      last = here;
      double clearance = scene.clearance(here);
      assertTrue(clearance > 0.1, "seed " + seed + " at " + t + ": clearance " + clearance);
    }
    assertTrue(travelled > 1, "seed " + seed + ": travelled only " + travelled + " m");
  }

  @Test
  void beginsAndEndsAtRestAndLastsLongEnough() {
    Trajectory way = Trajectory.random(scene(2), 5, 12);
    assertTrue(way.duration() >= 12, "lasts " + way.duration());
    assertEquals(0, way.velocity(0).norm(), 1e-9);
    assertEquals(0, way.velocity(way.duration()).norm(), 1e-9);
    assertEquals(0, way.angularVelocity(0).norm(), 1e-9);
  }

  @Test
  void isAFunctionOfItsSeed() {
    Scene scene = scene(4);
    RigidTransform pose = Trajectory.random(scene, 1, 8).worldFromBody(5);
    assertEquals(pose, Trajectory.random(scene, 1, 8).worldFromBody(5));
    assertTrue(!pose.equals(Trajectory.random(scene, 2, 8).worldFromBody(5)));
  }

  @Test
  void timesOutsideAreRefused() {
    Trajectory way = Trajectory.random(scene(2), 5, 3);
    assertThrows(IllegalArgumentException.class, () -> way.worldFromBody(-0.1));
    assertThrows(IllegalArgumentException.class, () -> way.velocity(way.duration() + 0.1));
  }
}
