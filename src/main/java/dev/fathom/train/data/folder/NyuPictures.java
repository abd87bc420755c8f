package dev.fathom.train.data.folder;

import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * NYU Depth v2 as pictures, in the layouts that are commonly passed on, at any level of folders:
 * {@code rgb_N.jpg} with {@code sync_depth_N.png}, {@code N_colors.png} with {@code N_depth.png},
 * or {@code N.jpg} with {@code N.png}.
 *
 * <p>Depth of 16 bits is in millimetres, depth of 8 bits 25.5 to the metre. Files next to each
 * other need not follow in time, so there are no neighbours.
 */
final class NyuPictures implements Shots {
  private static final double MILLIMETRES = 1000;

  /** 10 m are white. */
  private static final double UNITS_OF_8_BITS = 25.5;

  private static final int LEVELS = 4;

  private record Frame(Path picture, Path depth) {}

  private final Path folder;
  private final List<Frame> frames;

  private NyuPictures(Path folder, List<Frame> frames) {
    this.folder = folder;
    this.frames = frames;
  }

  static Optional<Shots> in(Path folder) throws IOException {
    List<Frame> frames = new ArrayList<>();
    for (Path picture : FileList.under(folder, LEVELS, name -> depthOf(name) != null)) {
      Path depth = picture.resolveSibling(String.valueOf(depthOf(FileList.name(picture))));
      if (Files.exists(depth)) {
        frames.add(new Frame(picture, depth));
      }
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(new NyuPictures(folder, frames));
  }

  /** The name of the depth that belongs to a picture's name; null if it is no picture's. */
  private static @Nullable String depthOf(String name) {
    if (name.matches("rgb_.*\\.(jpg|png)")) {
      return name.replaceAll("^rgb_(.*)\\.(jpg|png)$", "sync_depth_$1.png");
    }
    if (name.matches(".*_colors\\.(jpg|png)")) {
      return name.replaceAll("_colors\\.(jpg|png)$", "_depth.png");
    }
    return name.matches("\\d+\\.jpg") ? name.replace(".jpg", ".png") : null;
  }

  @Override
  public int size() {
    return frames.size();
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
    Frame frame = frames.get(index);
    Image8 picture = PictureFile.colour(frame.picture());
    return new Shot(NyuCamera.at(picture.width(), picture.height()))
        .with(Field.IMAGE, picture)
        .with(Field.DEPTH, PictureFile.numbers(frame.depth(), MILLIMETRES, UNITS_OF_8_BITS));
  }

  @Override
  public String describe() {
    return "NYU Depth v2 pictures " + folder;
  }
}
