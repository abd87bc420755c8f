package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses objects that the camera sees and moves them as such things move: people walk, vehicles
 * drive, small things are pushed or carried, where there is room.
 *
 * <p>Frame: world. Units: metres, radians, frames.
 */
final class MoverPlan {
  private static final Vector3 UP = new Vector3(0, 0, 1);
  private static final double LARGEST_THING = 0.5;
  private static final int TRIALS = 6;

  private final Scene scene;
  private final List<RigidTransform> cameras;
  private final int target;
  private final Dice dice;
  private final List<Body> bodies;

  /** An object as an upright cylinder. */
  private record Body(int object, ObjectKind kind, Vector3 centre, double radius, Vector3 ahead) {}

  private MoverPlan(Scene scene, List<RigidTransform> cameras, int target, Dice dice) {
    this.scene = scene;
    this.cameras = cameras;
    this.target = target;
    this.dice = dice;
    bodies = bodies(scene);
  }

  static List<MovingObject> draw(
      Scene scene,
      Intrinsics camera,
      List<RigidTransform> cameras,
      SequenceOptions options,
      Dice dice) {
    List<MovingObject> movers = new ArrayList<>();
    if (options.movers() == 0) {
      return movers;
    }
    MoverPlan plan = new MoverPlan(scene, cameras, options.target(), dice);
    for (Body body : plan.candidates(camera)) {
      if (movers.size() == options.movers()) {
        break;
      }
      for (int trial = 0; trial < TRIALS; trial++) {
        List<RigidTransform> motions = plan.motions(body);
        if (plan.free(body, motions)) {
          movers.add(new MovingObject(body.object(), body.kind(), motions));
          break;
        }
      }
    }
    return movers;
  }

  private static List<Body> bodies(Scene scene) {
    int count = scene.objectCount();
    Vector3[] low = new Vector3[count];
    Vector3[] high = new Vector3[count];
    Vector3[] ahead = new Vector3[count];
    SolidTable solids = scene.solids();
    for (int i = 0; i < solids.count; i++) {
      int object = solids.objects[i];
      Vector3 c = new Vector3(solids.centre(i, 0), solids.centre(i, 1), solids.centre(i, 2));
      Vector3 r = new Vector3(solids.reach(i, 0), solids.reach(i, 1), solids.reach(i, 2));
      if (low[object] == null) {
        low[object] = c.minus(r);
        high[object] = c.plus(r);
        int at = i * SolidTable.STRIDE;
        // Things are built looking along their x, and of the first body that still holds.
        ahead[object] = new Vector3(solids.numbers[at], solids.numbers[at + 3], 0);
      } else {
        low[object] = least(low[object], c.minus(r));
        high[object] = least(high[object].times(-1), c.plus(r).times(-1)).times(-1);
      }
    }
    List<Body> bodies = new ArrayList<>();
    for (int i = 1; i < count; i++) {
      if (low[i] != null) {
        Vector3 half = high[i].minus(low[i]).times(0.5);
        double radius = Math.max(half.x(), half.y());
        bodies.add(new Body(i, scene.objectKind(i), low[i].plus(half), radius, ahead[i]));
      }
    }
    return bodies;
  }

  private static Vector3 least(Vector3 a, Vector3 b) {
    return new Vector3(Math.min(a.x(), b.x()), Math.min(a.y(), b.y()), Math.min(a.z(), b.z()));
  }

  /** What could move and is in view, in random order. */
  private List<Body> candidates(Intrinsics camera) {
    RigidTransform cameraFromWorld = cameras.get(target).inverse();
    double far = scene.kind() == Scene.Kind.ROOM ? 12 : 35;
    List<Body> found = new ArrayList<>();
    for (Body body : bodies) {
      boolean small = body.kind() == ObjectKind.THING && body.radius() < LARGEST_THING;
      boolean mobile = body.kind() == ObjectKind.PERSON || body.kind() == ObjectKind.VEHICLE;
      Vector3 p = cameraFromWorld.apply(body.centre());
      if (!(mobile || (small && scene.kind() == Scene.Kind.ROOM)) || p.z() < 0.6 || p.z() > far) {
        continue;
      }
      double x = camera.projectX(p.x(), p.z());
      double y = camera.projectY(p.y(), p.z());
      if (x > 0 && y > 0 && x < camera.width() && y < camera.height()) {
        found.add(found.isEmpty() ? 0 : dice.below(found.size() + 1), body);
      }
    }
    // Those that move by themselves come first.
    found.sort(
        (a, b) -> Boolean.compare(a.kind() == ObjectKind.THING, b.kind() == ObjectKind.THING));
    return found;
  }

  private List<RigidTransform> motions(Body body) {
    double heading = dice.between(-Math.PI, Math.PI);
    double step =
        switch (body.kind()) {
          case PERSON -> dice.between(0.03, 0.15);
          case VEHICLE -> dice.between(0.1, 0.9);
          default -> dice.between(0.02, 0.1);
        };
    Vector3 way = new Vector3(Math.cos(heading), Math.sin(heading), 0);
    if (body.kind() == ObjectKind.VEHICLE && body.ahead().norm() > 0.5) {
      way = body.ahead().normalised().times(dice.chance(0.9) ? 1 : -1);
    }
    double turn = body.kind() == ObjectKind.VEHICLE ? 0.01 : 0.05;
    double rate = turn * dice.gaussian();
    List<RigidTransform> motions = new ArrayList<>(cameras.size());
    for (int i = 0; i < cameras.size(); i++) {
      int time = i - target;
      Rotation rotation = Rotation.about(UP, rate * time);
      Vector3 centre = body.centre().plus(way.times(step * time));
      motions.add(
          time == 0
              ? RigidTransform.IDENTITY
              : new RigidTransform(rotation, centre.minus(rotation.rotate(body.centre()))));
    }
    return motions;
  }

  private boolean free(Body body, List<RigidTransform> motions) {
    for (int i = 0; i < motions.size(); i++) {
      Vector3 centre = motions.get(i).apply(body.centre());
      Vector3 off = cameras.get(i).translation().minus(centre);
      if (Math.hypot(off.x(), off.y()) < body.radius() + 0.3) {
        return false;
      }
      if (i != target && !(clearOfPlace(body, centre) && clearOfOthers(body, centre))) {
        return false;
      }
    }
    return true;
  }

  private boolean clearOfPlace(Body body, Vector3 centre) {
    double need = Math.min(0.3, 0.8 * body.radius());
    double before = fromPlace(body.centre());
    double now = fromPlace(centre);
    return now >= need || now >= before;
  }

  private double fromPlace(Vector3 p) {
    SolidTable solids = scene.solids();
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < solids.count; i++) {
      if (solids.objects[i] == 0) {
        nearest = Math.min(nearest, solids.distance(i, p.x(), p.y(), p.z()));
      }
    }
    return nearest;
  }

  private boolean clearOfOthers(Body body, Vector3 centre) {
    for (Body other : bodies) {
      double least = 0.7 * (body.radius() + other.radius());
      double now = apart(centre, other.centre());
      if (other.object() != body.object()
          && now < least
          && now < apart(body.centre(), other.centre())) {
        return false;
      }
    }
    return true;
  }

  private static double apart(Vector3 a, Vector3 b) {
    return Math.hypot(a.x() - b.x(), a.y() - b.y());
  }
}
