package dev.fathom.train.data.folder;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.Shots;
import io.jhdf.HdfFile;
import io.jhdf.api.Dataset;
import io.jhdf.exceptions.HdfException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The labelled part of NYU Depth v2: one MATLAB file, which is HDF5, with arrays {@code images} and
 * {@code depths}.
 *
 * <p>MATLAB's [480, 640, 3, N] and [480, 640, N] are [N, 3, 640, 480] and [N, 640, 480] in HDF5: a
 * picture's columns one after the other. Source: Silberman et al. 2012.
 */
final class NyuLabelled implements Shots {
  private static final String FILE = "nyu_depth_v2_labeled.mat";

  private final Path file;
  private final int count;
  private final int width;
  private final int height;

  private NyuLabelled(Path file) throws IOException {
    this.file = file;
    try (HdfFile mat = new HdfFile(file)) {
      int[] images = dataset(mat, "images").getDimensions();
      int[] depths = dataset(mat, "depths").getDimensions();
      if (images.length != 4
          || images[1] != 3
          || !Arrays.equals(depths, new int[] {images[0], images[2], images[3]})) {
        throw new IOException(
            String.format(
                "%s: expected images [N, 3, width, height] and depths [N, width, height], found %s"
                    + " and %s",
                file, Arrays.toString(images), Arrays.toString(depths)));
      }
      count = images[0];
      width = images[2];
      height = images[3];
    } catch (HdfException e) {
      throw new IOException(file + ": expected MATLAB 7.3 (HDF5); " + e.getMessage(), e);
    }
  }

  private Dataset dataset(HdfFile mat, String name) throws IOException {
    if (mat.getChild(name) instanceof Dataset dataset) {
      return dataset;
    }
    throw new IOException(
        file + ": expected an array '" + name + "', found " + mat.getChildren().keySet());
  }

  static Optional<Shots> in(Path path) throws IOException {
    Path file = Files.isDirectory(path) ? path.resolve(FILE) : path;
    boolean here = Files.exists(file) && file.toString().endsWith(".mat");
    return here ? Optional.of(new NyuLabelled(file)) : Optional.empty();
  }

  @Override
  public int size() {
    return count;
  }

  @Override
  public Set<Field> fields(int index) {
    return EnumSet.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);
  }

  @Override
  public int reach() {
    return 0;
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    try (HdfFile mat = new HdfFile(file)) {
      Object images =
          dataset(mat, "images")
              .getData(new long[] {index, 0, 0, 0}, new int[] {1, 3, width, height});
      Object depths =
          dataset(mat, "depths").getData(new long[] {index, 0, 0}, new int[] {1, width, height});
      if (!(depths instanceof float[][][] metres)) {
        throw new IOException(file + ": expected depths in single precision");
      }
      return new Shot(NyuCamera.at(width, height))
          .with(Field.IMAGE, picture(images))
          .with(Field.DEPTH, depth(metres[0]));
    } catch (HdfException e) {
      throw new IOException(file + ", picture " + index + ": " + e.getMessage(), e);
    }
  }

  /** uint8 comes as int, since Java has none; where it was written as int8, as bytes. */
  private Image8 picture(Object images) throws IOException {
    Image8 picture = new Image8().reshape(width, height, 3);
    for (int i = 0; i < picture.size(); i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      if (images instanceof int[][][][] unsigned) {
        picture.data()[i] = (byte) unsigned[0][i % 3][x][y];
      } else if (images instanceof byte[][][][] bytes) {
        picture.data()[i] = bytes[0][i % 3][x][y];
      } else {
        throw new IOException(file + ": expected images of bytes");
      }
    }
    return picture;
  }

  private FloatImage depth(float[][] columns) {
    FloatImage depth = new FloatImage().reshape(width, height);
    for (int x = 0; x < width; x++) {
      for (int y = 0; y < height; y++) {
        float metres = columns[x][y];
        depth.data()[y * width + x] = metres > 0 ? metres : Float.NaN;
      }
    }
    return depth;
  }

  @Override
  public String describe() {
    return "NYU Depth v2, labelled, " + file;
  }
}
