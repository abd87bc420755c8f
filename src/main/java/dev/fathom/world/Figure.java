package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * People of capsules and ellipsoids with shoulders, elbows, hips and knees.
 *
 * <p>Frame: item: looking along +x, standing on z = 0; arms and legs move in its x-z plane. Units:
 * metres, radians.
 */
final class Figure {
  private static final double SKIN_WARMTH = 0.85;
  private static final double CLOTH_WARMTH = 0.55;

  /** A figure of this height has the sizes written below. */
  private static final double MODEL_HEIGHT = 1.75;

  private final Dice dice;
  private final SceneBuilder out;
  private final double k;
  private final Material top;
  private final Material trousers;
  private final Material skin;
  private final Material hair;
  private final Material shoes;
  private final boolean sleeves;

  private Figure(Dice dice, Palette palette, SceneBuilder out, double height) {
    this.dice = dice;
    this.out = out;
    k = height / MODEL_HEIGHT;
    top = palette.cloth().warm(CLOTH_WARMTH);
    trousers = palette.cloth().warm(CLOTH_WARMTH);
    Rgb tone =
        Rgb.hsv(dice.between(0.04, 0.09), dice.between(0.35, 0.6), dice.betweenLog(0.1, 0.6));
    skin = Material.plain(tone, 0.08, dice.seed()).warm(SKIN_WARMTH);
    hair = Material.plain(palette.dark(), 0.4, dice.seed()).warm(CLOTH_WARMTH);
    shoes = Material.plain(palette.dark(), 0.2, dice.seed()).warm(0.3);
    sleeves = dice.chance(0.6);
  }

  /** Puts a person of this height into the item frame. */
  static void add(Dice dice, Palette palette, SceneBuilder out, double height) {
    int outer = out.begin(ObjectKind.PERSON);
    Figure figure = new Figure(dice, palette, out, height);
    switch (dice.below(5)) {
      case 0, 1 -> figure.walking();
      case 2 -> figure.reaching();
      case 3 -> figure.sitting();
      default -> figure.standing();
    }
    out.end(outer);
  }

  private void standing() {
    trunk(0.9, 0.03 * dice.gaussian());
    for (int side = -1; side <= 1; side += 2) {
      leg(side, 0.9, 0.05 * dice.gaussian(), 0.05);
      arm(side, 0.9, 0.15 * dice.gaussian(), dice.between(0, 0.5));
    }
  }

  private void walking() {
    double swing = dice.between(0.15, 0.5) * (dice.chance(0.5) ? 1 : -1);
    trunk(0.88, 0.06);
    for (int side = -1; side <= 1; side += 2) {
      leg(side, 0.88, side * swing, side * swing > 0 ? 0.15 : dice.between(0.2, 0.7));
      arm(side, 0.88, -side * 0.8 * swing, dice.between(0.2, 0.8));
    }
  }

  private void reaching() {
    trunk(0.9, dice.between(0, 0.25));
    double lift = dice.between(0.6, 2.4);
    for (int side = -1; side <= 1; side += 2) {
      leg(side, 0.9, 0.1 * dice.gaussian(), 0.1);
      boolean up = side > 0 || dice.chance(0.4);
      arm(side, 0.9, up ? lift : 0.1, up ? dice.between(0, 0.7) : 0.4);
    }
  }

  private void sitting() {
    double seat = 0.48;
    out.box(-0.05 * k, 0, 0.5 * (seat - 0.1) * k, 0.4 * k, 0.42 * k, (seat - 0.1) * k, shoes);
    trunk(seat, dice.between(-0.25, 0.15));
    for (int side = -1; side <= 1; side += 2) {
      leg(side, seat, dice.between(1.35, 1.6), dice.between(1.2, 1.6));
      arm(side, seat, dice.between(0.2, 0.9), dice.between(0.5, 1.5));
    }
  }

  /** Torso, neck and head above hips at {@code hip}, leaning forwards by {@code lean}. */
  private void trunk(double hip, double lean) {
    out.capsule(at(0.02, -0.07, hip), at(0.02, 0.07, hip), 0.12 * k, trousers);
    out.capsule(up(hip, lean, 0.1, -0.07), up(hip, lean, 0.4, -0.1), 0.1 * k, top);
    out.capsule(up(hip, lean, 0.1, 0.07), up(hip, lean, 0.4, 0.1), 0.1 * k, top);
    out.capsule(up(hip, lean, 0.48, -0.15), up(hip, lean, 0.48, 0.15), 0.07 * k, top);
    out.capsule(up(hip, lean, 0.5, 0), up(hip, lean, 0.64, 0), 0.055 * k, skin);
    Vector3 head = up(hip, lean, 0.74, 0);
    out.ellipsoid(head.x() + 0.015 * k, 0, head.z(), 0.095 * k, 0.075 * k, 0.12 * k, skin);
    out.ellipsoid(
        head.x() - 0.012 * k, 0, head.z() + 0.03 * k, 0.1 * k, 0.083 * k, 0.105 * k, hair);
    out.blob(0, 0, 0.3 * k, 0.2);
  }

  /** A leg that is raised forwards by {@code raised} at the hip and bent at the knee. */
  private void leg(int side, double hip, double raised, double bent) {
    double y = 0.095 * side;
    Vector3 from = at(0, y, hip);
    Vector3 knee = along(from, raised, 0.42);
    Vector3 ankle = along(knee, raised - bent, 0.4);
    out.capsule(from, knee, 0.085 * k, trousers);
    out.capsule(knee, ankle, 0.058 * k, trousers);
    double lowest = Math.max(0.045 * k, ankle.z() - 0.03 * k);
    out.ellipsoid(ankle.x() + 0.06 * k, y * k, lowest, 0.13 * k, 0.05 * k, 0.045 * k, shoes);
  }

  private void arm(int side, double hip, double raised, double bent) {
    Vector3 shoulder = at(0.02, 0.2 * side, hip + 0.47);
    Vector3 elbow = along(shoulder, raised, 0.29);
    Vector3 hand = along(elbow, raised + bent, 0.25);
    out.capsule(shoulder, elbow, 0.05 * k, top);
    out.capsule(elbow, hand, 0.04 * k, sleeves ? top : skin);
    Vector3 palm = along(hand, raised + bent, 0.06);
    out.ellipsoid(palm.x(), palm.y(), palm.z(), 0.05 * k, 0.035 * k, 0.06 * k, skin);
  }

  private Vector3 at(double x, double y, double z) {
    return new Vector3(x * k, y * k, z * k);
  }

  private Vector3 up(double hip, double lean, double length, double y) {
    return at(length * Math.sin(lean), y, hip + length * Math.cos(lean));
  }

  /** Down from a joint, turned forwards by an angle. */
  private Vector3 along(Vector3 joint, double angle, double length) {
    return joint.plus(new Vector3(length * k * Math.sin(angle), 0, -length * k * Math.cos(angle)));
  }
}
