package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/**
 * What was recorded of one moment, at the size it was recorded in: pictures, depth, motions.
 *
 * <p>{@link #write} makes a sample of it: the largest part about the middle that has the sample's
 * aspect, pictures averaged over the area of each pixel. Threads: one at a time.
 */
public final class Shot {
  private final Intrinsics camera;
  private final Map<Field, Image8> pictures = new EnumMap<>(Field.class);
  private final Map<Field, FloatImage> maps = new EnumMap<>(Field.class);
  private final Map<Field, float[]> vectors = new EnumMap<>(Field.class);
  private final Map<Field, float[]> points = new EnumMap<>(Field.class);
  private double disparityAtInfinity;

  /**
   * @param camera of IMAGE, rectified
   */
  public Shot(Intrinsics camera) {
    this.camera = camera;
  }

  /** Adds a picture or labels of the camera's size, RGB for pictures of three channels. */
  public Shot with(Field field, Image8 picture) {
    if (picture.width() != camera.width() || picture.height() != camera.height()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is %dx%d, expected %dx%d as its camera has it",
              field, picture.width(), picture.height(), camera.width(), camera.height()));
    }
    pictures.put(field, picture);
    return this;
  }

  /** Adds a map of the camera's view at any size; of DISPARITY the values in its own pixels. */
  public Shot with(Field field, FloatImage map) {
    maps.put(field, map);
    return this;
  }

  /** Adds a vector; the columns and rows of ORDINAL_PAIRS are those of the camera. */
  public Shot with(Field field, float... vector) {
    if (vector.length != field.channels()) {
      throw new IllegalArgumentException(
          field + " has " + field.channels() + " numbers, found " + vector.length);
    }
    vectors.put(field, vector);
    return this;
  }

  /**
   * Adds depth as points in the camera's frame, x, y, z one after the other in metres; of those
   * that fall on one pixel the closest counts.
   */
  public Shot withPoints(Field field, float[] xyz) {
    points.put(field, xyz);
    return this;
  }

  /**
   * Says that the right camera's principal point lies elsewhere.
   *
   * @param pixels disparity of a point at infinity: cx of the left camera minus cx of the right one
   */
  public Shot withDisparityAtInfinity(double pixels) {
    disparityAtInfinity = pixels;
    return this;
  }

  /** Fills every field that the sample wants; one that is not here is an error. */
  public void write(Sample out) {
    int width = out.width();
    int height = out.height();
    Window window = Window.centred(camera.width(), camera.height(), width, height);
    Intrinsics seen = window.seen(camera, width, height);
    for (Field field : out.wanted()) {
      if (field == Field.INTRINSICS) {
        out.setIntrinsics(seen);
      } else if (pictures.containsKey(field)) {
        // What is far away then lies in the same column of both pictures.
        double move = field == Field.RIGHT ? -disparityAtInfinity : 0;
        Window seenOf = window.movedRight(move);
        if (field.kind() == Field.Kind.LABELS) {
          seenOf.nearest(pictures.get(field), out.bytes(field), width, height);
        } else {
          seenOf.average(pictures.get(field), out.bytes(field), width, height);
        }
      } else if (maps.containsKey(field)) {
        writeMap(window, field, maps.get(field), out);
      } else if (points.containsKey(field)) {
        scatter(points.get(field), seen, out.floats(field));
      } else if (field == Field.ORDINAL_PAIRS && vectors.containsKey(field)) {
        PairPoints.move(
            vectors.get(field),
            out.floats(field),
            width,
            height,
            at -> {
              at[0] = window.column(at[0], width);
              at[1] = window.row(at[1], height);
            });
      } else if (vectors.containsKey(field)) {
        System.arraycopy(vectors.get(field), 0, out.floats(field), 0, field.channels());
      } else {
        throw new IllegalArgumentException("nothing was recorded for " + field);
      }
    }
  }

  private void writeMap(Window window, Field field, FloatImage map, Sample out) {
    double alongX = (double) map.width() / camera.width();
    float[] to = out.floats(field);
    Window scaled = window.scaled(alongX, (double) map.height() / camera.height());
    scaled.nearest(map, to, out.width(), out.height());
    if (field == Field.DISPARITY) {
      float atInfinity = (float) (disparityAtInfinity * alongX);
      float scale = (float) (out.width() / scaled.width());
      for (int i = 0; i < to.length; i++) {
        to[i] = (to[i] - atInfinity) * scale;
      }
    }
  }

  private static void scatter(float[] xyz, Intrinsics camera, float[] depth) {
    Arrays.fill(depth, Float.NaN);
    for (int i = 0; i < xyz.length; i += 3) {
      float z = xyz[i + 2];
      if (z > 0) {
        long x = Math.round(camera.projectX(xyz[i], z));
        long y = Math.round(camera.projectY(xyz[i + 1], z));
        if (x >= 0 && y >= 0 && x < camera.width() && y < camera.height()) {
          int at = (int) (y * camera.width() + x);
          depth[at] = depth[at] <= z ? depth[at] : z;
        }
      }
    }
  }
}
