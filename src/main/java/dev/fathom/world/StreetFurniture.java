package dev.fathom.world;

import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/**
 * Things that stand in streets; each is built at the origin of the builder's item frame.
 *
 * <p>Frame: item: looking along +x, standing on z = 0. Units: metres.
 */
final class StreetFurniture {
  private static final Vector3 ACROSS = new Vector3(0, 1, 0);

  private final Dice dice;
  private final Palette palette;
  private final SceneBuilder out;

  StreetFurniture(Dice dice, Palette palette, SceneBuilder out) {
    this.dice = dice;
    this.palette = palette;
    this.out = out;
  }

  void car() {
    int outer = out.begin(ObjectKind.VEHICLE);
    Rgb colour = dice.chance(0.6) ? Rgb.grey(dice.betweenLog(0.02, 0.75)) : palette.any();
    Material paint = Material.plain(colour, 0.04, dice.seed()).glossy(0.8, 0.3);
    Material glass = Material.plain(Rgb.grey(0.02), 0, dice.seed()).glossy(0.7, 0.7);
    boolean van = dice.chance(0.2);
    double length = van ? dice.between(4.6, 6) : dice.between(3.6, 4.8);
    double width = dice.between(1.65, 1.95);
    double roof = van ? dice.between(1.9, 2.5) : dice.between(1.4, 1.65);
    double waist = van ? 1.1 : dice.between(0.8, 0.95);
    out.box(0, 0, (waist + 0.25) / 2, length * 0.97, width, waist - 0.25, paint);
    // Half of the cars have just been driven.
    double engine = (paint.seed() & 1) == 0 ? 1 : 0;
    out.ellipsoid(0, 0, 0.6, length / 2, width * 0.52, 0.36, paint.warm(0.6 * engine));
    if (van) {
      out.box(-0.25, 0, (roof + waist) / 2, length - 0.9, width * 0.97, roof - waist, paint);
      out.box(-0.22, 0, roof - 0.5, length - 0.85, width * 0.98, 0.35, glass);
    } else {
      cabin(length, width, waist, roof, paint, glass);
    }
    wheels(length, width, engine);
    lights(length, width);
    out.blob(0, 0, 0.45, 1.1);
    out.blob(length / 4, 0, 0.4, 0.9);
    out.blob(-length / 4, 0, 0.4, 0.9);
    out.end(outer);
  }

  private void cabin(
      double length, double width, double waist, double roof, Material paint, Material glass) {
    double top = length * dice.between(0.3, 0.48);
    double tall = roof - waist;
    double back = -length * dice.between(0.06, 0.16);
    out.box(back, 0, roof - 0.02, top, width * 0.78, 0.04, paint);
    out.box(back, 0, waist + tall / 2, top, width * 0.82, tall - 0.03, glass);
    double lean = dice.between(0.6, 0.9);
    for (int end = -1; end <= 1; end += 2) {
      Rotation turn = Rotation.about(ACROSS, end * lean);
      double x = back + end * (top / 2 + 0.5 * tall * Math.tan(lean) * 0.9);
      double slant = tall / Math.cos(lean);
      out.box(turn, x, 0, waist + tall / 2 - 0.03, 0.25, width * 0.8, slant * 0.97, glass);
    }
  }

  private void wheels(double length, double width, double engine) {
    Material tyre = Material.plain(Rgb.grey(0.02), 0.2, dice.seed()).warm(0.4 * engine);
    Material rim = palette.metal().warm(1.2 * engine);
    for (int corner = 0; corner < 4; corner++) {
      double x = ((corner & 1) == 0 ? 0.31 : -0.31) * length;
      double side = (corner & 2) == 0 ? 1 : -1;
      out.rod(ACROSS, x, side * (width / 2 - 0.08), 0.32, 0.32, 0.22, tyre);
      out.rod(ACROSS, x, side * (width / 2 - 0.07), 0.32, 0.19, 0.22, rim);
    }
  }

  private void lights(double length, double width) {
    Material front = Material.plain(Rgb.grey(0.8), 0, 3).glossy(0.8, 0.3);
    Material rear = Material.plain(new Rgb(0.4, 0.02, 0.02), 0, 4).glowing(0.6).warm(0.5);
    Material plate = palette.picture(0.08);
    for (int side = -1; side <= 1; side += 2) {
      double y = side * (width / 2 - 0.22);
      out.box(0.49 * length, y, 0.68, 0.05, 0.3, 0.14, front);
      out.box(-0.49 * length, y, 0.72, 0.05, 0.22, 0.2, rear);
      out.box(side * 0.5 * length, 0, 0.5, 0.02, 0.5, 0.12, plate);
    }
  }

  void tree() {
    int outer = out.begin(ObjectKind.PLANT);
    double trunk = dice.between(1.6, 3.2);
    double radius = dice.between(0.08, 0.25);
    Material bark =
        Material.of(
            Pattern.SPECKLE, new Rgb(0.12, 0.09, 0.06), Rgb.grey(0.04), 0.1, 0.4, dice.seed());
    out.cylinder(0, 0, trunk / 2, radius, trunk, bark);
    Material leaves = palette.leaves();
    double crown = dice.between(0.9, 2.2);
    int parts = 10 + dice.below(10);
    for (int i = 0; i < parts; i++) {
      double size = crown * dice.between(0.2, 0.5);
      double x = dice.between(-0.7, 0.7) * crown;
      double y = dice.between(-0.7, 0.7) * crown;
      double z = trunk + crown * dice.between(0.1, 1.5);
      out.ellipsoid(x, y, z, size, size, size * dice.between(0.6, 0.9), leaves);
      if (i < 6) {
        out.capsule(new Vector3(0, 0, trunk * 0.9), new Vector3(x, y, z), radius * 0.35, bark);
      }
    }
    out.end(outer);
  }

  void bush() {
    int outer = out.begin(ObjectKind.PLANT);
    Material leaves = palette.leaves();
    double wide = dice.betweenLog(0.4, 1.6);
    int parts = 4 + dice.below(6);
    for (int i = 0; i < parts; i++) {
      double size = wide * dice.between(0.25, 0.5);
      double x = dice.between(-0.7, 0.7) * wide;
      double y = dice.between(-0.7, 0.7) * wide;
      out.ellipsoid(x, y, size * dice.between(0.6, 1.8), size, size, 0.9 * size, leaves);
    }
    out.end(outer);
  }

  void guardRail(double length) {
    int outer = out.begin(ObjectKind.THING);
    Material metal = palette.metal();
    for (double x = -length / 2; x <= length / 2; x += 2) {
      out.box(x, 0, 0.35, 0.1, 0.06, 0.7, metal);
    }
    out.box(0, 0.04, 0.68, length, 0.03, 0.1, metal);
    out.box(0, 0.06, 0.58, length, 0.03, 0.1, metal);
    out.box(0, 0.04, 0.48, length, 0.03, 0.1, metal);
    out.end(outer);
  }

  void hedge(double length) {
    int outer = out.begin(ObjectKind.PLANT);
    double height = dice.between(0.5, 1.8);
    Material leaves = palette.leaves();
    out.box(0, 0, height / 2, length, 0.6, height, leaves);
    for (double x = -length / 2; x < length / 2; x += 0.7) {
      out.ellipsoid(x, dice.between(-0.1, 0.1), height, 0.5, 0.38, 0.15, leaves);
    }
    out.end(outer);
  }

  void fence(double length) {
    int outer = out.begin(ObjectKind.THING);
    Material material = dice.chance(0.5) ? palette.metal() : palette.furniture();
    double height = dice.between(0.8, 1.5);
    double step = dice.between(0.25, 1.5);
    for (double x = -length / 2; x <= length / 2; x += step) {
      out.box(x, 0, height / 2, 0.05, 0.05, height, material);
    }
    out.box(0, 0, height * 0.95, length, 0.04, 0.06, material);
    out.box(0, 0, height * 0.4, length, 0.04, 0.06, material);
    out.end(outer);
  }

  /** A lamp post with its arm over the road. */
  void lampPost() {
    int outer = out.begin(ObjectKind.THING);
    Material metal = palette.metal();
    double height = dice.between(4, 8);
    out.cylinder(0, 0, height / 2, 0.07, height, metal);
    out.capsule(new Vector3(0, 0, height), new Vector3(1.3, 0, height + 0.2), 0.04, metal);
    out.box(1.3, 0, height + 0.17, 0.5, 0.2, 0.1, palette.lamp());
    out.end(outer);
  }

  void sign() {
    int outer = out.begin(ObjectKind.THING);
    double height = dice.between(2.1, 2.8);
    Material metal = palette.metal();
    out.cylinder(0, 0, height / 2, 0.03, height, metal);
    if (dice.chance(0.5)) {
      out.rod(new Vector3(1, 0, 0), 0.05, 0, height - 0.3, 0.3, 0.02, palette.picture(0.25));
    } else {
      double size = dice.between(0.4, 0.9);
      out.box(0.05, 0, height - size / 2, 0.02, size, size, palette.picture(0.4 * size));
    }
    out.end(outer);
  }

  void bin() {
    int outer = out.begin(ObjectKind.THING);
    double height = dice.between(0.8, 1.2);
    Material material = palette.thing();
    if (dice.chance(0.5)) {
      out.cylinder(0, 0, height / 2, 0.25, height, material);
      out.ellipsoid(0, 0, height, 0.26, 0.26, 0.1, palette.metal());
    } else {
      out.box(0, 0, height / 2, 0.6, 0.6, height, material);
      out.box(0, 0, height + 0.03, 0.65, 0.65, 0.06, material);
    }
    out.blob(0, 0, 0.4, 0.35);
    out.end(outer);
  }

  void bollard() {
    int outer = out.begin(ObjectKind.THING);
    double height = dice.between(0.6, 1.1);
    out.cylinder(0, 0, height / 2, 0.06, height, palette.thing());
    out.ellipsoid(0, 0, height, 0.065, 0.065, 0.05, palette.metal());
    out.end(outer);
  }
}
