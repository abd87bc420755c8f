package dev.fathom.world;

import dev.fathom.world.Cutout.Gloss;
import dev.fathom.world.Cutout.Outline;
import dev.fathom.world.Cutout.Print;
import dev.fathom.world.Cutout.Shape;
import dev.fathom.world.Cutout.Sheet;
import java.util.ArrayList;
import java.util.List;

/** Random scenes of cut-outs: a wall, often a floor that rises towards the camera, and things. */
final class CutoutScenes {
  private static final Shape[] THINGS = {
    Shape.ELLIPSE,
    Shape.ELLIPSE,
    Shape.ELLIPSE,
    Shape.BOX,
    Shape.BOX,
    Shape.BOX,
    Shape.BLOB,
    Shape.BLOB,
    Shape.BLOB,
    Shape.FENCE,
    Shape.RING,
    Shape.TRIANGLE
  };
  private static final int TILES = 48;
  private static final double[] SMOOTH = new double[6];

  private final int width;
  private final int height;
  private final TextureTile[] tiles = new TextureTile[TILES];

  CutoutScenes(int width, int height, Dice dice) {
    this.width = width;
    this.height = height;
    for (int i = 0; i < TILES; i++) {
      tiles[i] = TextureTile.random(dice);
    }
  }

  /** A scene whose disparities lie within about 0 … {@code most}. */
  List<Cutout> random(Dice dice, double most) {
    List<Cutout> scene = new ArrayList<>();
    double kind = dice.unit();
    double far = kind > 0.8 ? dice.between(0, 2) : most * dice.between(0.02, 0.45);
    double tilt = kind < 0.5 && far > 6 ? 0.08 : 0.01;
    scene.add(wall(dice, far, dice.between(-tilt, tilt), dice.between(-tilt, tilt)));
    double horizon = kind > 0.45 ? height * dice.between(0.25, 0.75) : Double.NaN;
    double rise = most * dice.between(0.5, 1) / (height - horizon);
    if (kind > 0.45) {
      double start = dice.chance(0.5) ? 0 : far - dice.between(0, 2);
      scene.add(surface(dice, all(0.5 * width, horizon), new Sheet(start, 0, rise, 0)));
    }
    if (kind > 0.45 && kind < 0.6) {
      double slope = (dice.chance(0.5) ? 1 : -1) * dice.between(0.05, 0.35);
      Outline side = all(dice.between(0.2, 0.8) * width, 0);
      scene.add(surface(dice, side, new Sheet(far, slope, 0, 0)));
    }
    int things = 4 + dice.below(22);
    for (int n = 0; n < things; n++) {
      double nearness = dice.unit();
      double share = dice.chance(0.5) ? nearness * nearness : nearness;
      double middle = far + (0.97 * most - far) * share;
      boolean standing = kind > 0.45 && dice.chance(0.6);
      scene.add(thing(dice, middle, most, standing ? horizon + middle / rise : Double.NaN));
    }
    return scene;
  }

  private Cutout wall(Dice dice, double middle, double slopeX, double slopeY) {
    return surface(dice, all(0.5 * width, 0.5 * height), new Sheet(middle, slopeX, slopeY, 0));
  }

  private static Outline all(double x, double y) {
    return new Outline(Shape.ALL, x, y, 0, 1, 1, SMOOTH, 1, 1);
  }

  /**
   * @param foot row that it stands on, or NaN if it hangs anywhere
   */
  private Cutout thing(Dice dice, double middle, double most, double foot) {
    Shape shape = THINGS[dice.below(THINGS.length)];
    boolean pole = dice.chance(0.07);
    double size = dice.betweenLog(0.02, 0.35) * width;
    double wide = pole ? dice.betweenLog(1, 5) : size * dice.betweenLog(0.4, 1.6);
    double high = pole ? dice.between(0.2, 1) * height : size * dice.betweenLog(0.4, 1.6);
    wide = Math.max(1.5, wide);
    high = Math.max(1.5, high);
    double[] wobble = new double[6];
    for (int k = 0; k < 3; k++) {
      wobble[k] = dice.between(-0.25, 0.25);
      wobble[k + 3] = dice.between(0, 2 * Math.PI);
    }
    double angle = dice.chance(0.4) ? 0 : dice.between(-0.5 * Math.PI, 0.5 * Math.PI);
    double centreY =
        Double.isNaN(foot) ? dice.between(0, 1) * height : foot - high * Math.abs(Math.cos(angle));
    Outline outline =
        new Outline(
            pole ? Shape.BOX : shape,
            dice.between(-0.05, 1.05) * width,
            centreY,
            angle,
            wide,
            high,
            wobble,
            dice.betweenLog(8, 40),
            dice.between(0.15, 0.6));
    return surface(dice, outline, sheet(dice, outline, middle, most));
  }

  private static Sheet sheet(Dice dice, Outline outline, double middle, double most) {
    double steep = dice.chance(0.5) ? 0 : 0.25;
    double slopeX = dice.between(-steep, steep);
    double slopeY = dice.between(-steep, steep);
    double reach = Math.abs(slopeX) * outline.halfWidth() + Math.abs(slopeY) * outline.halfHeight();
    double room = Math.max(0, Math.min(middle, most - middle));
    double share = reach > room ? room / reach : 1;
    boolean round =
        (outline.shape() == Shape.ELLIPSE && dice.chance(0.6))
            || (outline.shape() == Shape.BLOB && dice.chance(0.3));
    double radius = Math.min(20, Math.min(outline.halfWidth(), outline.halfHeight()));
    double bulge = round ? dice.between(0, 0.4) * radius : 0;
    boolean fits = middle + share * reach + bulge <= most;
    return new Sheet(middle, share * slopeX, share * slopeY, fits ? bulge : 0);
  }

  private Cutout surface(Dice dice, Outline outline, Sheet sheet) {
    Print print =
        new Print(
            tiles[dice.below(TILES)],
            dice.betweenLog(0.45, 1.3),
            dice.chance(0.5) ? dice.between(-0.1, 0.1) : dice.between(0, 2 * Math.PI),
            dice.between(0, TextureTile.SIDE),
            dice.between(0, TextureTile.SIDE),
            dice.between(-0.15, 0.3),
            dice.between(0.5, 1.1),
            dice.between(-0.3, 0.3) / width,
            dice.between(-0.3, 0.3) / width);
    Gloss gloss =
        dice.chance(0.12)
            ? new Gloss(
                dice.between(0.1, 0.7),
                dice.between(0, width),
                dice.between(0, height),
                dice.betweenLog(4, 40),
                dice.between(-6, 6))
            : Gloss.NONE;
    return new Cutout(outline, sheet, print, gloss);
  }
}
