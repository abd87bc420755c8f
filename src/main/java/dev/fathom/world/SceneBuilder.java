package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the bodies of a scene; each is given in the frame of the item that is being built.
 *
 * <p>Frame: an item stands on z = 0 of its own frame and looks along its +x. Units: metres.
 */
final class SceneBuilder {
  private static final Vector3 UP = new Vector3(0, 0, 1);

  private final List<Solid> solids = new ArrayList<>();
  private final List<Blob> blobs = new ArrayList<>();
  private final List<ObjectKind> kinds = new ArrayList<>();
  private int object;
  private RigidTransform worldFromItem = RigidTransform.IDENTITY;

  SceneBuilder() {
    kinds.add(ObjectKind.STRUCTURE);
  }

  /** Begins with what stands in a scene already. */
  SceneBuilder(Scene scene) {
    solids.addAll(scene.bodies());
    kinds.addAll(scene.kinds());
    blobs.addAll(scene.blobList());
  }

  /**
   * What follows is one thing of its own, until {@link #end}. Things may hold others.
   *
   * @return what the bodies belonged to before, for {@link #end}
   */
  int begin(ObjectKind kind) {
    int outer = object;
    object = kinds.size();
    kinds.add(kind);
    return outer;
  }

  /** Ends a thing: what follows belongs to {@code outer} again. */
  void end(int outer) {
    object = outer;
  }

  /** What follows is in the frame of an item at this place, turned by {@code yaw}. */
  SceneBuilder at(double x, double y, double z, double yaw) {
    worldFromItem = new RigidTransform(Rotation.about(UP, yaw), new Vector3(x, y, z));
    return this;
  }

  /** A box by its centre and full sizes; a zero size makes it a rectangle. */
  void box(double x, double y, double z, double sx, double sy, double sz, Material material) {
    add(Solid.Form.BOX, Rotation.IDENTITY, x, y, z, sx / 2, sy / 2, sz / 2, material);
  }

  /** A box that is turned about its centre. */
  void box(
      Rotation turn,
      double x,
      double y,
      double z,
      double sx,
      double sy,
      double sz,
      Material material) {
    add(Solid.Form.BOX, turn, x, y, z, sx / 2, sy / 2, sz / 2, material);
  }

  void ellipsoid(double x, double y, double z, double rx, double ry, double rz, Material material) {
    add(Solid.Form.ELLIPSOID, Rotation.IDENTITY, x, y, z, rx, ry, rz, material);
  }

  /** An upright cylinder by its centre, radius and full height. */
  void cylinder(double x, double y, double z, double radius, double height, Material material) {
    add(Solid.Form.CYLINDER, Rotation.IDENTITY, x, y, z, radius, radius, height / 2, material);
  }

  /** A cylinder whose axis lies along {@code axis}. */
  void rod(
      Vector3 axis, double x, double y, double z, double radius, double height, Material material) {
    add(Solid.Form.CYLINDER, fromUp(axis), x, y, z, radius, radius, height / 2, material);
  }

  /** A limb: a capsule between two points. */
  void capsule(Vector3 from, Vector3 to, double radius, Material material) {
    Vector3 middle = from.plus(to).times(0.5);
    Vector3 along = to.minus(from);
    double half = along.norm() / 2 + radius;
    add(
        Solid.Form.CAPSULE,
        fromUp(along),
        middle.x(),
        middle.y(),
        middle.z(),
        radius,
        radius,
        half,
        material);
  }

  /** A sphere that darkens what is near it, in place of the item. */
  void blob(double x, double y, double z, double radius) {
    blobs.add(new Blob(worldFromItem.apply(new Vector3(x, y, z)), radius, object));
  }

  Scene build(Scene.Kind kind, Vector3 low, Vector3 high, Lighting lighting) {
    return new Scene(kind, low, high, lighting, solids, blobs, kinds);
  }

  private void add(
      Solid.Form form,
      Rotation turn,
      double x,
      double y,
      double z,
      double hx,
      double hy,
      double hz,
      Material material) {
    RigidTransform itemFromSolid = new RigidTransform(turn, new Vector3(x, y, z));
    solids.add(
        new Solid(
            form, worldFromItem.after(itemFromSolid), new Vector3(hx, hy, hz), material, object));
  }

  /** The rotation that takes the z axis to {@code axis}. */
  private static Rotation fromUp(Vector3 axis) {
    Vector3 unit = axis.normalised();
    Vector3 turn = UP.cross(unit);
    double sine = turn.norm();
    if (sine < 1e-9) {
      return Rotation.IDENTITY;
    }
    return Rotation.about(turn, Math.atan2(sine, unit.z()));
  }
}
