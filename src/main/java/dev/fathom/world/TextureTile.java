package dev.fathom.world;

import java.util.Arrays;

/**
 * A square of grey texture that repeats without seams, of a kind and strength that dice choose:
 * noise, overlapping leaves, print, bands, or nearly nothing.
 *
 * <p>Source for the leaves: Lee, Mumford and Huang 2001, "Occlusion models for natural images":
 * shapes that hide each other, with sizes after r⁻³, have the statistics of photographs.
 */
final class TextureTile {
  /** Width and height, a power of two. */
  static final int SIDE = 256;

  private static final int MASK = SIDE - 1;
  private static final int OCTAVES = 7;
  private static final int MAX_LEAVES = 6000;

  private final float[] grey = new float[SIDE * SIDE];

  private TextureTile() {}

  static TextureTile random(Dice dice) {
    TextureTile tile = new TextureTile();
    Arrays.fill(tile.grey, (float) dice.between(0.2, 0.75));
    double kind = dice.unit();
    if (kind < 0.2) {
      tile.addNoise(dice, dice.betweenLog(0.08, 0.5), dice.between(0.45, 0.95));
    } else if (kind < 0.68) {
      tile.addLeaves(
          dice, dice.betweenLog(2.5, 8), dice.betweenLog(20, 110), dice.betweenLog(0.1, 0.9));
      tile.addNoise(dice, dice.betweenLog(0.01, 0.12), dice.between(0.6, 0.95));
    } else if (kind < 0.79) {
      tile.addPrint(dice);
      tile.addNoise(dice, dice.betweenLog(0.01, 0.08), dice.between(0.6, 0.95));
    } else if (kind < 0.93) {
      tile.addBands(dice);
      tile.addNoise(dice, dice.betweenLog(0.02, 0.15), dice.between(0.6, 0.95));
    } else {
      tile.addNoise(dice, dice.betweenLog(0.008, 0.06), dice.between(0.5, 0.95));
      tile.addNoise(dice, dice.betweenLog(0.02, 0.2), dice.between(0.2, 0.4));
    }
    return tile;
  }

  /** Brightness at any point, by bilinear interpolation. Units: texels; about 0 … 1. */
  float at(double u, double v) {
    double left = Math.floor(u);
    double top = Math.floor(v);
    float a = (float) (u - left);
    float b = (float) (v - top);
    int column = (int) left & MASK;
    int next = column + 1 & MASK;
    int row = ((int) top & MASK) * SIDE;
    int below = ((int) top + 1 & MASK) * SIDE;
    float upper = grey[row + column] + a * (grey[row + next] - grey[row + column]);
    float lower = grey[below + column] + a * (grey[below + next] - grey[below + column]);
    return upper + b * (lower - upper);
  }

  private void addNoise(Dice dice, double strength, double persistence) {
    double total = 0;
    for (int octave = 0; octave < OCTAVES; octave++) {
      total += Math.pow(persistence, octave);
    }
    double weight = 2 * strength / total;
    for (int octave = 0, cells = 2; octave < OCTAVES; octave++, cells *= 2) {
      addOctave(dice, cells, weight);
      weight *= persistence;
    }
  }

  private void addOctave(Dice dice, int cells, double weight) {
    float[] grid = new float[cells * cells];
    for (int i = 0; i < grid.length; i++) {
      grid[i] = (float) dice.between(-1, 1);
    }
    double step = (double) cells / SIDE;
    for (int y = 0; y < SIDE; y++) {
      int row = (int) (y * step);
      double fy = ease(y * step - row);
      int below = (row + 1) % cells;
      for (int x = 0; x < SIDE; x++) {
        int column = (int) (x * step);
        double fx = ease(x * step - column);
        int next = (column + 1) % cells;
        double upper = mix(grid[row * cells + column], grid[row * cells + next], fx);
        double lower = mix(grid[below * cells + column], grid[below * cells + next], fx);
        grey[y * SIDE + x] += (float) (weight * mix(upper, lower, fy));
      }
    }
  }

  private static double ease(double f) {
    return f * f * (3 - 2 * f);
  }

  private static double mix(double a, double b, double share) {
    return a + share * (b - a);
  }

  private void addLeaves(Dice dice, double smallest, double largest, double contrast) {
    float mean = grey[0];
    int count = (int) Math.min(MAX_LEAVES, 3.0 * SIDE * SIDE / (smallest * largest));
    double boxes = dice.chance(0.4) ? 0.8 : 0.2;
    for (int n = 0; n < count; n++) {
      double p = dice.unit();
      double radius = 1 / Math.sqrt(p / (largest * largest) + (1 - p) / (smallest * smallest));
      float tone = (float) (mean + contrast * dice.between(-0.5, 0.5));
      addLeaf(dice, radius, tone, contrast * dice.between(-0.3, 0.3) / radius, dice.chance(boxes));
    }
  }

  private void addLeaf(Dice dice, double radius, float tone, double shade, boolean box) {
    double aspect = dice.betweenLog(0.35, 1);
    double angle = dice.between(0, Math.PI);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    int centreX = dice.below(SIDE);
    int centreY = dice.below(SIDE);
    int reach = Math.min(SIDE / 2 - 1, (int) Math.ceil(radius * 1.45));
    for (int y = -reach; y <= reach; y++) {
      for (int x = -reach; x <= reach; x++) {
        double u = (cos * x + sin * y) / radius;
        double v = (cos * y - sin * x) / (radius * aspect);
        double out = box ? Math.max(Math.abs(u), Math.abs(v)) : Math.sqrt(u * u + v * v);
        double cover = Math.min(1, (1 - out) * radius * aspect + 0.5);
        if (cover > 0) {
          int at = (centreY + y & MASK) * SIDE + (centreX + x & MASK);
          grey[at] += (float) (cover * (tone + shade * radius * u - grey[at]));
        }
      }
    }
  }

  /** Lines of short strokes. */
  private void addPrint(Dice dice) {
    int pitch = 7 + dice.below(14);
    int high = Math.max(3, pitch * 6 / 10);
    float ink = (float) (dice.chance(0.7) ? dice.between(0.02, 0.2) : dice.between(0.8, 1));
    for (int top = 0; top + pitch <= SIDE; top += pitch) {
      int x = dice.below(21);
      while (x < SIDE - 4) {
        boolean gap = dice.chance(0.15);
        int wide = gap ? 0 : 1 + dice.below(2);
        int from = top + dice.below(high / 2 + 1);
        int to = top + high - dice.below(high / 3 + 1);
        for (int y = from; y < to; y++) {
          Arrays.fill(grey, y * SIDE + x, y * SIDE + x + wide, ink);
        }
        if (!gap && from < to && dice.chance(0.5)) {
          int bar = from + dice.below(to - from);
          Arrays.fill(grey, bar * SIDE + x, bar * SIDE + x + 4, ink);
        }
        x += gap ? 3 + dice.below(10) : wide + 1 + dice.below(4);
      }
    }
  }

  /** Stripes, checks, or tiles and bricks with joints. */
  private void addBands(Dice dice) {
    int across = 4 << dice.below(5);
    int down = 4 << dice.below(5);
    float tone = (float) dice.between(0.05, 0.95);
    double kind = dice.unit();
    int joint = 1 + dice.below(3);
    int seed = dice.seed();
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int column = x / across;
        int row = y / down;
        boolean jointed = y % down < joint || (x + (row & 1) * across / 2) % across < joint;
        boolean on =
            kind < 0.3
                ? (column & 1) == 1
                : kind < 0.5 ? (column + row & 1) == 1 : kind < 0.65 ? (row & 1) == 1 : jointed;
        int at = y * SIDE + x;
        grey[at] = on ? tone : grey[at] + 0.2f * (float) (Noise.cell(column, row, seed) - 0.5);
      }
    }
  }
}
