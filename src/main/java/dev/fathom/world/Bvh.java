package dev.fathom.world;

/**
 * A tree of axis-aligned boxes over the bodies of a scene, so that a ray need not try them all.
 *
 * <p>Frame: world. Shape: node n has its bounds in {@code bounds[6 n …]} (min x, y, z, max x, y,
 * z). A leaf has {@code count[n] > 0} bodies from {@code order[first[n]]} on; an inner node has its
 * children at n + 1 and {@code first[n]}. Immutable once built. Source: surface area heuristic in
 * bins, I. Wald, "On fast Construction of SAH-based Bounding Volume Hierarchies", 2007.
 */
final class Bvh {
  private static final int LEAF = 2;
  private static final int BINS = 12;

  /** Deep enough for any scene: deeper nodes are not split any more. */
  static final int MAX_DEPTH = 64;

  final double[] bounds;
  final int[] first;
  final int[] count;
  final int[] order;
  private final double[] boxes;
  private final double[] binBounds = new double[6 * BINS];
  private final int[] binCount = new int[BINS];
  private final double[] rightCost = new double[BINS];
  private final double[] rest = new double[6];
  private int nodes;

  Bvh(SolidTable solids) {
    int n = solids.count;
    if (n == 0) {
      throw new IllegalArgumentException("a scene needs at least one body, found 0");
    }
    bounds = new double[6 * 2 * n];
    first = new int[2 * n];
    count = new int[2 * n];
    order = new int[solids.count];
    boxes = new double[6 * n];
    for (int i = 0; i < solids.count; i++) {
      order[i] = i;
      for (int axis = 0; axis < 3; axis++) {
        double reach = solids.reach(i, axis) + 1e-9;
        boxes[6 * i + axis] = solids.centre(i, axis) - reach;
        boxes[6 * i + 3 + axis] = solids.centre(i, axis) + reach;
      }
    }
    build(0, solids.count, 0);
  }

  private void build(int from, int to, int depth) {
    int node = nodes++;
    clear(bounds, node);
    for (int i = from; i < to; i++) {
      enclose(bounds, node, boxes, order[i]);
    }
    int middle = to - from <= LEAF || depth == MAX_DEPTH - 1 ? to : split(from, to, node);
    if (middle == to) {
      first[node] = from;
      count[node] = to - from;
      return;
    }
    build(from, middle, depth + 1);
    first[node] = nodes;
    build(middle, to, depth + 1);
  }

  /** Parts the bodies where that is cheapest to search; {@code to} when no cut is worth it. */
  private int split(int from, int to, int node) {
    double best = area(bounds, node) * (to - from);
    int bestAxis = -1;
    int bestBin = 0;
    for (int axis = 0; axis < 3; axis++) {
      fillBins(from, to, node, axis);
      clear(rest, 0);
      int right = 0;
      for (int bin = BINS - 1; bin > 0; bin--) {
        enclose(rest, 0, binBounds, bin);
        right += binCount[bin];
        rightCost[bin] = right == 0 ? 0 : right * area(rest, 0);
      }
      clear(rest, 0);
      int left = 0;
      for (int bin = 0; bin + 1 < BINS; bin++) {
        enclose(rest, 0, binBounds, bin);
        left += binCount[bin];
        double cost = (left == 0 ? 0 : left * area(rest, 0)) + rightCost[bin + 1];
        if (left > 0 && left < to - from && cost < best) {
          best = cost;
          bestAxis = axis;
          bestBin = bin;
        }
      }
    }
    return bestAxis < 0 ? to : part(from, to, node, bestAxis, bestBin);
  }

  private void fillBins(int from, int to, int node, int axis) {
    for (int bin = 0; bin < BINS; bin++) {
      clear(binBounds, bin);
      binCount[bin] = 0;
    }
    for (int i = from; i < to; i++) {
      int bin = bin(order[i], node, axis);
      enclose(binBounds, bin, boxes, order[i]);
      binCount[bin]++;
    }
  }

  private int bin(int body, int node, int axis) {
    double low = bounds[6 * node + axis];
    double width = bounds[6 * node + 3 + axis] - low;
    double centre = 0.5 * (boxes[6 * body + axis] + boxes[6 * body + 3 + axis]);
    return Math.min(BINS - 1, (int) ((centre - low) / width * BINS));
  }

  private int part(int from, int to, int node, int axis, int lastLeft) {
    int middle = from;
    for (int i = from; i < to; i++) {
      int body = order[i];
      if (bin(body, node, axis) <= lastLeft) {
        order[i] = order[middle];
        order[middle++] = body;
      }
    }
    return middle;
  }

  private static void clear(double[] boxes, int box) {
    for (int k = 0; k < 3; k++) {
      boxes[6 * box + k] = Double.POSITIVE_INFINITY;
      boxes[6 * box + 3 + k] = Double.NEGATIVE_INFINITY;
    }
  }

  private static void enclose(double[] outer, int outerBox, double[] inner, int innerBox) {
    for (int k = 0; k < 3; k++) {
      int low = 6 * outerBox + k;
      outer[low] = Math.min(outer[low], inner[6 * innerBox + k]);
      outer[low + 3] = Math.max(outer[low + 3], inner[6 * innerBox + 3 + k]);
    }
  }

  /** Half the surface of a box, to which the chance that a ray meets it is proportional. */
  private static double area(double[] boxes, int box) {
    int at = 6 * box;
    double x = boxes[at + 3] - boxes[at];
    double y = boxes[at + 4] - boxes[at + 1];
    double z = boxes[at + 5] - boxes[at + 2];
    return x * y + y * z + z * x;
  }
}
