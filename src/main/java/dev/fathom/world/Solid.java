package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;

/**
 * A convex body of the world.
 *
 * <p>Frame: centred in its own frame; round bodies stand along their z. Units: metres.
 *
 * @param form what kind of body
 * @param worldFromSolid where it is
 * @param half half of its extent along each of its axes; a box with a zero is a rectangle. For
 *     {@link Form#CAPSULE}: x is the radius, z half the length with the round ends
 * @param material what its surface looks like
 * @param object the thing that it is a part of, see {@link Scene#objectKind}; 0 for the place
 *     itself
 */
record Solid(
    Form form, RigidTransform worldFromSolid, Vector3 half, Material material, int object) {
  enum Form {
    BOX,
    ELLIPSOID,
    CYLINDER,
    CAPSULE
  }

  /** A body of the place itself. */
  Solid(Form form, RigidTransform worldFromSolid, Vector3 half, Material material) {
    this(form, worldFromSolid, half, material, 0);
  }

  Solid {
    if (!(half.x() >= 0 && half.y() >= 0 && half.z() >= 0)) {
      throw new IllegalArgumentException("half sizes must not be negative, found " + half);
    }
    if (form != Form.BOX && !(half.x() > 0 && half.y() > 0 && half.z() > 0)) {
      throw new IllegalArgumentException("round bodies must not be flat, found " + half);
    }
    if (form == Form.CAPSULE && half.z() < half.x()) {
      throw new IllegalArgumentException("capsule is shorter than it is thick: " + half);
    }
  }

  /** This body after a motion in the world. */
  Solid moved(RigidTransform nowFromBefore) {
    return new Solid(form, nowFromBefore.after(worldFromSolid), half, material, object);
  }
}
