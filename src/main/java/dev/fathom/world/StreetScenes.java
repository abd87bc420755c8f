package dev.fathom.world;

import dev.fathom.geometry.Vector3;

/**
 * Streets with houses, gardens, cars and people, under a sky.
 *
 * <p>Frame: world: the road runs along x, its middle is the origin, its surface z = 0. Units:
 * metres.
 */
final class StreetScenes {
  private static final double KERB = 0.12;

  private final Dice dice;
  private final Palette palette;
  private final SceneBuilder out = new SceneBuilder();
  private final StreetFurniture street;
  private final Furniture furniture;
  private final double reach;
  private final double road;
  private final double pavement;
  private final boolean parking;

  private StreetScenes(Dice dice) {
    this.dice = dice;
    this.palette = new Palette(dice);
    this.street = new StreetFurniture(dice, palette, out);
    this.furniture = new Furniture(dice, palette, out);
    reach = dice.between(50, 90);
    road = dice.chance(0.65) ? dice.between(2.8, 5.5) : dice.between(5.5, 10.5);
    pavement = dice.between(1.5, 4);
    parking = dice.chance(0.7);
  }

  static Scene random(Dice dice) {
    return new StreetScenes(dice).build();
  }

  private Scene build() {
    ground();
    side(1);
    side(-1);
    traffic();
    double margin = road + pavement - 0.5;
    return out.build(
        Scene.Kind.STREET,
        new Vector3(-reach + 8, -margin, 0),
        new Vector3(reach - 8, margin, 3),
        lighting());
  }

  private void ground() {
    Rgb tar = Rgb.grey(dice.betweenLog(0.06, 0.24));
    Rgb paint = Rgb.grey(dice.between(0.6, 0.9));
    Material surface =
        new Material(
            Pattern.ROAD,
            tar,
            dice.chance(0.75) ? paint : tar,
            road,
            0.2,
            dice.chance(0.15) ? 0.6 : 0,
            dice.chance(0.15) ? 0.35 : 0,
            0,
            0,
            dice.seed());
    out.at(0, 0, 0, 0);
    out.box(0, 0, 0, 6 * reach, 2 * road, 0, surface);
    out.box(0, 0, -0.02, 12 * reach, 12 * reach, 0, grass());
  }

  private Material grass() {
    Rgb base = Rgb.hsv(dice.between(0.16, 0.3), dice.between(0.3, 0.65), dice.between(0.12, 0.3));
    return Material.of(Pattern.SPECKLE, base, base.times(0.4), 0.4, 0.4, dice.seed());
  }

  private void side(int sign) {
    Rgb stone = Rgb.grey(dice.between(0.2, 0.5));
    Material slabs =
        Material.of(
            dice.chance(0.7) ? Pattern.TILE : Pattern.SPECKLE,
            stone,
            stone.times(0.5),
            dice.chance(0.5) ? dice.between(0.25, 0.6) : dice.between(0.08, 0.2),
            0.25,
            dice.seed());
    Material kerb = Material.plain(stone.times(1.2), 0.3, dice.seed());
    double middle = sign * (road + pavement / 2);
    out.at(0, 0, 0, 0);
    out.box(0, middle, KERB / 2, 6 * reach, pavement, KERB, slabs);
    out.box(0, sign * (road + 0.07), KERB / 2 + 0.005, 6 * reach, 0.15, KERB, kerb);
    if (dice.chance(0.6)) {
      houses(sign);
    } else {
      park(sign);
    }
    roadside(sign);
  }

  private void houses(int sign) {
    double setback = dice.chance(0.5) ? 0 : dice.between(2, 6);
    double x = -reach;
    while (x < reach) {
      double front = dice.between(6, 18);
      if (dice.chance(0.88)) {
        house(sign, x + front / 2, front, setback);
      }
      x += front + (dice.chance(0.3) ? dice.between(1, 7) : 0);
    }
    if (setback > 2) {
      double y = sign * (road + pavement + 0.3);
      for (double at = -reach; at < reach; at += 12) {
        out.at(at, y, 0, 0);
        if (dice.chance(0.4)) {
          street.hedge(10);
        } else if (dice.chance(0.4)) {
          street.fence(10);
        }
        out.at(at + dice.between(0, 8), y + sign * dice.between(1, setback), 0, dice.unit());
        if (dice.chance(0.4)) {
          street.tree();
        }
      }
    }
  }

  private void house(int sign, double x, double front, double setback) {
    double deep = dice.between(7, 12);
    double height = dice.between(4, 18);
    Rgb wall = dice.chance(0.35) ? palette.brick().base() : palette.pale().times(0.8);
    Material facade =
        Material.of(
            Pattern.FACADE, wall, palette.pale(), dice.between(1.8, 3.2), 0.18, dice.seed());
    double face = road + pavement + setback + dice.between(0, 0.4);
    double yaw = sign > 0 ? -Math.PI / 2 : Math.PI / 2;
    out.at(x, sign * (face + deep / 2), 0, yaw);
    out.box(0, 0, height / 2, deep, front, height, facade);
    Material trim = Material.plain(palette.pale(), 0.1, dice.seed());
    out.box(0, 0, height, deep + 0.5, front + 0.3, 0.3, trim);
    out.at(x, sign * face, 0, yaw);
    door(front, trim);
    if (dice.chance(0.3)) {
      shop(front);
    }
    int balconies = dice.chance(0.3) ? dice.below(5) : 0;
    for (int i = 0; i < balconies; i++) {
      double y = dice.between(-0.4, 0.4) * front;
      double z = 3 + 2.8 * dice.below(Math.max(1, (int) (height / 3) - 1));
      out.box(0.5, y, z, 1, 2.2, 0.15, trim);
      out.box(0.98, y, z + 0.5, 0.04, 2.2, 0.9, palette.metal());
    }
  }

  private void door(double front, Material trim) {
    double y = dice.between(-0.35, 0.35) * front;
    Material leaf = dice.chance(0.5) ? palette.wood(0.2) : palette.furniture();
    out.box(0.03, y, 1.15, 0.06, 1, 2.1, leaf);
    out.box(0.08, y, 2.28, 0.16, 1.3, 0.15, trim);
    out.box(0.2, y, 0.13, 0.4, 1.3, 0.14, trim);
  }

  private void shop(double front) {
    Material glass = Material.plain(Rgb.grey(0.05), 0.1, dice.seed()).glossy(0.5, 0.5);
    out.box(0.02, 0, 1.35, 0.06, front * 0.6, 2.1, glass);
    out.box(0.05, 0, 2.75, 0.12, front * 0.65, 0.5, palette.picture(0.5));
    if (dice.chance(0.5)) {
      out.box(0.6, 0, 2.45, 1.2, front * 0.6, 0.06, palette.cloth());
    }
  }

  private void park(int sign) {
    double edge = road + pavement;
    int trees = 14 + dice.below(26);
    for (int i = 0; i < trees; i++) {
      double y = sign * (edge + dice.betweenLog(1, 25));
      out.at(dice.between(-reach, reach), y, 0, dice.unit());
      if (dice.chance(0.7)) {
        street.tree();
      } else {
        street.bush();
      }
    }
    out.at(0, sign * (edge + 0.3), 0, 0);
    if (dice.chance(0.35)) {
      street.fence(reach);
    } else if (dice.chance(0.4)) {
      street.guardRail(2 * reach);
    }
    // What closes the view: a wood in the distance.
    Material wood = palette.leaves();
    for (double x = -2 * reach; x < 2 * reach; x += 9) {
      double size = dice.between(5, 10);
      out.at(x, sign * (edge + dice.between(35, 55)), 0, 0);
      out.ellipsoid(0, 0, 0, size, size, size, wood);
    }
  }

  private void roadside(int sign) {
    double kerbside = road + 0.4;
    double x = -reach + dice.between(0, 6);
    while (x < reach) {
      double y = sign * (kerbside + dice.between(0, 0.4 * pavement));
      out.at(x, y, KERB, sign > 0 ? -Math.PI / 2 : Math.PI / 2);
      switch (dice.below(8)) {
        case 0 -> street.lampPost();
        case 1 -> street.sign();
        case 2 -> street.bin();
        case 3, 4 -> {
          out.at(x, sign * (road + 0.7 * pavement), KERB, dice.between(0, 6.28));
          furniture.person(dice.between(1.2, 1.95));
        }
        case 5 -> street.bollard();
        case 6 -> {
          if (pavement > 2) {
            street.tree();
          }
        }
        default -> {}
      }
      x += dice.between(2, 9);
    }
  }

  private void traffic() {
    if (parking) {
      for (int sign = -1; sign <= 1; sign += 2) {
        double x = -reach;
        while (x < reach) {
          if (dice.chance(0.55)) {
            double yaw = (dice.chance(0.8) == sign > 0 ? Math.PI : 0) + dice.between(-0.03, 0.03);
            out.at(x, sign * (road - 1.05), 0, yaw);
            street.car();
          }
          x += dice.between(5.8, 7.5);
        }
      }
    }
    int moving = dice.below(4);
    for (int i = 0; i < moving; i++) {
      double lane = dice.chance(0.5) ? 1 : -1;
      out.at(dice.between(-reach, reach), lane * 0.35 * road, 0, lane > 0 ? Math.PI : 0);
      street.car();
    }
    if (dice.chance(0.35)) {
      out.at(dice.between(-0.5, 0.5) * reach, dice.between(-1, 1) * road, 0, dice.unit() * 6);
      furniture.person(dice.between(1.2, 1.95));
    }
    if (dice.chance(0.3)) {
      out.at(dice.between(-0.5, 0.5) * reach, dice.between(-1, 1) * road, 0, dice.unit());
      furniture.boxes();
    }
  }

  private Lighting lighting() {
    boolean overcast = dice.chance(0.3);
    double up = dice.between(0.25, 1.2);
    double angle = dice.between(0, 6.28);
    Vector3 sun = new Vector3(Math.cos(angle), Math.sin(angle), Math.tan(up));
    Rgb horizon =
        overcast
            ? Rgb.grey(dice.between(1.5, 2.4))
            : Rgb.hsv(dice.between(0.53, 0.6), dice.between(0.05, 0.2), dice.between(1.4, 2.2));
    Rgb zenith =
        overcast
            ? horizon.times(dice.between(0.7, 1))
            : Rgb.hsv(0.59, dice.between(0.4, 0.75), dice.between(0.8, 1.5));
    double ambient = overcast ? dice.between(0.7, 1) : dice.between(0.25, 0.5);
    Rgb warm = Rgb.hsv(dice.between(0.07, 0.13), dice.between(0.03, 0.3), 1);
    Rgb colour = warm.times(overcast ? 0.02 : dice.between(2, 4));
    Rgb above = zenith.mixed(Rgb.grey(1), 0.6).times(ambient);
    return new Lighting(
        true,
        sun,
        colour,
        above,
        above.times(0.45),
        horizon,
        zenith,
        overcast ? 0.2 : dice.between(0, 0.7),
        dice.betweenLog(0.0004, 0.008),
        dice.seed());
  }
}
