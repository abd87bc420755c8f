package dev.fathom.world;

/**
 * The colour of a material at a point of its surface, averaged over what one pixel sees of it.
 *
 * <p>Units: u, v and footprint in metres. The result lies in the fields {@link #r}, {@link #g},
 * {@link #b} until the next call. Threads: one owner at a time.
 */
final class TextureSampler {
  double r;
  double g;
  double b;

  /** Samples {@code material} at (u, v) over a square of side {@code footprint}. */
  void sample(Material material, double u, double v, double footprint) {
    set(material.base());
    switch (material.pattern()) {
      case PLAIN -> {}
      case PATCHES -> patches(material, u, v, footprint);
      case SPECKLE -> speckle(material, u, v, footprint);
      case BRICK -> bricks(material, u, v, footprint);
      case TILE -> tiles(material, u, v, footprint);
      case WOOD -> wood(material, u, v, footprint);
      case CHECKER -> checker(material, u, v, footprint);
      case STRIPES -> mix(material.accent(), band(u, material.scale(), footprint));
      case PLAID -> plaid(material, u, v, footprint);
      case BOOKS -> books(material, u, v, footprint);
      case PICTURE -> picture(material, u, v, footprint);
      case FACADE -> facade(material, u, v, footprint);
      case ROAD -> road(material, u, v, footprint);
      case FOLIAGE -> foliage(material, u, v, footprint);
    }
    double grain = material.grain();
    if (grain > 0) {
      // Natural textures lose strength slowly with frequency: hence the high persistence.
      double fine = Noise.octaves(u, v, 0.14, footprint, 0.85, material.seed());
      double broad = Noise.value(u / 1.3, v / 1.1, material.seed() + 60);
      scale(1 + grain * (1.5 * fine + 0.35 * broad));
    }
  }

  private void patches(Material m, double u, double v, double footprint) {
    double noise = Noise.octaves(u, v, m.scale(), footprint, 0.6, m.seed() + 100);
    mix(m.accent(), clamp(0.5 + 1.1 * noise));
  }

  private void speckle(Material m, double u, double v, double footprint) {
    double noise = Noise.octaves(u, v, m.scale(), footprint, 0.9, m.seed() + 100);
    mix(m.accent(), clamp(0.4 + 0.9 * noise));
  }

  private void foliage(Material m, double u, double v, double footprint) {
    double noise = Noise.octaves(u, v, m.scale(), footprint, 0.95, m.seed() + 100);
    mix(m.accent(), clamp(0.45 + 2.2 * noise));
  }

  private void bricks(Material m, double u, double v, double footprint) {
    double height = m.scale();
    int row = (int) Math.floor(v / height);
    double shifted = u + (row & 1) * 1.5 * height;
    int column = (int) Math.floor(shifted / (3 * height));
    scale(0.7 + 0.6 * Noise.cell(column, row, m.seed()) * fading(height, footprint));
    double joint =
        Math.max(
            line(shifted, 3 * height, 0.14 * height, footprint),
            line(v, height, 0.14 * height, footprint));
    mix(m.accent(), joint);
  }

  private void tiles(Material m, double u, double v, double footprint) {
    double side = m.scale();
    int column = (int) Math.floor(u / side);
    int row = (int) Math.floor(v / side);
    scale(1 + 0.14 * (Noise.cell(column, row, m.seed()) - 0.5) * fading(side, footprint));
    double joint =
        Math.max(line(u, side, 0.03 * side, footprint), line(v, side, 0.03 * side, footprint));
    mix(m.accent(), joint);
  }

  private void wood(Material m, double u, double v, double footprint) {
    double width = m.scale();
    int board = (int) Math.floor(v / width);
    double shift = 31 * Noise.cell(board, 7, m.seed());
    scale(1 + 0.35 * (Noise.cell(board, 3, m.seed()) - 0.5) * fading(width, footprint));
    double grain =
        Noise.octaves((u + shift) * 0.12, v, 0.08, Math.min(footprint, 0.079), 0.7, m.seed() + 50);
    mix(m.accent(), clamp(0.4 + 0.9 * grain * fading(0.03, 0.5 * footprint)));
    double length = 9 * width;
    double end = line(u + shift, length, 0.004, footprint);
    scale(1 - 0.5 * Math.max(end, line(v, width, 0.004, footprint)));
  }

  private void checker(Material m, double u, double v, double footprint) {
    double a = band(u, m.scale(), footprint);
    double b2 = band(v, m.scale(), footprint);
    mix(m.accent(), a + b2 - 2 * a * b2);
  }

  private void plaid(Material m, double u, double v, double footprint) {
    double fine = 0.3 * band(u + v, 0.3 * m.scale(), footprint);
    mix(
        m.accent(),
        0.4 * band(u, m.scale(), footprint) + 0.4 * band(v, m.scale(), footprint) + 0.5 * fine);
  }

  private void books(Material m, double u, double v, double footprint) {
    double storey = 0.33;
    int shelf = (int) Math.floor(v / storey);
    double inShelf = v / storey - shelf;
    double thickness = m.scale();
    int book = (int) Math.floor(u / thickness);
    // Some spines are as wide as two.
    if (Noise.cell(book >> 1, shelf, m.seed() + 1) < 0.4) {
      book &= ~1;
    }
    double height = 0.62 + 0.3 * Noise.cell(book, shelf, m.seed() + 2);
    if (inShelf > height || Noise.cell(book >> 3, shelf, m.seed() + 3) < 0.12) {
      scale(0.18);
    } else {
      hashed(book, shelf, m.seed(), 0.75, fading(thickness, footprint), m.accent());
      scale(1 - 0.4 * line(u, thickness, 0.004, footprint));
    }
    Rgb board = m.base();
    mix(board, line(v, storey, 0.03, footprint));
  }

  private void picture(Material m, double u, double v, double footprint) {
    double large = m.scale();
    double small = large * 0.23;
    int column = (int) Math.floor(u / large + 0.31);
    int row = (int) Math.floor(v / large + 0.17);
    hashed(column, row, m.seed(), 0.8, 1, m.accent());
    int fineColumn = (int) Math.floor(u / small + 0.3);
    int fineRow = (int) Math.floor(v / small + 0.6);
    if (Noise.cell(fineColumn, fineRow, m.seed() + 9) < 0.35) {
      hashed(fineColumn, fineRow, m.seed() + 5, 0.7, fading(small, footprint), m.base());
    }
    scale(1 + 0.5 * Noise.octaves(u, v, 0.4 * large, footprint, 0.7, m.seed() + 20));
  }

  private void facade(Material m, double u, double v, double footprint) {
    double width = m.scale();
    double storey = 1.25 * width;
    double x = u / width - Math.floor(u / width);
    double y = v / storey - Math.floor(v / storey);
    if ((m.seed() & 1) == 0) {
      double side = 0.09;
      double joint = Math.max(line(v, side, 0.012, footprint), line(u, 0.27, 0.01, footprint));
      scale(1 - 0.35 * joint);
    }
    double soft = footprint / width;
    double frame = inside(x, 0.22, 0.78, soft) * inside(y, 0.24, 0.82, soft);
    double glass = inside(x, 0.26, 0.74, soft) * inside(y, 0.28, 0.78, soft);
    double cross = Math.max(inside(x, 0.485, 0.515, soft), inside(y, 0.6, 0.625, soft));
    int column = (int) Math.floor(u / width);
    int row = (int) Math.floor(v / storey);
    double tone = Noise.cell(column, row, m.seed() + 4);
    mix(m.accent(), frame);
    double dark = 0.03 + 0.25 * tone * tone + 0.25 * Math.max(0, y - 0.5) * tone;
    mix(dark, dark * 1.06, dark * 1.15, glass * (1 - cross));
  }

  private void road(Material m, double u, double v, double footprint) {
    // Stones make asphalt speckled; what drives over it leaves streaks along it.
    double stones = Noise.octaves(u, v, 0.06, footprint, 0.9, m.seed() + 100);
    double streaks = Noise.octaves(0.04 * u, v, 0.7, footprint, 0.6, m.seed() + 40);
    scale(1 + 0.55 * stones + 0.22 * streaks);
    double wear = clamp(0.85 + 0.6 * Noise.octaves(u, v, 0.5, footprint, 0.7, m.seed() + 7));
    double dash = inside(u / 6 - Math.floor(u / 6), 0.2, 0.7, footprint / 6);
    double lanes = Math.max(1, Math.rint(m.scale() / 3.4));
    double lane = m.scale() / lanes;
    double across = Math.abs(v);
    double nearest = Math.min(Math.rint(across / lane), lanes - 1) * lane;
    boolean middle = nearest == 0;
    double line = inside(across - nearest, -0.08, 0.08, footprint);
    // Roads of many lanes have a line in the middle that is not to be crossed.
    double mark = line * (middle && lanes > 1 ? 1 : dash);
    double edge = inside(across, m.scale() - 0.34, m.scale() - 0.2, footprint);
    mix(m.accent(), wear * Math.max(Math.max(mark, edge), zebra(m, u, v, footprint)));
    double patch = Noise.value(u / 3.1, v / 1.9, m.seed() + 30);
    scale(patch > 0.6 ? 0.75 : 1);
  }

  /** Stripes where people cross: one in two pieces of forty metres has them. */
  private static double zebra(Material m, double u, double v, double footprint) {
    double cell = Math.floor(u / 40);
    double place = u - 40 * cell - 30 * Noise.cell((int) cell, 1, m.seed());
    if (place < -1 || place > 5 || Noise.cell((int) cell, 2, m.seed()) < 0.5) {
      return 0;
    }
    double within = inside(place, 0, 3.5, footprint);
    return within * band(v, 0.5, footprint) * inside(Math.abs(v), 0, m.scale() - 0.5, footprint);
  }

  /** How much of the footprint lies between {@code low} and {@code high}. */
  private static double inside(double x, double low, double high, double footprint) {
    double width = Math.max(footprint, 1e-6);
    double from = Math.max(x - 0.5 * width, low);
    double to = Math.min(x + 0.5 * width, high);
    return Math.max(0, to - from) / width;
  }

  /**
   * How much of the footprint is joint, where joints of {@code width} recur each {@code period}.
   */
  private static double line(double x, double period, double width, double footprint) {
    double phase = x - period * Math.floor(x / period);
    double distance = Math.min(phase, period - phase);
    double size = Math.min(footprint, period);
    return inside(distance, -0.5 * width, 0.5 * width, size);
  }

  /** How much of the footprint falls on every other band of {@code width}. */
  private static double band(double x, double width, double footprint) {
    double phase = x / (2 * width) - Math.floor(x / (2 * width));
    double soft = footprint / (2 * width);
    if (soft >= 1) {
      return 0.5;
    }
    double share = inside(phase, 0.5, 1, soft) + inside(phase - 1, -0.5, 0, soft);
    return Math.min(1, share);
  }

  /** 1 where a detail of this size is seen clearly, 0 where a pixel swallows it. */
  private static double fading(double size, double footprint) {
    return clamp(size / footprint - 0.5);
  }

  private void hashed(int x, int y, int seed, double spread, double clarity, Rgb mean) {
    double tone = 0.12 + 0.6 * Noise.cell(x, y, seed);
    double colourful = 0.8 * Noise.cell(x, y, seed + 10);
    double share = clarity * spread;
    double red = tone + colourful * (Noise.cell(x, y, seed + 11) - 0.5) * 0.7;
    double green = tone + colourful * (Noise.cell(x, y, seed + 12) - 0.5) * 0.7;
    double blue = tone + colourful * (Noise.cell(x, y, seed + 13) - 0.5) * 0.7;
    r = mean.r() + share * (Math.max(0.02, red) - mean.r());
    g = mean.g() + share * (Math.max(0.02, green) - mean.g());
    b = mean.b() + share * (Math.max(0.02, blue) - mean.b());
  }

  private void set(Rgb colour) {
    r = colour.r();
    g = colour.g();
    b = colour.b();
  }

  private void mix(Rgb colour, double share) {
    mix(colour.r(), colour.g(), colour.b(), share);
  }

  private void mix(double red, double green, double blue, double share) {
    r += (red - r) * share;
    g += (green - g) * share;
    b += (blue - b) * share;
  }

  private void scale(double factor) {
    double f = Math.max(0.02, factor);
    r *= f;
    g *= f;
    b *= f;
  }

  private static double clamp(double x) {
    return Math.max(0, Math.min(1, x));
  }
}
