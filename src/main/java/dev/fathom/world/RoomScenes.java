package dev.fathom.world;

import dev.fathom.geometry.Vector3;
import java.util.ArrayList;
import java.util.List;

/**
 * Furnished rooms: from closets and corridors to halls.
 *
 * <p>Frame: world: the middle of the floor is the origin. Units: metres.
 */
final class RoomScenes {
  private final Dice dice;
  private final Palette palette;
  private final SceneBuilder out = new SceneBuilder();
  private final Furniture furniture;

  /** What stands already: x, y, radius. */
  private final List<double[]> taken = new ArrayList<>();

  /** What hangs on the walls: side, place along it, half its width. */
  private final List<double[]> hung = new ArrayList<>();

  private final double length;
  private final double width;
  private final double height;

  private RoomScenes(Dice dice) {
    this.dice = dice;
    this.palette = new Palette(dice);
    this.furniture = new Furniture(dice, palette, out);
    boolean hall = dice.chance(0.12);
    boolean corridor = !hall && dice.chance(0.12);
    length = hall ? dice.between(8, 20) : corridor ? dice.between(6, 18) : dice.between(2.6, 8);
    width = hall ? dice.between(6, 14) : corridor ? dice.between(1.6, 2.6) : dice.between(2.6, 6);
    height = hall ? dice.between(3.2, 6) : dice.between(2.3, 3.1);
  }

  static Scene random(Dice dice) {
    return new RoomScenes(dice).build();
  }

  private Scene build() {
    shell();
    int openings = 1 + dice.below(4);
    for (int i = 0; i < openings; i++) {
      opening();
    }
    if (dice.chance(0.45)) {
      rug();
    }
    int pictures = 1 + dice.below(8);
    for (int i = 0; i < pictures; i++) {
      picture();
    }
    double area = length * width;
    alongWalls((int) Math.min(34, dice.between(1, 2.2) * (length + width)));
    inTheMiddle((int) Math.min(18, dice.between(0.15, 0.6) * area));
    if (dice.chance(0.3)) {
      furnitureAt(0.8, dice.between(0.6, 2), dice.between(0.6, 2));
    }
    Lighting lighting = lighting();
    return out.build(
        Scene.Kind.ROOM,
        new Vector3(-length / 2, -width / 2, 0),
        new Vector3(length / 2, width / 2, height),
        lighting);
  }

  private void shell() {
    Material wall = palette.wall();
    Material other = dice.chance(0.3) ? palette.wall() : wall;
    Material ceiling =
        dice.chance(0.2)
            ? Material.of(
                Pattern.TILE, palette.pale(), Rgb.grey(0.35), dice.between(0.5, 0.7), 0.1, 5)
            : Material.plain(Rgb.grey(dice.between(0.5, 0.85)), 0.04, dice.seed());
    out.at(0, 0, 0, 0);
    out.box(0, 0, 0, length, width, 0, palette.floor());
    out.box(0, 0, height, length, width, 0, ceiling);
    out.box(length / 2, 0, height / 2, 0, width, height, other);
    out.box(-length / 2, 0, height / 2, 0, width, height, wall);
    out.box(0, width / 2, height / 2, length, 0, height, wall);
    out.box(0, -width / 2, height / 2, length, 0, height, dice.chance(0.5) ? wall : other);
    if (dice.chance(0.7)) {
      Material skirting = palette.furniture();
      double tall = dice.between(0.05, 0.15);
      out.box(length / 2, 0, tall / 2, 0.03, width, tall, skirting);
      out.box(-length / 2, 0, tall / 2, 0.03, width, tall, skirting);
      out.box(0, width / 2, tall / 2, length, 0.03, tall, skirting);
      out.box(0, -width / 2, tall / 2, length, 0.03, tall, skirting);
    }
    if (dice.chance(0.25)) {
      beams();
    }
  }

  private void beams() {
    Material beam = palette.furniture();
    double step = dice.between(0.8, 2);
    double size = dice.between(0.1, 0.25);
    for (double x = -length / 2 + step; x < length / 2; x += step) {
      out.box(x, 0, height - size / 2, size, width, size, beam);
    }
  }

  /**
   * Puts the item frame on a random wall, looking into the room, where nothing hangs yet; false
   * when there is no room.
   */
  private boolean ontoWall(double wide) {
    int side = dice.below(4);
    double run = side < 2 ? width : length;
    double along = dice.between(-0.5, 0.5) * (run - wide);
    if (run < wide || !bare(side, along, 0.5 * wide)) {
      return false;
    }
    switch (side) {
      case 0 -> out.at(length / 2, along, 0, Math.PI);
      case 1 -> out.at(-length / 2, along, 0, 0);
      case 2 -> out.at(along, width / 2, 0, -Math.PI / 2);
      default -> out.at(along, -width / 2, 0, Math.PI / 2);
    }
    return true;
  }

  /** Takes a piece of a wall, unless something hangs there: surfaces in one plane would flicker. */
  private boolean bare(int side, double along, double half) {
    for (double[] other : hung) {
      if (other[0] == side && Math.abs(other[1] - along) < other[2] + half) {
        return false;
      }
    }
    hung.add(new double[] {side, along, half});
    return true;
  }

  private void opening() {
    double w = dice.between(0.7, 1.6);
    if (!ontoWall(w + 0.5)) {
      return;
    }
    Material frame = palette.furniture();
    boolean door = dice.chance(0.4);
    double low = door ? 0 : dice.between(0.6, 1.1);
    double tall = door ? 2.05 : Math.min(height - low - 0.15, dice.between(0.8, 1.6));
    double wide = door ? 0.9 : w;
    Material pane = door ? doorLeaf() : view();
    out.box(0.02, 0, low + tall / 2, 0.02, wide, tall, pane);
    double f = dice.between(0.04, 0.09);
    out.box(0.03, wide / 2, low + tall / 2, 0.06, f, tall + f, frame);
    out.box(0.03, -wide / 2, low + tall / 2, 0.06, f, tall + f, frame);
    out.box(0.03, 0, low + tall, 0.06, wide + f, f, frame);
    if (door) {
      out.ellipsoid(0.08, 0.4 * wide, 1.02, 0.03, 0.05, 0.03, palette.metal());
    } else {
      out.box(0.05, 0, low, 0.12, wide + 2 * f, f, frame);
      out.box(0.03, 0, low + tall / 2, 0.05, f * 0.7, tall, frame);
      if (dice.chance(0.4)) {
        curtains(wide, low + tall);
      }
    }
  }

  private Material doorLeaf() {
    return dice.chance(0.5) ? palette.wood(0.3) : Material.plain(palette.pale(), 0.05, dice.seed());
  }

  /** What a window shows: the bright outside, out of focus; or the night. */
  private Material view() {
    if (dice.chance(0.2)) {
      return Material.plain(Rgb.grey(0.02), 0, 1).glossy(0.3, 0.5);
    }
    Rgb sky = Rgb.hsv(dice.between(0.5, 0.62), dice.between(0.02, 0.3), 1);
    Rgb trees = Rgb.hsv(dice.between(0.15, 0.4), 0.4, dice.between(0.2, 0.6));
    return Material.of(Pattern.PATCHES, sky, trees, dice.between(0.5, 1.5), 0.2, dice.seed())
        .glowing(dice.between(1, 6));
  }

  private void curtains(double wide, double top) {
    Material cloth = palette.cloth();
    for (int side = -1; side <= 1; side += 2) {
      for (int fold = 0; fold < 4; fold++) {
        double y = side * (wide / 2 + 0.05 * fold);
        out.cylinder(0.1 + 0.02 * (fold & 1), y, top / 2 + 0.05, 0.035, top + 0.05, cloth);
      }
    }
  }

  private void rug() {
    double thick = dice.between(0.004, 0.012);
    double x = dice.between(-0.25, 0.25) * length;
    double y = dice.between(-0.25, 0.25) * width;
    double sx = Math.min(dice.between(1, 3), 0.8 * (length - 2 * Math.abs(x)));
    double sy = Math.min(dice.between(0.8, 2.4), 0.8 * (width - 2 * Math.abs(y)));
    out.at(x, y, 0, 0);
    Material cloth = dice.chance(0.5) ? palette.picture(dice.between(0.1, 0.5)) : palette.carpet();
    out.box(0, 0, thick / 2, sx, sy, thick, cloth);
  }

  private void picture() {
    double w = dice.between(0.25, 1.2);
    if (!ontoWall(w + 0.15)) {
      return;
    }
    double h = w * dice.between(0.6, 1.4);
    double z = dice.between(1.2, 1.8);
    out.box(0.015, 0, z, 0.03, w, h, palette.picture(w * dice.between(0.25, 0.7)));
    if (dice.chance(0.6)) {
      out.box(0.012, 0, z, 0.025, w + 0.08, h + 0.08, palette.furniture());
    }
  }

  private void alongWalls(int count) {
    for (int i = 0; i < count; i++) {
      int side = dice.below(4);
      double depth = dice.between(0.3, 0.5);
      double half = dice.between(0.4, 0.9);
      double run = (side < 2 ? width : length) - 2 * half;
      if (run <= 0) {
        continue;
      }
      double along = dice.between(-0.5, 0.5) * run;
      double gap = depth + dice.between(0, 0.1);
      double away = (side < 2 ? length : width) / 2 - gap;
      double sign = (side & 1) == 0 ? 1 : -1;
      double x = side < 2 ? sign * away : along;
      double y = side < 2 ? along : sign * away;
      double yaw = side < 2 ? (sign > 0 ? Math.PI : 0) : -sign * Math.PI / 2;
      if (free(x, y, half)) {
        out.at(x, y, 0, yaw);
        wallItem(2 * depth, 2 * half);
      }
    }
  }

  private void wallItem(double depth, double wide) {
    switch (dice.below(9)) {
      case 0, 1, 2 -> furniture.shelf(Math.min(depth, 0.45), wide, dice.between(0.7, 2.2));
      case 3, 4 -> furniture.table(Math.max(0.5, depth), wide, dice.between(0.7, 0.95));
      case 5 -> furniture.sofa(wide);
      case 6 -> furniture.boxes();
      case 7 -> furniture.plant();
      default -> furniture.chair();
    }
  }

  private void inTheMiddle(int count) {
    for (int i = 0; i < count; i++) {
      double radius = dice.between(0.3, 0.9);
      double x = dice.between(-0.5, 0.5) * Math.max(0, length - 2 * radius);
      double y = dice.between(-0.5, 0.5) * Math.max(0, width - 2 * radius);
      if (free(x, y, radius)) {
        furnitureAt(radius, x, y);
      }
    }
  }

  private void furnitureAt(double radius, double x, double y) {
    double yaw = dice.chance(0.6) ? dice.below(4) * Math.PI / 2 : dice.between(0, 6.28);
    out.at(x, y, 0, yaw);
    switch (dice.below(10)) {
      case 0, 1 -> {
        furniture.table(1.1 * radius, 1.7 * radius, dice.between(0.4, 0.8));
        out.at(x + 0.8 * radius * Math.cos(yaw), y + 0.8 * radius * Math.sin(yaw), 0, yaw + 3.2);
        furniture.chair();
      }
      case 2, 3 -> furniture.person(dice.between(1.45, 1.95));
      case 4 -> furniture.chair();
      case 5 -> furniture.boxes();
      case 6 -> furniture.floorLamp();
      case 7 -> furniture.plant();
      case 8 -> {
        if (radius > 0.6) {
          furniture.bed(dice.between(0.9, 1.6));
        } else {
          out.cylinder(0, 0, height / 2, dice.between(0.08, 0.3), height, palette.wall());
        }
      }
      default -> furniture.sofa(1.6 * radius);
    }
  }

  private boolean free(double x, double y, double radius) {
    for (double[] other : taken) {
      if (Math.hypot(other[0] - x, other[1] - y) < other[2] + radius) {
        return false;
      }
    }
    taken.add(new double[] {x, y, radius});
    return true;
  }

  private Lighting lighting() {
    Rgb tint = Rgb.hsv(dice.between(0.06, 0.16), dice.between(0, 0.4), 1);
    double fill = dice.between(0.15, 0.6);
    Rgb above = Rgb.hsv(dice.unit(), dice.between(0, 0.12), 1).times(fill);
    Rgb below = above.mixed(tint, 0.3).times(dice.between(0.5, 0.9));
    boolean lit = dice.chance(0.65);
    double x = dice.between(-0.35, 0.35) * length;
    double y = dice.between(-0.35, 0.35) * width;
    Vector3 source =
        lit
            ? new Vector3(x, y, height - 0.3)
            : new Vector3(length / 2 - 0.3, y, Math.min(height - 0.3, 1.8));
    if (lit) {
      ceilingLamp(x, y);
    }
    double power = dice.between(1, 6) * (height > 3.2 ? 2.5 : 1);
    Rgb outside = Rgb.grey(0.5);
    return new Lighting(false, source, tint.times(power), above, below, outside, outside, 0, 0, 0);
  }

  private void ceilingLamp(double x, double y) {
    out.at(x, y, 0, 0);
    Material lamp = palette.lamp();
    if (dice.chance(0.5)) {
      out.ellipsoid(0, 0, height - 0.25, 0.14, 0.14, 0.1, lamp);
      out.cylinder(0, 0, height - 0.1, 0.008, 0.2, palette.metal());
    } else {
      out.box(0, 0, height - 0.02, dice.between(0.2, 1.2), dice.between(0.2, 0.6), 0.04, lamp);
    }
  }
}
