package dev.fathom.world;

/**
 * A textured surface with an outline, given by its disparity in the left picture of a pair.
 *
 * <p>Units: pixels of the left picture. Threads: immutable.
 *
 * @param outline what of the surface there is
 * @param disparity at every point
 * @param texture on it
 * @param gloss a highlight that the right camera sees elsewhere on the surface
 */
record Cutout(Outline outline, Sheet disparity, Print texture, Gloss gloss) {
  /** Steps of the search for the left point that a right pixel sees. */
  private static final int STEPS = 6;

  /** Kinds of outline. */
  enum Shape {
    ALL,
    ELLIPSE,
    BOX,
    BLOB,
    FENCE,
    RING,
    TRIANGLE
  }

  /**
   * An outline about a centre.
   *
   * @param halfWidth along its own first axis
   * @param halfHeight along its second
   * @param wobble how far a blob departs from an ellipse, in three waves
   * @param pitch of a fence's bars
   * @param bar share of the pitch that is bar, or the ring's squared inner radius
   */
  record Outline(
      Shape shape,
      double centreX,
      double centreY,
      double angle,
      double halfWidth,
      double halfHeight,
      double[] wobble,
      double pitch,
      double bar) {
    /** A blob's mean squared radius as a share of its ellipse's. */
    private static final double BLOB_SIZE = 0.7;

    /** Keeps what rounding would cut off. */
    private static final double SLACK = 1.000001;

    private double along(double x, double y) {
      return (Math.cos(angle) * (x - centreX) + Math.sin(angle) * (y - centreY)) / halfWidth;
    }

    private double across(double x, double y) {
      return (Math.cos(angle) * (y - centreY) - Math.sin(angle) * (x - centreX)) / halfHeight;
    }

    boolean covers(double x, double y) {
      if (shape == Shape.ALL) {
        return true;
      }
      double dx = x - centreX;
      double dy = y - centreY;
      if (dx * dx + dy * dy > squaredReach()) {
        return false;
      }
      double u = along(x, y);
      double v = across(x, y);
      double r = u * u + v * v;
      boolean inBox = Math.abs(u) < 1 && Math.abs(v) < 1;
      return switch (shape) {
        case ALL -> true;
        case ELLIPSE -> r < 1;
        case BOX -> inBox;
        case BLOB -> r < BLOB_SIZE * radius(Math.atan2(v, u));
        case FENCE -> inBox && (onBar(u * halfWidth) || (wobble[0] > 0 && onBar(v * halfHeight)));
        case RING -> r < 1 && r > bar;
        case TRIANGLE -> Math.abs(v) < 1 && Math.abs(u) < 0.5 * (v + 1);
      };
    }

    /** Beyond this distance from the centre, squared, there is nothing; most points lie there. */
    private double squaredReach() {
      double longer = Math.max(halfWidth, halfHeight);
      return switch (shape) {
        case ALL -> Double.POSITIVE_INFINITY;
        case BOX, FENCE, TRIANGLE -> SLACK * (halfWidth * halfWidth + halfHeight * halfHeight);
        case ELLIPSE, RING -> SLACK * longer * longer;
        case BLOB -> {
          double waves = 1 + Math.abs(wobble[0]) + Math.abs(wobble[1]) + Math.abs(wobble[2]);
          yield SLACK * BLOB_SIZE * longer * longer * waves * waves;
        }
      };
    }

    private double radius(double angleAround) {
      double r =
          1
              + wobble[0] * Math.sin(2 * angleAround + wobble[3])
              + wobble[1] * Math.sin(3 * angleAround + wobble[4])
              + wobble[2] * Math.sin(7 * angleAround + wobble[5]);
      return r * r;
    }

    private boolean onBar(double distance) {
      double phase = distance / pitch;
      return phase - Math.floor(phase) < bar;
    }
  }

  /**
   * Disparity: a plane, with a bulge over the outline.
   *
   * @param middle disparity at the outline's centre
   */
  record Sheet(double middle, double slopeX, double slopeY, double bulge) {}

  /**
   * A texture laid on a surface.
   *
   * @param scale texels a pixel
   */
  record Print(
      TextureTile tile,
      double scale,
      double angle,
      double offsetU,
      double offsetV,
      double tone,
      double gain,
      double shadeX,
      double shadeY) {}

  /** A highlight; without strength there is none. */
  record Gloss(double strength, double x, double y, double radius, double shift) {
    static final Gloss NONE = new Gloss(0, 0, 0, 1, 0);
  }

  boolean covers(double x, double y) {
    return outline.covers(x, y);
  }

  /** Whether any of it can be in the row of pixels around {@code y}. */
  boolean reachesRow(double y) {
    double dy = Math.max(0, Math.abs(y - outline.centreY()) - 1);
    return dy * dy <= outline.squaredReach();
  }

  /** Disparity at a point of the left picture. */
  double at(double x, double y) {
    double d =
        disparity.middle()
            + disparity.slopeX() * (x - outline.centreX())
            + disparity.slopeY() * (y - outline.centreY());
    if (disparity.bulge() == 0) {
      return d;
    }
    double u = outline.along(x, y);
    double v = outline.across(x, y);
    return d + disparity.bulge() * Math.max(0, 1 - u * u - v * v);
  }

  /** Column of the left picture whose point the right picture shows at {@code x}. */
  double leftOf(double x, double y) {
    if (disparity.bulge() == 0) {
      double here = at(x, y);
      return x + here / (1 - disparity.slopeX());
    }
    double left = x;
    for (int step = 0; step < STEPS; step++) {
      left = x + at(left, y);
    }
    return left;
  }

  /** Brightness at a point of the left picture, as one of the cameras sees it. */
  float light(double x, double y, boolean right) {
    double c = Math.cos(texture.angle());
    double s = Math.sin(texture.angle());
    double u = texture.scale() * (c * x + s * y) + texture.offsetU();
    double v = texture.scale() * (c * y - s * x) + texture.offsetV();
    double light = texture.tone() + texture.gain() * texture.tile().at(u, v);
    light *=
        1 + texture.shadeX() * (x - outline.centreX()) + texture.shadeY() * (y - outline.centreY());
    if (gloss.strength() > 0) {
      double dx = x - gloss.x() - (right ? gloss.shift() : 0);
      double dy = y - gloss.y();
      double spread = 2 * gloss.radius() * gloss.radius();
      light += gloss.strength() * Math.exp(-(dx * dx + dy * dy) / spread);
    }
    return (float) light;
  }
}
