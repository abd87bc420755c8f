package dev.fathom.train.data;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.util.Arrays;
import java.util.Set;

/**
 * A sample as a camera would see it that is turned about its optical axis, magnifies, and looks at
 * a cut-out.
 *
 * <p>Depth along the axis stays what it is; intrinsics, motions, planes and points follow. Pictures
 * are interpolated and go on with their border outside; labels and maps are the nearest pixel's,
 * and 0 or NaN outside; sparse depth keeps its points.
 *
 * @param radians by which points turn about the axis, from x towards y
 * @param zoom magnification
 * @param right by how many pixels the cut-out's middle lies right of the picture's
 * @param down by how many pixels it lies below
 */
record CameraTurn(double radians, double zoom, double right, double down) {
  /** Pixels of candidates and their features are tied to the pair as it is. */
  private static final Set<Field> FIXED = Set.of(Field.CANDIDATES, Field.CANDIDATE_FEATURES);

  private static final Set<Field> PAIR = Set.of(Field.RIGHT, Field.DISPARITY, Field.BASELINE);

  /** Whether a sample with these fields can be magnified and cut. */
  static boolean allowsZoom(Set<Field> fields) {
    return fields.stream().noneMatch(FIXED::contains);
  }

  /** Whether a sample with these fields can be turned; a pair would no longer be rectified. */
  static boolean allowsRotation(Set<Field> fields) {
    return fields.stream().noneMatch(PAIR::contains);
  }

  /** The camera before and after. Units: pixels. */
  private record Cameras(double fx, double fy, double cx, double cy, double newCx, double newCy) {}

  boolean isNone() {
    return radians == 0 && zoom == 1 && right == 0 && down == 0;
  }

  /** Changes a sample in place. */
  void apply(Sample sample) {
    Cameras cameras = cameras(sample);
    double[] source = sources(sample, cameras);
    for (Field field : sample.wanted()) {
      switch (field.kind()) {
        case PICTURE -> picture(sample.bytes(field), field.channels(), source, sample);
        case LABELS -> labels(sample.bytes(field), field.channels(), source, sample);
        case MAP -> {
          if (field == Field.SPARSE_DEPTH) {
            points(sample.floats(field), cameras, sample);
          } else {
            map(sample.floats(field), field.channels(), source, sample);
          }
          if (field == Field.DISPARITY) {
            float[] disparity = sample.floats(field);
            for (int i = 0; i < disparity.length; i++) {
              disparity[i] *= (float) zoom;
            }
          }
        }
        case VECTOR -> vector(field, cameras, sample);
      }
    }
  }

  private Cameras cameras(Sample sample) {
    double middleX = (sample.width() - 1) / 2.0;
    double middleY = (sample.height() - 1) / 2.0;
    double fx = sample.width();
    double fy = fx;
    double cx = middleX;
    double cy = middleY;
    if (sample.wants(Field.INTRINSICS)) {
      float[] k = sample.floats(Field.INTRINSICS);
      fx = k[0];
      fy = k[1];
      cx = k[2];
      cy = k[3];
    }
    return new Cameras(
        fx,
        fy,
        cx,
        cy,
        middleX - zoom * (middleX + right - cx),
        middleY - zoom * (middleY + down - cy));
  }

  /** For every pixel the column and row that it shows. */
  private double[] sources(Sample sample, Cameras c) {
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    double[] source = new double[2 * sample.width() * sample.height()];
    for (int y = 0, i = 0; y < sample.height(); y++) {
      double v = (y - c.newCy) / (zoom * c.fy);
      for (int x = 0; x < sample.width(); x++, i += 2) {
        double u = (x - c.newCx) / (zoom * c.fx);
        source[i] = c.fx * (cos * u + sin * v) + c.cx;
        source[i + 1] = c.fy * (cos * v - sin * u) + c.cy;
      }
    }
    return source;
  }

  /** Where a pixel goes. */
  private void move(double[] at, Cameras c) {
    double u = (at[0] - c.cx) / c.fx;
    double v = (at[1] - c.cy) / c.fy;
    double cos = Math.cos(radians);
    double sin = Math.sin(radians);
    at[0] = zoom * c.fx * (cos * u - sin * v) + c.newCx;
    at[1] = zoom * c.fy * (sin * u + cos * v) + c.newCy;
  }

  private static void picture(byte[] pixels, int channels, double[] source, Sample sample) {
    byte[] before = pixels.clone();
    int width = sample.width();
    int height = sample.height();
    for (int i = 0; i < source.length / 2; i++) {
      double u = Math.max(0, Math.min(width - 1, source[2 * i]));
      double v = Math.max(0, Math.min(height - 1, source[2 * i + 1]));
      int x = (int) Math.min(u, Math.max(0, width - 2));
      int y = (int) Math.min(v, Math.max(0, height - 2));
      int nextX = width > 1 ? channels : 0;
      int nextY = height > 1 ? channels * width : 0;
      int corner = channels * (y * width + x);
      for (int c = 0; c < channels; c++) {
        int at = corner + c;
        double above = mix(before[at], before[at + nextX], u - x);
        double below = mix(before[at + nextY], before[at + nextY + nextX], u - x);
        pixels[i * channels + c] = (byte) Math.round(above + (v - y) * (below - above));
      }
    }
  }

  private static double mix(byte a, byte b, double share) {
    return (1 - share) * (a & 0xff) + share * (b & 0xff);
  }

  private static void labels(byte[] labels, int channels, double[] source, Sample sample) {
    byte[] before = labels.clone();
    for (int i = 0; i < source.length / 2; i++) {
      int from = nearest(source[2 * i], source[2 * i + 1], sample);
      for (int c = 0; c < channels; c++) {
        labels[i * channels + c] = from < 0 ? 0 : before[from * channels + c];
      }
    }
  }

  private static void map(float[] values, int channels, double[] source, Sample sample) {
    float[] before = values.clone();
    for (int i = 0; i < source.length / 2; i++) {
      int from = nearest(source[2 * i], source[2 * i + 1], sample);
      for (int c = 0; c < channels; c++) {
        values[i * channels + c] = from < 0 ? Float.NaN : before[from * channels + c];
      }
    }
  }

  private void points(float[] depth, Cameras cameras, Sample sample) {
    float[] before = depth.clone();
    double[] at = new double[2];
    Arrays.fill(depth, Float.NaN);
    for (int i = 0; i < before.length; i++) {
      if (!Float.isNaN(before[i])) {
        int row = i / sample.width();
        at[0] = i - row * sample.width();
        at[1] = row;
        move(at, cameras);
        int to = nearest(at[0], at[1], sample);
        if (to >= 0) {
          depth[to] = depth[to] <= before[i] ? depth[to] : before[i];
        }
      }
    }
  }

  /** Index of the pixel that a point lies in, −1 outside. */
  private static int nearest(double u, double v, Sample sample) {
    long x = Math.round(u);
    long y = Math.round(v);
    boolean inside = x >= 0 && y >= 0 && x < sample.width() && y < sample.height();
    return inside ? (int) (y * sample.width() + x) : -1;
  }

  private void vector(Field field, Cameras cameras, Sample sample) {
    float[] numbers = sample.floats(field);
    RigidTransform turn = new RigidTransform(rotation(), Vector3.ZERO);
    switch (field) {
      case INTRINSICS -> {
        numbers[0] = (float) (zoom * cameras.fx);
        numbers[1] = (float) (zoom * cameras.fy);
        numbers[2] = (float) cameras.newCx;
        numbers[3] = (float) cameras.newCy;
      }
      case PREVIOUS_FROM_IMAGE, NEXT_FROM_IMAGE ->
          Motion.write(turn.after(Motion.read(numbers, 0)).after(turn.inverse()), numbers);
      case PLANES -> {
        for (int i = 0; i < numbers.length; i += 3) {
          Vector3 normal = turn.apply(new Vector3(numbers[i], numbers[i + 1], numbers[i + 2]));
          numbers[i] = (float) normal.x();
          numbers[i + 1] = (float) normal.y();
          numbers[i + 2] = (float) normal.z();
        }
      }
      case ORDINAL_PAIRS ->
          PairPoints.move(
              numbers, numbers, sample.width(), sample.height(), at -> move(at, cameras));
      default -> {}
    }
  }

  private Rotation rotation() {
    return Rotation.about(new Vector3(0, 0, 1), radians);
  }
}
