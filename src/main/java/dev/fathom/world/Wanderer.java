package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;

/** Finds a way through a scene, a step at a time, where there is room. */
final class Wanderer {
  /** From one control point to the next. Units: seconds. */
  private static final double INTERVAL = 0.5;

  /** Control points at the start and the end that make the way begin and end at rest. */
  private static final int REST = 4;

  private static final double SHARPEST_TURN = 0.4;

  private final Scene scene;
  private final Dice dice;
  private final boolean room;
  private final double height;
  private final double margin;
  private final double step;
  private final double shake;
  private double course;
  private double turning;

  Wanderer(Scene scene, Dice dice) {
    this.scene = scene;
    this.dice = dice;
    room = scene.kind() == Scene.Kind.ROOM;
    height = room ? dice.between(0.35, 1.5) : dice.between(0.8, 1.9);
    margin = Math.min(0.45, 0.8 * height);
    step = INTERVAL * (room ? dice.between(0.3, 0.8) : dice.between(1, 6));
    shake = dice.between(0.003, 0.02);
    turning = dice.chance(0.5) ? SHARPEST_TURN : -SHARPEST_TURN;
  }

  Trajectory walk(double seconds) {
    Vector3 place = start();
    double heading = roomiest(place);
    course = heading;
    int moving = (int) Math.ceil(seconds / INTERVAL) + 3;
    List<double[]> controls = new ArrayList<>();
    for (int i = 0; i < REST; i++) {
      controls.add(control(place, heading, 0));
    }
    while (controls.size() < Math.max(REST + 1, moving - REST + 1)) {
      double next = steer(place, heading);
      double free = freeWay(place, next);
      if (free > 2 * step) {
        place = ahead(place, next, step);
      } else {
        // A dead end: turn on the spot, and on a street go back.
        next = heading + turning;
        course = next;
      }
      heading = next;
      controls.add(control(place, heading, shake));
    }
    double[] last = controls.get(controls.size() - 1);
    for (int i = 1; i < REST; i++) {
      controls.add(last);
    }
    return new Trajectory(controls.toArray(new double[0][]), INTERVAL);
  }

  private double[] control(Vector3 place, double heading, double wobble) {
    return new double[] {
      place.x(),
      place.y(),
      place.z() + 0.5 * wobble * dice.gaussian(),
      heading + wobble * dice.gaussian(),
      wobble * dice.gaussian(),
      wobble * dice.gaussian()
    };
  }

  private Vector3 start() {
    Vector3 low = scene.low();
    Vector3 high = scene.high();
    Vector3 best = new Vector3(0.5 * (low.x() + high.x()), 0.5 * (low.y() + high.y()), height);
    double bestClearance = scene.clearance(best);
    for (int trial = 0; trial < 200 && bestClearance < 1.5 * margin; trial++) {
      double y = room ? dice.between(low.y(), high.y()) : dice.between(-2, 2);
      Vector3 place = new Vector3(dice.between(low.x(), high.x()), y, height);
      double clearance = inside(place) ? scene.clearance(place) : 0;
      if (clearance > bestClearance) {
        best = place;
        bestClearance = clearance;
      }
    }
    return best;
  }

  private double roomiest(Vector3 place) {
    double best = 0;
    double longest = -1;
    int directions = room ? 16 : 2;
    for (int i = 0; i < directions; i++) {
      double heading = i * 2 * Math.PI / directions;
      double free = freeWay(place, heading);
      if (free > longest) {
        longest = free;
        best = heading;
      }
    }
    return best;
  }

  /** The heading, not far from the present one, that promises most. */
  private double steer(Vector3 place, double heading) {
    double best = heading;
    double bestWorth = Double.NEGATIVE_INFINITY;
    for (int i = -3; i <= 3; i++) {
      double candidate = heading + i * SHARPEST_TURN / 3;
      double free = Math.min(freeWay(place, candidate), 8 * step);
      double off = room ? 0 : Math.abs(candidate - course);
      double worth = free / step - 0.6 * Math.abs(i) - 12 * off + (room ? 2 * dice.unit() : 0);
      if (worth > bestWorth) {
        bestWorth = worth;
        best = candidate;
      }
    }
    return best;
  }

  /** How far the way is free, at most ten steps; marches by what clearance allows. */
  private double freeWay(Vector3 place, double heading) {
    double limit = 10 * step;
    double gone = 0;
    while (gone < limit) {
      Vector3 there = ahead(place, heading, gone);
      double clearance = inside(there) ? scene.clearance(there) : 0;
      if (clearance < margin) {
        return gone;
      }
      gone += Math.max(0.1, clearance - margin);
    }
    return limit;
  }

  private boolean inside(Vector3 p) {
    Vector3 low = scene.low();
    Vector3 high = scene.high();
    return p.x() > low.x() && p.x() < high.x() && p.y() > low.y() && p.y() < high.y();
  }

  private static Vector3 ahead(Vector3 place, double heading, double distance) {
    return place.plus(new Vector3(distance * Math.cos(heading), distance * Math.sin(heading), 0));
  }
}
