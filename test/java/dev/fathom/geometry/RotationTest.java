package dev.fathom.geometry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RotationTest {
  private static Rotation random(Random random) {
    return new Rotation(
        random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
  }

  private static Vector3 point(Random random) {
    return new Vector3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
  }

  private static void assertClose(Vector3 expected, Vector3 actual, String about) {
    assertEquals(0, expected.minus(actual).norm(), 1e-12, about);
  }

  private static void assertSame(Rotation expected, Rotation actual, double within, String about) {
    assertEquals(0, expected.inverse().after(actual).angle(), within, about);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void quaternionAndMatrixRotateAlike(long seed) {
    Random random = new Random(seed);
    Rotation r = random(random);
    Vector3 v = point(random);
    double[] m = r.toMatrix();
    Vector3 byMatrix =
        new Vector3(
            m[0] * v.x() + m[1] * v.y() + m[2] * v.z(),
            m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
            m[6] * v.x() + m[7] * v.y() + m[8] * v.z());
    assertClose(byMatrix, r.rotate(v), "seed " + seed);
    assertArrayEquals(m, Rotation.fromMatrix(m).toMatrix(), 1e-12, "seed " + seed);
  }

  @Test
  void halfTurnsSurviveTheMatrix() {
    for (Vector3 axis :
        new Vector3[] {
          new Vector3(1, 0, 0), new Vector3(0, 1, 0), new Vector3(0, 0, 1), new Vector3(1, -2, 3)
        }) {
      Rotation half = Rotation.about(axis, Math.PI);
      assertSame(half, Rotation.fromMatrix(half.toMatrix()), 1e-7, "about " + axis);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void compositionAndInverseActLikeThemselves(long seed) {
    Random random = new Random(seed);
    Rotation a = random(random);
    Rotation b = random(random);
    Vector3 v = point(random);
    assertClose(a.rotate(b.rotate(v)), a.after(b).rotate(v), "seed " + seed);
    assertClose(v, a.inverse().rotate(a.rotate(v)), "seed " + seed);
    RigidTransform t = new RigidTransform(a, point(random));
    assertClose(v, t.inverse().apply(t.apply(v)), "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void slerpTurnsAtConstantSpeedAlongTheShorterArc(long seed) {
    Random random = new Random(seed);
    Rotation a = random(random);
    Rotation b = random(random);
    Rotation minusB = new Rotation(-b.x(), -b.y(), -b.z(), -b.w());
    double whole = a.inverse().after(b).angle();
    for (double f = 0; f <= 1; f += 0.125) {
      Rotation between = a.slerp(b, f);
      assertEquals(f * whole, a.inverse().after(between).angle(), 1e-7, "seed " + seed);
      assertEquals((1 - f) * whole, between.inverse().after(b).angle(), 1e-7, "seed " + seed);
      assertSame(between, a.slerp(minusB, f), 1e-7, "seed " + seed);
    }
  }

  @Test
  void slerpOfNearlyEqualRotationsStaysFinite() {
    Rotation a = Rotation.about(new Vector3(0, 1, 0), 1);
    Rotation b = Rotation.about(new Vector3(0, 1, 0), 1 + 1e-9);
    assertSame(a, a.slerp(b, 0.5), 1e-7, "");
  }

  @Test
  void whatIsNoQuaternionIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Rotation(0, 0, 0, 0));
    assertThrows(IllegalArgumentException.class, () -> new Rotation(0, Double.NaN, 0, 1));
  }
}
