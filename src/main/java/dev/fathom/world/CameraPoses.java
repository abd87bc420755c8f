package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/**
 * Where cameras are and look.
 *
 * <p>Frame: body frames have x forward, y left, z up; optical frames x right, y down, z forward
 * (REP 103).
 */
public final class CameraPoses {
  /** Turns optical coordinates into those of a body that looks the same way. */
  public static final Rotation BODY_FROM_OPTICAL = new Rotation(-0.5, 0.5, -0.5, 0.5);

  private static final int TRIALS = 60;

  private CameraPoses() {}

  /**
   * World from body, for a body that is turned left by {@code yaw}, then looks down by {@code
   * pitch}, then leans to the right by {@code roll}. Units: radians.
   */
  public static RigidTransform body(Vector3 position, double yaw, double pitch, double roll) {
    Rotation turn =
        Rotation.about(new Vector3(0, 0, 1), yaw)
            .after(Rotation.about(new Vector3(0, 1, 0), pitch))
            .after(Rotation.about(new Vector3(1, 0, 0), roll));
    return new RigidTransform(turn, position);
  }

  /** World from optical, for angles as in {@link #body}. */
  public static RigidTransform optical(Vector3 position, double yaw, double pitch, double roll) {
    return body(position, yaw, pitch, roll)
        .after(new RigidTransform(BODY_FROM_OPTICAL, Vector3.ZERO));
  }

  /** A pose of a robot's or a person's camera that has something to see. World from optical. */
  static RigidTransform random(Scene scene, Dice dice, double verticalFov) {
    RayCaster rays = new RayCaster(scene);
    RigidTransform best = candidate(scene, dice);
    int bestWorth = worth(rays, best, verticalFov);
    int chosenFrom = 2 + dice.below(5);
    for (int trial = 0, found = 0; trial < TRIALS && found < chosenFrom; trial++) {
      RigidTransform pose = candidate(scene, dice);
      int worth = worth(rays, pose, verticalFov);
      if (worth > 0) {
        found++;
      }
      if (worth > bestWorth) {
        best = pose;
        bestWorth = worth;
      }
    }
    return best;
  }

  private static RigidTransform candidate(Scene scene, Dice dice) {
    boolean room = scene.kind() == Scene.Kind.ROOM;
    Vector3 low = scene.low();
    Vector3 high = scene.high();
    double x = dice.between(low.x() + 0.25, high.x() - 0.25);
    double y = dice.between(low.y() + 0.25, high.y() - 0.25);
    double z = room ? Math.min(dice.between(0.2, 2.2), high.z() - 0.3) : dice.between(0.4, 2.2);
    double yaw = dice.between(-Math.PI, Math.PI);
    if (!room && dice.chance(0.75)) {
      // Most cameras in a street look along it.
      yaw = (dice.chance(0.5) ? 0 : Math.PI) + 0.3 * dice.gaussian();
    }
    double pitch = 0.09 * dice.gaussian();
    if (room) {
      // The higher a camera, the more it looks down.
      pitch += dice.between(-0.1, 0.45) * (z - 0.5);
    }
    double limit = room ? 0.8 : 0.35;
    pitch = Math.max(-0.35, Math.min(limit, pitch));
    double roll = dice.chance(0.5) ? 0.03 * dice.gaussian() : 0.09 * dice.gaussian();
    return optical(new Vector3(x, y, z), yaw, pitch, roll);
  }

  /**
   * How many different bodies a camera sees, by a few rays; 0 inside or against a thing, and before
   * a bare wall.
   */
  private static int worth(RayCaster rays, RigidTransform pose, double verticalFov) {
    Vector3 eye = pose.translation();
    if (rays.scene().clearance(eye) < 0.2) {
      return 0;
    }
    double slope = Math.tan(verticalFov / 2) / 2.3;
    Ray ray = new Ray();
    int[] seen = new int[35];
    int different = 0;
    int near = 0;
    for (int i = 0; i < seen.length; i++) {
      Vector3 direction = new Vector3((i % 7 - 3) * slope, (i / 7 - 2) * slope, 1);
      Vector3 d = pose.rotation().rotate(direction);
      ray.from(eye.x(), eye.y(), eye.z()).towards(d.x(), d.y(), d.z());
      double z = rays.nearest(ray, 0, Double.POSITIVE_INFINITY);
      if (z < 0.25) {
        return 0;
      }
      if (z < 0.9) {
        near++;
      }
      seen[i] = rays.solid;
      boolean known = false;
      for (int j = 0; j < i; j++) {
        known |= seen[j] == seen[i];
      }
      different += known ? 0 : 1;
    }
    return near > 0.4 * seen.length || different < 3 ? 0 : different;
  }
}
