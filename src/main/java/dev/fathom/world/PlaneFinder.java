package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the planes of a picture from the bodies that it shows: faces of boxes and ends of
 * cylinders, those that lie in one plane taken together.
 *
 * <p>Threads: one owner at a time.
 */
final class PlaneFinder {
  private static final int UNKNOWN = -1;
  private static final double SAME_NORMAL = 1 - 1e-9;
  private static final double SAME_OFFSET = 1e-4;

  private static final class Plane {
    final double[] equation;
    int area;
    int number;

    Plane(double[] equation) {
      this.equation = equation;
    }
  }

  /** For each surface the index of its plane in {@link #planes} and one; 0 for none. */
  private int[] planeOf = new int[0];

  private final List<Plane> planes = new ArrayList<>();
  private final List<Plane> found = new ArrayList<>();
  private final double[] solved = new double[PlaneTruth.STRIDE];

  void find(Sight sight, PlaneTruth out) {
    int surfaces = 4 * sight.scene().solids().count;
    if (planeOf.length < surfaces) {
      planeOf = new int[surfaces];
    }
    Arrays.fill(planeOf, 0, surfaces, UNKNOWN);
    planes.clear();
    out.clear();
    out.labels().reshape(sight.camera().width(), sight.camera().height());
    int[] labels = out.labels().data();
    int size = out.labels().size();
    for (int i = 0; i < size; i++) {
      labels[i] = sight.surface(i) < 0 ? 0 : index(sight, sight.surface(i));
      if (labels[i] > 0) {
        planes.get(labels[i] - 1).area++;
      }
    }
    number(out);
    for (int i = 0; i < size; i++) {
      labels[i] = labels[i] == 0 ? 0 : found.get(labels[i] - 1).number;
    }
  }

  private void number(PlaneTruth out) {
    found.clear();
    found.addAll(planes);
    planes.sort((a, b) -> b.area - a.area);
    for (int i = 0; i < planes.size(); i++) {
      planes.get(i).number = i + 1;
      out.set(i + 1, planes.get(i).equation, planes.get(i).area);
    }
  }

  private int index(Sight sight, int surface) {
    if (planeOf[surface] == UNKNOWN) {
      planeOf[surface] = solve(sight, surface >> 2, surface & 3) ? 1 + same(solved) : 0;
    }
    return planeOf[surface];
  }

  /** Writes the plane of a surface to {@link #solved}; false when it is none. */
  private boolean solve(Sight sight, int body, int axis) {
    SolidTable solids = sight.scene().solids();
    Solid.Form form = solids.forms[body];
    if (form != Solid.Form.BOX && !(form == Solid.Form.CYLINDER && axis == 2)) {
      return false;
    }
    double[] m = solids.numbers;
    int at = body * SolidTable.STRIDE;
    double x = m[at + axis];
    double y = m[at + 3 + axis];
    double z = m[at + 6 + axis];
    Vector3 eye = sight.worldFromCamera().translation();
    double away = x * (m[at + 9] - eye.x()) + y * (m[at + 10] - eye.y());
    away += z * (m[at + 11] - eye.z());
    double half = m[at + 12 + axis];
    if (Math.abs(away) <= half) {
      // From within the body, which face is seen is not told by where the eye is.
      return false;
    }
    double sign = away > 0 ? 1 : -1;
    for (int k = 0; k < 3; k++) {
      solved[k] = sign * sight.inCamera(k, x, y, z);
    }
    solved[3] = sign * away - half;
    return true;
  }

  private int same(double[] e) {
    for (int i = 0; i < planes.size(); i++) {
      double[] o = planes.get(i).equation;
      double cosine = e[0] * o[0] + e[1] * o[1] + e[2] * o[2];
      if (cosine > SAME_NORMAL && Math.abs(e[3] - o[3]) < SAME_OFFSET) {
        return i;
      }
    }
    planes.add(new Plane(e.clone()));
    return planes.size() - 1;
  }
}
