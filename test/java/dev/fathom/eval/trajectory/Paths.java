package dev.fathom.eval.trajectory;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Trajectories to measure. */
final class Paths {
  private Paths() {}

  /** A walk of random turns and steps of about a metre. */
  static List<RigidTransform> random(Random random, int poses) {
    List<RigidTransform> path = new ArrayList<>();
    RigidTransform pose = pose(random, 5);
    for (int i = 0; i < poses; i++) {
      path.add(pose);
      pose = pose.after(pose(random, 0.5));
    }
    return path;
  }

  static RigidTransform pose(Random random, double spread) {
    return new RigidTransform(
        Rotation.about(vector(random, 1), 0.5 * random.nextGaussian()), vector(random, spread));
  }

  static Vector3 vector(Random random, double spread) {
    return new Vector3(
        spread * random.nextGaussian(),
        spread * random.nextGaussian(),
        spread * random.nextGaussian());
  }

  /** Straight ahead, without turning. */
  static List<RigidTransform> line(int poses, double step) {
    List<RigidTransform> path = new ArrayList<>();
    for (int i = 0; i < poses; i++) {
      path.add(at(i * step, 0, 0));
    }
    return path;
  }

  static RigidTransform at(double x, double y, double z) {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(x, y, z));
  }

  static List<RigidTransform> moved(Similarity by, List<RigidTransform> path) {
    return path.stream().map(by::apply).toList();
  }
}
