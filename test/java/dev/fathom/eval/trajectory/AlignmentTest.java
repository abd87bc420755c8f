package dev.fathom.eval.trajectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlignmentTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aKnownSimilarityIsRecovered(long seed) {
    Random random = new Random(seed);
    List<RigidTransform> estimate = Paths.random(random, 50);
    // Rotations by any angle, half a turn included.
    Rotation rotation = Rotation.about(Paths.vector(random, 1), Math.PI * (seed - 1) / 5);
    Similarity known =
        new Similarity(Math.exp(random.nextGaussian()), rotation, Paths.vector(random, 20));
    Similarity found = Alignment.SIM3.align(estimate, Paths.moved(known, estimate));
    String of = "seed " + seed;
    assertEquals(known.scale(), found.scale(), 1e-9, of);
    assertEquals(0, rotation.inverse().after(found.rotation()).angle(), 1e-7, of);
    assertEquals(0, known.translation().minus(found.translation()).norm(), 1e-7, of);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void withoutScaleItStaysOne(long seed) {
    Random random = new Random(seed);
    List<RigidTransform> estimate = Paths.random(random, 50);
    Rotation rotation = Rotation.about(Paths.vector(random, 1), random.nextDouble());
    Similarity twice = new Similarity(2, rotation, Paths.vector(random, 20));
    Similarity found = Alignment.SE3.align(estimate, Paths.moved(twice, estimate));
    assertEquals(1, found.scale());
    // The best rotation does not depend on the scale.
    assertEquals(0, rotation.inverse().after(found.rotation()).angle(), 1e-7, "seed " + seed);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingNearTheAlignmentIsCloser(long seed) {
    Random random = new Random(seed);
    List<RigidTransform> estimate = Paths.random(random, 30);
    List<RigidTransform> truth = new ArrayList<>();
    for (RigidTransform pose : estimate) {
      truth.add(Paths.at(0, 0, 0).after(pose).after(Paths.pose(random, 0.8)));
    }
    Similarity best = Alignment.SIM3.align(estimate, truth);
    double least = squares(best, estimate, truth);
    for (int i = 0; i < 200; i++) {
      Similarity near =
          new Similarity(
              best.scale() * Math.exp(1e-3 * random.nextGaussian()),
              Rotation.about(Paths.vector(random, 1), 1e-3 * random.nextGaussian())
                  .after(best.rotation()),
              best.translation().plus(Paths.vector(random, 1e-3)));
      assertTrue(squares(near, estimate, truth) >= least, "seed " + seed + ", " + near);
    }
  }

  @Test
  void aMirroredTrajectoryIsNotReflected() {
    Random random = new Random(9);
    List<RigidTransform> estimate = new ArrayList<>();
    List<RigidTransform> truth = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Vector3 place = Paths.vector(random, 3);
      estimate.add(Paths.at(place.x(), place.y(), place.z()));
      truth.add(Paths.at(place.x(), place.y(), -place.z()));
    }
    double[] m = Alignment.SE3.align(estimate, truth).rotation().toMatrix();
    double determinant =
        m[0] * (m[4] * m[8] - m[5] * m[7])
            - m[1] * (m[3] * m[8] - m[5] * m[6])
            + m[2] * (m[3] * m[7] - m[4] * m[6]);
    assertEquals(1, determinant, 1e-12);
    assertTrue(squares(Alignment.SE3.align(estimate, truth), estimate, truth) > 1, "seed 9");
  }

  @Test
  void whatHasNoAlignmentIsRefused() {
    List<RigidTransform> still = List.of(Paths.at(1, 1, 1), Paths.at(1, 1, 1));
    List<RigidTransform> line = Paths.line(2, 1);
    assertThrows(IllegalArgumentException.class, () -> Alignment.SIM3.align(still, line));
    assertThrows(IllegalArgumentException.class, () -> Alignment.SE3.align(line, Paths.line(3, 1)));
    assertThrows(IllegalArgumentException.class, () -> Alignment.SE3.align(List.of(), List.of()));
  }

  private static double squares(
      Similarity similarity, List<RigidTransform> estimate, List<RigidTransform> truth) {
    double sum = 0;
    for (int i = 0; i < truth.size(); i++) {
      Vector3 error =
          similarity.apply(estimate.get(i).translation()).minus(truth.get(i).translation());
      sum += error.dot(error);
    }
    return sum;
  }
}
