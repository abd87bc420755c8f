package dev.fathom.world;

/** Value noise: random values on a grid, smoothly interpolated, summed in octaves. Pure. */
final class Noise {
  private static final int FINEST_OCTAVES = 8;

  private Noise() {}

  /** A well mixed number for a cell of the grid. */
  static int hash(int x, int y, int seed) {
    int h = seed * 0x9E3779B1 + x * 0x85EBCA77 + y * 0xC2B2AE3D;
    h = (h ^ (h >>> 15)) * 0x2C1B3C6D;
    h = (h ^ (h >>> 12)) * 0x297A2D39;
    return h ^ (h >>> 15);
  }

  /** Uniform in 0 … 1 for a cell of the grid. */
  static double cell(int x, int y, int seed) {
    return (hash(x, y, seed) >>> 8) * 0x1p-24;
  }

  /** Smooth noise with a grid of size one. Range: −1 … 1. */
  static double value(double x, double y, int seed) {
    double floorX = Math.floor(x);
    double floorY = Math.floor(y);
    int cellX = (int) floorX;
    int cellY = (int) floorY;
    double fx = ease(x - floorX);
    double fy = ease(y - floorY);
    double top = cell(cellX, cellY, seed) * (1 - fx) + cell(cellX + 1, cellY, seed) * fx;
    double bottom = cell(cellX, cellY + 1, seed) * (1 - fx) + cell(cellX + 1, cellY + 1, seed) * fx;
    return 2 * (top * (1 - fy) + bottom * fy) - 1;
  }

  /**
   * Noise in octaves from {@code wavelength} down, each {@code persistence} times as strong as the
   * one before; octaves that a pixel of size {@code footprint} cannot show fade out. Range: about
   * −1 … 1.
   */
  static double octaves(
      double x, double y, double wavelength, double footprint, double persistence, int seed) {
    double sum = 0;
    double weight = 1 - 0.5 * persistence;
    double length = wavelength;
    for (int octave = 0; octave < FINEST_OCTAVES; octave++) {
      double visible = Math.min(1, length / footprint - 1);
      if (visible <= 0) {
        break;
      }
      sum += weight * visible * value(x / length, y / length, seed + octave);
      weight *= persistence;
      length *= 0.5;
    }
    return sum;
  }

  private static double ease(double f) {
    return f * f * (3 - 2 * f);
  }
}
