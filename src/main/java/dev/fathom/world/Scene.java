package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A world that stands still: bodies, light, and the space in which a camera may move.
 *
 * <p>Frame: world: z up, the floor or road at z = 0. Units: metres. Threads: immutable, share
 * freely.
 */
public final class Scene {
  /** What kind of place a scene is. */
  public enum Kind {
    ROOM,
    STREET
  }

  private final Kind kind;
  private final Vector3 low;
  private final Vector3 high;
  private final Lighting lighting;
  private final SolidTable solids;
  private final Bvh tree;
  private final double[] blobs;
  private final List<Blob> blobList;
  private final List<Solid> bodies;
  private final List<ObjectKind> kinds;

  /**
   * @param low lower corner of the box in which a camera may be
   * @param high its upper corner
   * @param blobs what soft shade is estimated from
   * @param kinds what each object is; the first is the place itself
   */
  Scene(
      Kind kind,
      Vector3 low,
      Vector3 high,
      Lighting lighting,
      List<Solid> bodies,
      List<Blob> blobs,
      List<ObjectKind> kinds) {
    this.kind = kind;
    this.low = low;
    this.high = high;
    this.lighting = lighting;
    this.solids = new SolidTable(bodies);
    this.tree = new Bvh(solids);
    this.blobList = List.copyOf(blobs);
    this.blobs = flat(blobList);
    this.bodies = List.copyOf(bodies);
    this.kinds = List.copyOf(kinds);
  }

  public Kind kind() {
    return kind;
  }

  /** Lower corner of the box in which a camera may be. */
  public Vector3 low() {
    return low;
  }

  /** Upper corner of the box in which a camera may be. */
  public Vector3 high() {
    return high;
  }

  /** Distance from a point to the nearest surface, negative inside a body; a lower bound. */
  public double clearance(Vector3 point) {
    double nearest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < solids.count; i++) {
      nearest = Math.min(nearest, solids.distance(i, point.x(), point.y(), point.z()));
    }
    return nearest;
  }

  /** Number of objects, of which 0 is the place itself: walls, ground, houses. */
  public int objectCount() {
    return kinds.size();
  }

  /** What an object is. */
  public ObjectKind objectKind(int object) {
    return kinds.get(object);
  }

  /** This scene after some of its objects have moved; those without a motion have not. */
  Scene moved(Map<Integer, RigidTransform> motions) {
    if (motions.isEmpty()) {
      return this;
    }
    List<Solid> after = new ArrayList<>(bodies.size());
    for (Solid body : bodies) {
      RigidTransform motion = motions.get(body.object());
      after.add(motion == null ? body : body.moved(motion));
    }
    List<Blob> shades = new ArrayList<>(blobList.size());
    for (Blob blob : blobList) {
      RigidTransform motion = motions.get(blob.object());
      shades.add(
          motion == null
              ? blob
              : new Blob(motion.apply(blob.centre()), blob.radius(), blob.object()));
    }
    return new Scene(kind, low, high, lighting, after, shades, kinds);
  }

  private static double[] flat(List<Blob> blobs) {
    double[] flat = new double[4 * blobs.size()];
    for (int i = 0; i < blobs.size(); i++) {
      Vector3 centre = blobs.get(i).centre();
      flat[4 * i] = centre.x();
      flat[4 * i + 1] = centre.y();
      flat[4 * i + 2] = centre.z();
      flat[4 * i + 3] = blobs.get(i).radius();
    }
    return flat;
  }

  List<Blob> blobList() {
    return blobList;
  }

  List<Solid> bodies() {
    return bodies;
  }

  List<ObjectKind> kinds() {
    return kinds;
  }

  Lighting lighting() {
    return lighting;
  }

  SolidTable solids() {
    return solids;
  }

  Bvh tree() {
    return tree;
  }

  /** Shape: [n, 4]: x, y, z, radius. */
  double[] blobs() {
    return blobs;
  }
}
