package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import java.util.List;

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

  /**
   * @param low lower corner of the box in which a camera may be
   * @param high its upper corner
   * @param blobs spheres that stand in for furniture when soft shade is estimated: x, y, z, radius
   */
  Scene(
      Kind kind, Vector3 low, Vector3 high, Lighting lighting, List<Solid> bodies, double[] blobs) {
    this.kind = kind;
    this.low = low;
    this.high = high;
    this.lighting = lighting;
    this.solids = new SolidTable(bodies);
    this.tree = new Bvh(solids);
    this.blobs = blobs;
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

  Lighting lighting() {
    return lighting;
  }

  SolidTable solids() {
    return solids;
  }

  Bvh tree() {
    return tree;
  }

  double[] blobs() {
    return blobs;
  }
}
