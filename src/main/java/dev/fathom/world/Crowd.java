package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;

/** Puts people in front of a camera, where a scene has room for them. Stateless. */
final class Crowd {
  private static final int TRIALS = 25;

  /** Free space that a person needs around the middle of the chest. */
  private static final double ROOM = 0.33;

  private static final double CHEST = 1.2;

  private Crowd() {}

  static Scene add(
      Scene scene, Intrinsics camera, RigidTransform worldFromCamera, int people, Dice dice) {
    Scene crowded = scene;
    for (int i = 0; i < people; i++) {
      crowded = addOne(crowded, camera, worldFromCamera, dice);
    }
    return crowded;
  }

  private static Scene addOne(
      Scene scene, Intrinsics camera, RigidTransform worldFromCamera, Dice dice) {
    boolean room = scene.kind() == Scene.Kind.ROOM;
    for (int trial = 0; trial < TRIALS; trial++) {
      double range = room ? dice.betweenLog(0.9, 6) : dice.betweenLog(1.5, 18);
      double column = dice.between(0.05, 0.95) * camera.width();
      Vector3 there =
          worldFromCamera.apply(
              new Vector3((column - camera.cx()) / camera.fx() * range, 0, range));
      double height = dice.between(1.25, 1.95);
      double ground = ground(scene, there.x(), there.y());
      Vector3 chest = new Vector3(there.x(), there.y(), ground + 0.65 * height);
      Vector3 legs = new Vector3(there.x(), there.y(), ground + ROOM + 0.02);
      if (inside(scene, chest)
          && ground > -0.1
          && scene.clearance(chest) > ROOM
          && scene.clearance(legs) > ROOM) {
        SceneBuilder builder = new SceneBuilder(scene);
        builder.at(there.x(), there.y(), ground, dice.between(0, 2 * Math.PI));
        Figure.add(dice, new Palette(dice), builder, height);
        return builder.build(scene.kind(), scene.low(), scene.high(), scene.lighting());
      }
    }
    return scene;
  }

  /** Height of what one would stand on; far down where that is a thing. */
  private static double ground(Scene scene, double x, double y) {
    RayCaster rays = new RayCaster(scene);
    Ray down = new Ray().from(x, y, CHEST).towards(0, 0, -1);
    double t = rays.nearest(down, 0, 2 * CHEST);
    return rays.solid >= 0 && scene.solids().objects[rays.solid] == 0 ? CHEST - t : -CHEST;
  }

  private static boolean inside(Scene scene, Vector3 p) {
    Vector3 low = scene.low();
    Vector3 high = scene.high();
    return p.x() > low.x() && p.y() > low.y() && p.x() < high.x() && p.y() < high.y();
  }
}
