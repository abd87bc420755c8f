package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import java.util.List;

/**
 * An object that moves in a sequence.
 *
 * @param instance its number among the objects of the scene
 * @param kind what it is
 * @param motions for each frame, the motion in the world from where it is in the target frame: a
 *     point of the object that is at p in the target frame is at motions.get(f).apply(p) in frame f
 */
public record MovingObject(int instance, ObjectKind kind, List<RigidTransform> motions) {
  public MovingObject {
    motions = List.copyOf(motions);
  }
}
