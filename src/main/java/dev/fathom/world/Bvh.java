package dev.fathom.world;

/**
 * A tree of axis-aligned boxes over the bodies of a scene, so that a ray need not try them all.
 *
 * <p>Frame: world. Shape: node n has its bounds in {@code bounds[6 n …]} (min x, y, z, max x, y,
 * z). A leaf has {@code count[n] > 0} bodies from {@code order[first[n]]} on; an inner node has its
 * children at n + 1 and {@code first[n]}. Immutable once built.
 */
final class Bvh {
  private static final int LEAF = 2;

  /** Deep enough for any scene: halving a million bodies takes twenty steps. */
  static final int MAX_DEPTH = 64;

  final double[] bounds;
  final int[] first;
  final int[] count;
  final int[] order;
  private int nodes;

  Bvh(SolidTable solids) {
    int n = Math.max(1, solids.count);
    bounds = new double[6 * 2 * n];
    first = new int[2 * n];
    count = new int[2 * n];
    order = new int[solids.count];
    for (int i = 0; i < solids.count; i++) {
      order[i] = i;
    }
    build(solids, 0, solids.count);
  }

  private void build(SolidTable solids, int from, int to) {
    int node = nodes++;
    int axis = enclose(solids, node, from, to);
    if (to - from <= LEAF) {
      first[node] = from;
      count[node] = to - from;
      return;
    }
    int middle = (from + to) >>> 1;
    sort(solids, axis, from, to);
    build(solids, from, middle);
    first[node] = nodes;
    build(solids, middle, to);
  }

  /** Sets the node's bounds; returns the axis along which its bodies' centres spread most. */
  private int enclose(SolidTable solids, int node, int from, int to) {
    int widest = 0;
    double spread = -1;
    for (int axis = 0; axis < 3; axis++) {
      double low = Double.POSITIVE_INFINITY;
      double high = Double.NEGATIVE_INFINITY;
      double lowCentre = low;
      double highCentre = high;
      for (int i = from; i < to; i++) {
        double centre = solids.centre(order[i], axis);
        double reach = solids.reach(order[i], axis) + 1e-9;
        low = Math.min(low, centre - reach);
        high = Math.max(high, centre + reach);
        lowCentre = Math.min(lowCentre, centre);
        highCentre = Math.max(highCentre, centre);
      }
      bounds[6 * node + axis] = low;
      bounds[6 * node + 3 + axis] = high;
      if (highCentre - lowCentre > spread) {
        spread = highCentre - lowCentre;
        widest = axis;
      }
    }
    return widest;
  }

  /** Insertion sort: the lists are short, and the order of equals is kept. */
  private void sort(SolidTable solids, int axis, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      int moving = order[i];
      double key = solids.centre(moving, axis);
      int j = i;
      while (j > from && solids.centre(order[j - 1], axis) > key) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = moving;
    }
  }
}
