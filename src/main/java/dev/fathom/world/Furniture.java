package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * Things to put into rooms; each is built at the origin of the builder's item frame.
 *
 * <p>Frame: item: its back at negative x, looking along +x, standing on z = 0. Units: metres.
 */
final class Furniture {
  private static final double SKIN_WARMTH = 0.85;
  private static final double CLOTH_WARMTH = 0.55;

  private final Dice dice;
  private final Palette palette;
  private final SceneBuilder out;

  Furniture(Dice dice, Palette palette, SceneBuilder out) {
    this.dice = dice;
    this.palette = palette;
    this.out = out;
  }

  /** A table or desk of the given size, with things on it. */
  void table(double depth, double width, double height) {
    int outer = out.begin(ObjectKind.THING);
    Material top = palette.furniture();
    Material leg = dice.chance(0.5) ? top : palette.metal();
    double thickness = dice.between(0.02, 0.05);
    out.box(0, 0, height - thickness / 2, depth, width, thickness, top);
    if (dice.chance(0.2)) {
      out.cylinder(0, 0, height / 2, 0.06, height - 2 * thickness, leg);
      out.cylinder(0, 0, 0.02, 0.25, 0.04, leg);
    } else {
      double x = depth / 2 - 0.05;
      double y = width / 2 - 0.05;
      double radius = dice.between(0.015, 0.04);
      for (int corner = 0; corner < 4; corner++) {
        double lx = (corner & 1) == 0 ? x : -x;
        double ly = (corner & 2) == 0 ? y : -y;
        out.cylinder(lx, ly, (height - thickness) / 2, radius, height - thickness, leg);
      }
    }
    out.blob(0, 0, height * 0.75, 0.4 * Math.min(depth, width));
    clutter(depth * 0.8, width * 0.85, height, 2 + dice.below(11));
    out.end(outer);
  }

  /** Small things on a surface of the given size at height {@code z}. */
  void clutter(double depth, double width, double z, int count) {
    for (int i = 0; i < count; i++) {
      double x = dice.between(-0.5, 0.5) * depth;
      double y = dice.between(-0.5, 0.5) * width;
      double size = dice.betweenLog(0.04, 0.2);
      Material material = palette.thing();
      int outer = out.begin(ObjectKind.THING);
      switch (dice.below(5)) {
        case 0 -> out.cylinder(x, y, z + size, size * 0.35, 2 * size, material);
        case 1 -> out.ellipsoid(x, y, z + 0.5 * size, 0.5 * size, 0.5 * size, 0.5 * size, material);
        case 2 -> {
          double height = 1.2 * size;
          out.box(x, y, z + 0.02 + height / 2, 0.02, 1.6 * height, height, screen());
          out.box(x, y, z + 0.01, 0.1, 0.15, 0.02, material);
        }
        default -> {
          double height = size * dice.between(0.2, 1.6);
          out.box(x, y, z + height / 2, size, size * dice.between(0.6, 2), height, material);
        }
      }
      out.end(outer);
    }
  }

  private Material screen() {
    Material face = dice.chance(0.5) ? palette.picture(0.1) : Material.plain(Rgb.grey(0.02), 0, 1);
    return face.glossy(0.5, 0.1).glowing(dice.chance(0.4) ? 0.6 : 0).warm(0.6);
  }

  void chair() {
    int outer = out.begin(ObjectKind.THING);
    Material seat = dice.chance(0.5) ? palette.cloth() : palette.furniture();
    Material frame = dice.chance(0.5) ? palette.metal() : palette.furniture();
    double height = dice.between(0.42, 0.5);
    double side = dice.between(0.38, 0.5);
    out.box(0, 0, height, side, side, 0.05, seat);
    out.box(-side / 2, 0, height + 0.3, 0.04, side, dice.between(0.3, 0.55), seat);
    double leg = side / 2 - 0.03;
    if (dice.chance(0.3)) {
      out.cylinder(0, 0, height / 2, 0.03, height, frame);
      out.cylinder(0, 0, 0.03, side / 2, 0.05, frame);
    } else {
      for (int corner = 0; corner < 4; corner++) {
        double x = (corner & 1) == 0 ? leg : -leg;
        double y = (corner & 2) == 0 ? leg : -leg;
        double top = x < 0 ? height + 0.3 : height;
        out.cylinder(x, y, top / 2, 0.018, top, frame);
      }
    }
    out.blob(0, 0, height, 0.25);
    out.end(outer);
  }

  /** A shelf of boards with books and things; or a closed cupboard. */
  void shelf(double depth, double width, double height) {
    int outer = out.begin(ObjectKind.THING);
    Material board = palette.furniture();
    if (dice.chance(0.35)) {
      cupboard(depth, width, height, board);
      out.end(outer);
      return;
    }
    out.box(0, width / 2, height / 2, depth, 0.025, height, board);
    out.box(0, -width / 2, height / 2, depth, 0.025, height, board);
    out.box(-depth / 2 + 0.01, 0, height / 2, 0.015, width, height, board);
    double storey = dice.between(0.28, 0.42);
    for (double z = 0.05; z < height; z += storey) {
      out.box(0, 0, z, depth, width, 0.025, board);
      double room = Math.min(storey, height - z) - 0.05;
      if (room > 0.15 && dice.chance(0.6)) {
        double used = width * dice.between(0.5, 0.98);
        Rgb mean = palette.any();
        Material books =
            Material.of(
                Pattern.BOOKS, board.base(), mean, dice.between(0.02, 0.05), 0.15, dice.seed());
        double tall = room * dice.between(0.7, 0.98);
        out.box(-0.03, (used - width) / 2, z + tall / 2, depth * 0.7, used, tall, books);
      } else if (room > 0.15) {
        clutter(depth * 0.5, width * 0.8, z + 0.012, 2 + dice.below(6));
      }
    }
    out.blob(0, 0, height / 2, 0.4 * width);
    out.end(outer);
  }

  private void cupboard(double depth, double width, double height, Material board) {
    out.box(0, 0, height / 2, depth, width, height, board);
    int doors = 1 + (int) (width / 0.5);
    double door = width / doors;
    Material handle = palette.metal();
    for (int i = 0; i < doors; i++) {
      double y = -width / 2 + (i + 0.5) * door;
      out.box(depth / 2 + 0.008, y, height / 2, 0.016, door - 0.012, height - 0.04, board);
      out.box(depth / 2 + 0.03, y + 0.35 * door, height / 2, 0.02, 0.015, 0.12, handle);
    }
    out.blob(0, 0, height / 2, 0.45 * width);
    if (height < 1.6) {
      clutter(depth * 0.7, width * 0.8, height, 1 + dice.below(7));
    }
  }

  void sofa(double width) {
    int outer = out.begin(ObjectKind.THING);
    Material cloth = palette.cloth();
    double depth = dice.between(0.75, 0.95);
    double seat = dice.between(0.36, 0.46);
    out.box(0, 0, seat / 2, depth, width, seat, cloth);
    out.box(-depth / 2 + 0.1, 0, seat + 0.2, 0.2, width, 0.45, cloth);
    out.box(0, width / 2, seat / 2 + 0.1, depth, 0.16, seat + 0.2, cloth);
    out.box(0, -width / 2, seat / 2 + 0.1, depth, 0.16, seat + 0.2, cloth);
    int cushions = (int) (width / 0.6);
    for (int i = 0; i < cushions; i++) {
      double y = ((i + 0.5) / cushions - 0.5) * (width - 0.2);
      out.ellipsoid(0.05, y, seat + 0.03, 0.35, 0.48 * width / cushions, 0.1, cloth);
      if (dice.chance(0.4)) {
        out.ellipsoid(-0.2, y, seat + 0.22, 0.1, 0.22, 0.2, palette.cloth());
      }
    }
    out.blob(0, 0, 0.3, 0.6);
    out.end(outer);
  }

  void bed(double width) {
    int outer = out.begin(ObjectKind.THING);
    Material frame = palette.furniture();
    Material sheet = palette.cloth();
    out.box(0, 0, 0.18, 2.05, width, 0.2, frame);
    out.box(-1.03, 0, 0.45, 0.05, width, 0.9, frame);
    out.box(0, 0, 0.38, 2, width - 0.05, 0.22, Material.plain(palette.pale(), 0.1, dice.seed()));
    out.ellipsoid(0.25, 0, 0.47, 0.85, 0.55 * width, 0.1, sheet);
    out.ellipsoid(-0.75, width / 4, 0.53, 0.22, 0.3, 0.1, palette.cloth());
    out.ellipsoid(-0.75, -width / 4, 0.53, 0.22, 0.3, 0.1, palette.cloth());
    out.blob(0, 0, 0.25, 0.8);
    out.end(outer);
  }

  void boxes() {
    int count = 1 + dice.below(5);
    double z = 0;
    for (int i = 0; i < count; i++) {
      double x = dice.between(0.2, 0.6);
      double y = dice.between(0.2, 0.6);
      double height = dice.between(0.15, 0.5);
      double shift = dice.between(-0.08, 0.08);
      int outer = out.begin(ObjectKind.THING);
      out.box(shift, -shift, z + height / 2, x, y, height, palette.thing());
      out.end(outer);
      z = dice.chance(0.7) ? z + height : 0;
    }
    out.blob(0, 0, 0.25, 0.3);
  }

  void floorLamp() {
    int outer = out.begin(ObjectKind.THING);
    double height = dice.between(1.3, 1.8);
    Material pole = palette.metal();
    out.cylinder(0, 0, 0.015, 0.15, 0.03, pole);
    out.cylinder(0, 0, height / 2, 0.015, height, pole);
    out.cylinder(0, 0, height, dice.between(0.12, 0.25), dice.between(0.2, 0.35), palette.lamp());
    out.end(outer);
  }

  void plant() {
    int outer = out.begin(ObjectKind.PLANT);
    double pot = dice.between(0.1, 0.22);
    out.cylinder(0, 0, pot, pot, 2 * pot, palette.thing());
    Material leaves = palette.leaves();
    double height = dice.between(0.3, 1.2);
    int count = 5 + dice.below(8);
    for (int i = 0; i < count; i++) {
      double angle = dice.between(0, 6.28);
      double spread = dice.between(0.05, 0.35);
      Vector3 root = new Vector3(0, 0, 2 * pot);
      Vector3 tip =
          new Vector3(
              spread * Math.cos(angle),
              spread * Math.sin(angle),
              2 * pot + height * dice.between(0.4, 1));
      out.capsule(root, tip, 0.008, leaves);
      double size = dice.between(0.06, 0.16);
      out.ellipsoid(tip.x(), tip.y(), tip.z(), size, size, 0.4 * size, leaves);
    }
    out.blob(0, 0, pot, pot);
    out.end(outer);
  }

  /** A person, standing or walking. Units: height in metres. */
  void person(double height) {
    int outer = out.begin(ObjectKind.PERSON);
    double k = height / 1.75;
    Material shirt = palette.cloth().warm(CLOTH_WARMTH);
    Material trousers = palette.cloth().warm(CLOTH_WARMTH);
    Rgb skin =
        Rgb.hsv(dice.between(0.04, 0.09), dice.between(0.35, 0.6), dice.betweenLog(0.1, 0.6));
    Material bare = Material.plain(skin, 0.08, dice.seed()).warm(SKIN_WARMTH);
    double stride = dice.between(-0.25, 0.25) * k;
    for (int side = -1; side <= 1; side += 2) {
      double y = 0.1 * k * side;
      Vector3 hip = new Vector3(0, y, 0.9 * k);
      Vector3 knee = new Vector3(0.5 * stride * side + 0.04, y, 0.5 * k);
      Vector3 foot = new Vector3(stride * side, y, 0.08 * k);
      out.capsule(hip, knee, 0.085 * k, trousers);
      out.capsule(knee, foot, 0.06 * k, trousers);
      out.ellipsoid(foot.x() + 0.06 * k, y, 0.05 * k, 0.13 * k, 0.05 * k, 0.05 * k, bare);
      Vector3 shoulder = new Vector3(0, 0.2 * k * side, 1.4 * k);
      Vector3 elbow = new Vector3(-0.5 * stride * side, 0.26 * k * side, 1.12 * k);
      Vector3 hand =
          new Vector3(
              elbow.x() + dice.between(0, 0.25) * k, elbow.y(), dice.between(0.85, 1.2) * k);
      out.capsule(shoulder, elbow, 0.05 * k, shirt);
      out.capsule(elbow, hand, 0.04 * k, dice.chance(0.5) ? shirt : bare);
    }
    out.ellipsoid(0, 0, 1.17 * k, 0.13 * k, 0.2 * k, 0.34 * k, shirt);
    out.capsule(new Vector3(0, 0, 1.4 * k), new Vector3(0, 0, 1.52 * k), 0.055 * k, bare);
    out.ellipsoid(0.01 * k, 0, 1.63 * k, 0.1 * k, 0.078 * k, 0.12 * k, bare);
    Material hair = Material.plain(palette.dark(), 0.4, dice.seed()).warm(CLOTH_WARMTH);
    out.ellipsoid(-0.015 * k, 0, 1.66 * k, 0.1 * k, 0.085 * k, 0.11 * k, hair);
    out.blob(0, 0, 0.3 * k, 0.2);
    out.end(outer);
  }
}
