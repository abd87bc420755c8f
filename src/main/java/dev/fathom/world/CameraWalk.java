package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;

/**
 * The smooth way of a camera in a hand, on a robot or on a vehicle through a given pose.
 *
 * <p>Frame: world; poses are world from optical. Units: metres, radians; time is counted in frames
 * from the target frame.
 */
final class CameraWalk {
  private static final Vector3 UP = new Vector3(0, 0, 1);
  private static final int TRIALS = 40;

  /** Trials after which steps are made shorter and shorter. */
  private static final int PATIENCE = 10;

  /** What a camera keeps away from. */
  private static final double CLEARANCE = 0.15;

  private final RayCaster rays;
  private final RigidTransform middle;
  private final Dice dice;
  private Vector3 velocity = Vector3.ZERO;
  private Vector3 acceleration = Vector3.ZERO;

  /** Rates of yaw about the vertical, of pitch and roll in the camera. */
  private final double[] rates = new double[3];

  private final double[] shakes = new double[3];
  private final double[] phases = new double[3];
  private double rhythm;

  private CameraWalk(Scene scene, RigidTransform middle, Dice dice) {
    rays = new RayCaster(scene);
    this.middle = middle;
    this.dice = dice;
  }

  /** Poses of all frames; the target frame has exactly the pose {@code middle}. */
  static List<RigidTransform> through(
      Scene scene, RigidTransform middle, SequenceOptions options, Dice dice) {
    CameraWalk walk = new CameraWalk(scene, middle, dice);
    double size = 1;
    List<RigidTransform> poses = List.of();
    for (int trial = 0; trial < TRIALS; trial++) {
      walk.draw(options, trial + 1 < TRIALS ? size : 0);
      poses = walk.poses(options);
      if (walk.free(poses, options.target())) {
        break;
      }
      size *= trial < PATIENCE ? 1 : 0.85;
    }
    return poses;
  }

  private void draw(SequenceOptions options, double size) {
    boolean room = rays.scene().kind() == Scene.Kind.ROOM;
    boolean inHand = dice.chance(room ? 0.5 : 0.3);
    double low = options.minStepMetres();
    double high = options.maxStepMetres();
    double between = Math.sqrt(low * high);
    double step = size * (room ? dice.betweenLog(low, between) : dice.betweenLog(between, high));
    double turn = inHand ? 0.02 : room ? 0.025 : 0.008;
    velocity = (inHand ? anywhere() : ahead()).times(step);
    acceleration =
        new Vector3(dice.gaussian(), dice.gaussian(), inHand ? 0.5 * dice.gaussian() : 0)
            .times(0.06 * step);
    rates[0] = turn * dice.gaussian();
    rates[1] = inHand ? 0.5 * turn * dice.gaussian() : 0;
    rates[2] = inHand ? 0.4 * turn * dice.gaussian() : 0;
    double shake = inHand ? dice.betweenLog(0.002, 0.012) : dice.betweenLog(0.0005, 0.004);
    for (int i = 0; i < 3; i++) {
      shakes[i] = shake * dice.gaussian();
      phases[i] = dice.between(0, 6.28);
    }
    rhythm = dice.between(0.7, 2.2);
  }

  /** A hand moves a camera in all directions, though less up and down. */
  private Vector3 anywhere() {
    return new Vector3(dice.gaussian(), dice.gaussian(), 0.4 * dice.gaussian() + 1e-3).normalised();
  }

  /** Robots and vehicles go where their camera looks, or it looks to the side, or back. */
  private Vector3 ahead() {
    Vector3 view = middle.rotation().rotate(new Vector3(0, 0, 1));
    Vector3 level = new Vector3(view.x() + 1e-6, view.y(), 0).normalised();
    double side = dice.chance(0.8) ? 0.08 * dice.gaussian() : dice.between(-1.6, 1.6);
    Vector3 way = Rotation.about(UP, side).rotate(level);
    return dice.chance(0.12) ? way.times(-1) : way;
  }

  private List<RigidTransform> poses(SequenceOptions options) {
    List<RigidTransform> poses = new ArrayList<>(options.frames());
    for (int i = 0; i < options.frames(); i++) {
      int time = i - options.target();
      poses.add(time == 0 ? middle : pose(time));
    }
    return poses;
  }

  private RigidTransform pose(double time) {
    Vector3 place =
        middle.translation().plus(velocity.times(time)).plus(acceleration.times(0.5 * time * time));
    Rotation turn =
        Rotation.about(UP, angle(0, time))
            .after(middle.rotation())
            .after(Rotation.about(new Vector3(1, 0, 0), angle(1, time)))
            .after(Rotation.about(new Vector3(0, 0, 1), angle(2, time)));
    return new RigidTransform(turn, place);
  }

  private double angle(int axis, double time) {
    double swing = Math.sin(rhythm * time + phases[axis]) - Math.sin(phases[axis]);
    return rates[axis] * time + shakes[axis] * swing;
  }

  private boolean free(List<RigidTransform> poses, int target) {
    for (int i = 0; i < poses.size(); i++) {
      Vector3 eye = poses.get(i).translation();
      if (i != target && rays.scene().clearance(eye) < CLEARANCE) {
        return false;
      }
      if (i > 0 && crosses(poses.get(i - 1).translation(), eye)) {
        return false;
      }
    }
    return true;
  }

  private boolean crosses(Vector3 from, Vector3 to) {
    Vector3 way = to.minus(from);
    if (way.norm() == 0) {
      return false;
    }
    Ray ray = new Ray().from(from.x(), from.y(), from.z()).towards(way.x(), way.y(), way.z());
    return rays.blocked(ray, 0, 1);
  }
}
