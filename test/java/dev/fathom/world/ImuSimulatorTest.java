package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImuSimulatorTest {
  private static Trajectory way(long seed) {
    Dice dice = new Dice(seed);
    Scene scene = seed % 2 == 0 ? RoomScenes.random(dice) : StreetScenes.random(dice);
    return Trajectory.random(scene, seed, 10);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void readingsIntegrateBackToTheTrajectory(long seed) {
    Trajectory way = way(seed);
    RigidTransform bodyFromImu =
        new RigidTransform(Rotation.about(new Vector3(1, 2, 3), 0.8), new Vector3(0.2, -0.1, 0.15));
    ImuSimulator imu = new ImuSimulator(way, bodyFromImu, ImuFaults.NONE, 1);
    RigidTransform start = way.worldFromBody(0).after(bodyFromImu);
    Rotation attitude = start.rotation();
    Vector3 place = start.translation();
    Vector3 velocity = Vector3.ZERO;
    double dt = 0.001;
    int steps = (int) (way.duration() / dt);
    for (int i = 0; i < steps; i++) {
      // The reading in the middle of a step stands for all of it: second order.
      ImuReading reading = imu.read((i + 0.5) * dt, i);
      Vector3 turn = reading.angularVelocity().times(dt);
      Rotation half = exponential(turn.times(0.5));
      Vector3 force = attitude.after(half).rotate(reading.specificForce());
      Vector3 gain = force.plus(ImuSimulator.GRAVITY).times(dt);
      place = place.plus(velocity.plus(gain.times(0.5)).times(dt));
      velocity = velocity.plus(gain);
      attitude = attitude.after(exponential(turn));
    }
    RigidTransform end = way.worldFromBody(steps * dt).after(bodyFromImu);
    // Ten seconds at 1 kHz: what is left is the error of the integration, not of the readings.
    assertEquals(0, end.translation().minus(place).norm(), 0.005, "place, seed " + seed);
    assertEquals(
        0, end.rotation().inverse().after(attitude).angle(), 1e-4, "attitude, seed " + seed);
  }

  private static Rotation exponential(Vector3 turn) {
    double angle = turn.norm();
    return angle < 1e-12 ? Rotation.IDENTITY : Rotation.about(turn, angle);
  }

  @Test
  void atRestTheForcePointsUp() {
    ImuSimulator imu = new ImuSimulator(way(2), RigidTransform.IDENTITY, ImuFaults.NONE, 1);
    ImuReading reading = imu.read(0, 0);
    assertEquals(9.80665, reading.specificForce().z(), 1e-6);
    assertEquals(0, reading.angularVelocity().norm(), 1e-9);
  }

  @Test
  void faultsHaveTheBiasAndNoiseThatWereAskedFor() {
    ImuFaults faults =
        new ImuFaults(new Vector3(0.01, -0.02, 0.03), new Vector3(0.1, 0.2, -0.3), 0.002, 0.05);
    Trajectory way = way(2);
    ImuSimulator imu = new ImuSimulator(way, RigidTransform.IDENTITY, faults, 7);
    ImuSimulator exact = new ImuSimulator(way, RigidTransform.IDENTITY, ImuFaults.NONE, 7);
    double sum = 0;
    double squares = 0;
    int count = 20_000;
    for (int i = 0; i < count; i++) {
      double error = imu.read(4, i).specificForce().x() - exact.read(4, i).specificForce().x();
      sum += error;
      squares += error * error;
    }
    double mean = sum / count;
    assertEquals(0.1, mean, 5 * 0.05 / Math.sqrt(count));
    assertEquals(0.05, Math.sqrt(squares / count - mean * mean), 0.0015);
    assertEquals(imu.read(4, 3), imu.read(4, 3));
  }
}
