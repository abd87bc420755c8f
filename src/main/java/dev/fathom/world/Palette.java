package dev.fathom.world;

/** Draws the materials of a scene: what walls, floors and things tend to look like. */
final class Palette {
  private static final Rgb WHITE = Rgb.grey(0.8);

  private final Dice dice;

  Palette(Dice dice) {
    this.dice = dice;
  }

  /** Pale and little saturated, as walls are. */
  Rgb pale() {
    return Rgb.hsv(dice.unit(), 0.4 * dice.unit() * dice.unit(), dice.between(0.35, 0.85));
  }

  /** Any colour of a thing: most things are rather grey. */
  Rgb any() {
    double saturation = 0.9 * Math.pow(dice.unit(), 1.4);
    return Rgb.hsv(dice.unit(), saturation, dice.betweenLog(0.04, 0.75));
  }

  Rgb dark() {
    return Rgb.hsv(dice.unit(), dice.between(0, 0.4), dice.between(0.015, 0.1));
  }

  private Rgb timber() {
    double value = dice.betweenLog(0.08, 0.55);
    return Rgb.hsv(dice.between(0.05, 0.1), dice.between(0.3, 0.7), value);
  }

  Material wood(double board) {
    Rgb base = timber();
    Rgb accent = base.times(dice.between(0.45, 0.75));
    Material wood = Material.of(Pattern.WOOD, base, accent, board, 0.18, dice.seed());
    return dice.chance(0.4) ? wood.glossy(dice.between(0.1, 0.5), 0) : wood;
  }

  Material wall() {
    Rgb base = pale();
    int seed = dice.seed();
    return switch (dice.below(10)) {
      case 0 -> brick();
      case 1 ->
          Material.of(Pattern.TILE, base, base.times(0.6), dice.between(0.1, 0.4), 0.08, seed)
              .glossy(0.4, 0.1);
      case 2 ->
          Material.of(
              Pattern.STRIPES, base, base.mixed(any(), 0.35), dice.between(0.05, 0.2), 0.08, seed);
      case 3 ->
          Material.of(Pattern.PATCHES, base, base.times(0.75), dice.between(0.4, 2), 0.18, seed);
      case 4 -> wood(dice.between(0.08, 0.2));
      // Most walls are painted: an unevenness is all there is to see.
      default -> Material.plain(base, dice.betweenLog(0.04, 0.25), seed);
    };
  }

  Material brick() {
    Rgb base =
        dice.chance(0.6)
            ? Rgb.hsv(dice.between(0.01, 0.07), dice.between(0.4, 0.75), dice.between(0.2, 0.45))
            : pale().times(0.8);
    return Material.of(
        Pattern.BRICK,
        base,
        Rgb.grey(dice.between(0.25, 0.6)),
        dice.between(0.06, 0.09),
        0.25,
        dice.seed());
  }

  Material floor() {
    int seed = dice.seed();
    return switch (dice.below(6)) {
      case 0, 1 -> wood(dice.between(0.07, 0.2)).glossy(dice.between(0, 0.5), floorMirror());
      case 2 -> {
        Rgb base = dice.chance(0.6) ? pale().times(0.8) : any();
        yield Material.of(Pattern.TILE, base, base.times(0.5), dice.between(0.2, 0.65), 0.12, seed)
            .glossy(dice.between(0, 0.6), floorMirror());
      }
      case 3 -> carpet();
      case 4 -> {
        Rgb base = Rgb.grey(dice.between(0.2, 0.55));
        yield Material.of(Pattern.PATCHES, base, base.times(0.7), dice.between(0.5, 2), 0.2, seed);
      }
      default -> {
        Rgb base = pale().times(0.7);
        yield Material.of(Pattern.SPECKLE, base, any(), dice.between(0.02, 0.08), 0.06, seed)
            .glossy(0.3, floorMirror());
      }
    };
  }

  private double floorMirror() {
    return dice.chance(0.4) ? dice.between(0.1, 0.5) : 0;
  }

  Material carpet() {
    Rgb base = any();
    int seed = dice.seed();
    return switch (dice.below(4)) {
      case 0 -> Material.of(Pattern.PLAID, base, any(), dice.between(0.08, 0.4), 0.3, seed);
      case 1 -> Material.of(Pattern.CHECKER, base, any(), dice.between(0.1, 0.5), 0.3, seed);
      default ->
          Material.of(Pattern.SPECKLE, base, base.times(0.5), dice.between(0.02, 0.06), 0.25, seed);
    };
  }

  Material cloth() {
    Rgb base = any();
    int seed = dice.seed();
    return switch (dice.below(6)) {
      case 0 -> Material.of(Pattern.PLAID, base, any(), dice.between(0.03, 0.12), 0.2, seed);
      case 1 -> Material.of(Pattern.STRIPES, base, any(), dice.between(0.02, 0.1), 0.2, seed);
      case 2 -> Material.of(Pattern.PATCHES, base, any(), dice.between(0.05, 0.2), 0.2, seed);
      default ->
          Material.of(Pattern.SPECKLE, base, base.times(0.7), 0.02, dice.between(0.15, 0.35), seed);
    };
  }

  /** The surface of a piece of furniture. */
  Material furniture() {
    return switch (dice.below(5)) {
      case 0, 1 -> wood(dice.between(0.08, 0.4));
      case 2 ->
          Material.plain(WHITE.times(dice.between(0.7, 1)), 0.1, dice.seed()).glossy(0.3, 0.04);
      case 3 -> Material.plain(dark(), 0.15, dice.seed()).glossy(0.4, 0.06);
      default -> Material.plain(any(), dice.between(0.08, 0.35), dice.seed());
    };
  }

  /** Boxes, books, bottles and whatever else lies about. */
  Material thing() {
    int seed = dice.seed();
    return switch (dice.below(6)) {
      case 0 -> picture(dice.between(0.04, 0.15));
      case 1 -> Material.of(Pattern.PATCHES, cardboard(), cardboard().times(0.8), 0.2, 0.2, seed);
      case 2 -> Material.plain(any(), 0.05, seed).glossy(0.8, 0.15);
      case 3 -> Material.of(Pattern.STRIPES, any(), any(), dice.between(0.01, 0.06), 0.1, seed);
      default -> Material.plain(any(), dice.between(0.08, 0.4), seed);
    };
  }

  Rgb cardboard() {
    return Rgb.hsv(dice.between(0.07, 0.1), dice.between(0.4, 0.6), dice.between(0.3, 0.5));
  }

  Material picture(double size) {
    return Material.of(Pattern.PICTURE, any(), any(), size, 0.15, dice.seed());
  }

  Material metal() {
    return Material.plain(Rgb.grey(dice.betweenLog(0.08, 0.6)), 0.1, dice.seed())
        .glossy(0.8, dice.between(0.05, 0.3));
  }

  Material leaves() {
    Rgb base = Rgb.hsv(dice.between(0.2, 0.34), dice.between(0.35, 0.75), dice.between(0.12, 0.4));
    return Material.of(
        Pattern.FOLIAGE, base, base.times(0.15), dice.between(0.06, 0.22), 0.5, dice.seed());
  }

  Material lamp() {
    Rgb warm = Rgb.hsv(dice.between(0.08, 0.14), dice.between(0, 0.3), 0.9);
    return Material.plain(warm, 0, dice.seed()).glowing(dice.between(1, 4)).warm(2.5);
  }
}
