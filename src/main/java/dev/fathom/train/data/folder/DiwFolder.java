package dev.fathom.train.data.folder;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Depth in the Wild: pictures of the web with one pair of points each, of which one is nearer.
 *
 * <p>The CSV has two lines a picture: its path, and {@code yA,xA,yB,xB,relation,width,height},
 * counted from 1, where {@code >} says that A is farther. Source: Chen et al. 2016.
 */
final class DiwFolder implements Shots {
  private static final List<String> LISTS = List.of("DIW_train.csv", "DIW_val.csv", "DIW_test.csv");

  /** Where the archives' own folder is not beside the list. */
  private static final String ANNOTATIONS = "DIW_Annotations";

  private record Pair(Path picture, double xA, double yA, double xB, double yB, boolean aCloser) {}

  private final Path list;
  private final List<Pair> pairs = new ArrayList<>();

  private DiwFolder(Path folder, Path list) throws IOException {
    this.list = list;
    List<String> lines = FileList.lines(list);
    if (lines.isEmpty() || lines.size() % 2 != 0) {
      throw new IOException(
          list + ": expected two lines a picture, found " + lines.size() + " lines");
    }
    for (int i = 0; i < lines.size(); i += 2) {
      String[] words = lines.get(i + 1).split("\\s*,\\s*", -1);
      if (words.length < 5 || !words[4].matches("[<>]")) {
        throw new IOException(
            list + ": expected yA,xA,yB,xB,< or >,width,height, found '" + lines.get(i + 1) + "'");
      }
      double[] at = FileList.numbers(list, lines.get(i + 1), 4);
      pairs.add(
          new Pair(
              folder.resolve(lines.get(i)).normalize(),
              at[1] - 1,
              at[0] - 1,
              at[3] - 1,
              at[2] - 1,
              words[4].equals("<")));
    }
  }

  static Optional<Shots> in(Path folder) throws IOException {
    for (String name : LISTS) {
      for (Path list : List.of(folder.resolve(name), folder.resolve(ANNOTATIONS).resolve(name))) {
        if (Files.exists(list)) {
          return Optional.of(new DiwFolder(folder, list));
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public int size() {
    return pairs.size();
  }

  @Override
  public Set<Field> fields(int index) {
    return EnumSet.of(Field.IMAGE, Field.ORDINAL_PAIRS);
  }

  @Override
  public int reach() {
    return 0;
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    Pair pair = pairs.get(index);
    Image8 picture = PictureFile.colour(pair.picture());
    int width = picture.width();
    int height = picture.height();
    float[] numbers = new float[Field.ORDINAL_PAIRS.channels()];
    Arrays.fill(numbers, Float.NaN);
    numbers[0] = (float) pair.xA();
    numbers[1] = (float) pair.yA();
    numbers[2] = (float) pair.xB();
    numbers[3] = (float) pair.yB();
    numbers[4] = pair.aCloser() ? 1 : -1;
    // Nobody knows these cameras; the sample has no intrinsics.
    return new Shot(
            new Intrinsics(width, height, width, width, (width - 1) / 2.0, (height - 1) / 2.0))
        .with(Field.IMAGE, picture)
        .with(Field.ORDINAL_PAIRS, numbers);
  }

  @Override
  public String describe() {
    return "Depth in the Wild, " + list;
  }
}
