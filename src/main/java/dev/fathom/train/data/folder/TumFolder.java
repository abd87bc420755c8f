package dev.fathom.train.data.folder;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.TransformTree;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Motion;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of the TUM RGB-D benchmark: {@code rgb.txt} and {@code depth.txt} list files by time,
 * {@code groundtruth.txt}, where there is one, the camera's poses.
 *
 * <p>Depth is 16 bit, 5000 to the metre, and belongs to the picture nearest in time. The camera is
 * that of {@code calibration.txt} (fx fy cx cy) where there is one, else the one that the
 * sequence's name says, else ROS's default for a Kinect. Source: Sturm et al. 2012 and the
 * benchmark's description of its files.
 */
final class TumFolder implements Shots {
  private static final double UNITS_PER_METRE = 5000;
  private static final double SECONDS_APART = 0.02;
  private static final double VIDEO_SECONDS = 1;
  private static final int NUMBERS_OF_POSE = 8;
  private static final int MOST_POSES = 1 << 20;
  private static final String WORLD = "world";
  private static final String CAMERA = "camera";

  private static final Map<String, double[]> CAMERAS =
      Map.of(
          "freiburg1", new double[] {517.3, 516.5, 318.6, 255.3},
          "freiburg2", new double[] {520.9, 521.0, 325.1, 249.7},
          "freiburg3", new double[] {535.4, 539.2, 320.1, 247.6});
  private static final double[] DEFAULT_CAMERA = {525, 525, 319.5, 239.5};

  private record Frame(double seconds, Path picture, @Nullable Path depth) {}

  private final Path folder;
  private final List<Frame> frames = new ArrayList<>();
  private final TransformTree poses = new TransformTree(MOST_POSES);
  private final double[] camera;

  private TumFolder(Path folder) throws IOException {
    this.folder = folder;
    NavigableMap<Double, Path> depths = list(folder, "depth.txt");
    list(folder, "rgb.txt")
        .forEach((seconds, file) -> frames.add(new Frame(seconds, file, near(depths, seconds))));
    if (frames.isEmpty()) {
      throw new IOException(folder.resolve("rgb.txt") + ": expected pictures, found none");
    }
    Path truth = folder.resolve("groundtruth.txt");
    if (Files.exists(truth)) {
      for (String line : FileList.lines(truth)) {
        double[] p = FileList.numbers(truth, line, NUMBERS_OF_POSE);
        poses.put(
            WORLD,
            CAMERA,
            nanos(p[0]),
            new RigidTransform(
                new Rotation(p[4], p[5], p[6], p[7]), new Vector3(p[1], p[2], p[3])));
      }
    }
    camera = camera(folder);
  }

  static Optional<Shots> in(Path folder) throws IOException {
    boolean here =
        Files.exists(folder.resolve("rgb.txt")) && Files.exists(folder.resolve("depth.txt"));
    return here ? Optional.of(new TumFolder(folder)) : Optional.empty();
  }

  private static NavigableMap<Double, Path> list(Path folder, String name) throws IOException {
    NavigableMap<Double, Path> files = new TreeMap<>();
    Path list = folder.resolve(name);
    for (String line : FileList.lines(list)) {
      String[] words = line.split("\\s+", 2);
      if (words.length < 2) {
        throw new IOException(list + ": expected a time and a file, found '" + line + "'");
      }
      files.put(FileList.numbers(list, words[0], 1)[0], folder.resolve(words[1]));
    }
    return files;
  }

  private static @Nullable Path near(NavigableMap<Double, Path> files, double seconds) {
    Double before = files.floorKey(seconds);
    Double after = files.ceilingKey(seconds);
    Double nearest =
        before == null || (after != null && after - seconds < seconds - before) ? after : before;
    return nearest == null || Math.abs(nearest - seconds) > SECONDS_APART
        ? null
        : files.get(nearest);
  }

  private static double[] camera(Path folder) throws IOException {
    Path calibration = folder.resolve("calibration.txt");
    if (Files.exists(calibration)) {
      return FileList.numbers(calibration, String.join(" ", FileList.lines(calibration)), 4);
    }
    String name = FileList.name(folder.toAbsolutePath().normalize());
    return CAMERAS.entrySet().stream()
        .filter(entry -> name.contains(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(DEFAULT_CAMERA);
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  @Override
  public int size() {
    return frames.size();
  }

  @Override
  public int reach() {
    return 1;
  }

  @Override
  public Set<Field> fields(int index) {
    Set<Field> fields = EnumSet.of(Field.IMAGE, Field.INTRINSICS);
    if (frames.get(index).depth() != null) {
      fields.add(Field.DEPTH);
    }
    if (neighbour(index, -1) != null) {
      fields.add(Field.PREVIOUS);
      motion(index, -1).ifPresent(motion -> fields.add(Field.PREVIOUS_FROM_IMAGE));
    }
    if (neighbour(index, 1) != null) {
      fields.add(Field.NEXT);
      motion(index, 1).ifPresent(motion -> fields.add(Field.NEXT_FROM_IMAGE));
    }
    return fields;
  }

  private @Nullable Frame neighbour(int index, int step) {
    int there = index + step;
    return there >= 0
            && there < frames.size()
            && Math.abs(frames.get(there).seconds() - frames.get(index).seconds()) <= VIDEO_SECONDS
        ? frames.get(there)
        : null;
  }

  private Optional<RigidTransform> motion(int index, int step) {
    Frame there = neighbour(index, step);
    return there == null
        ? Optional.empty()
        : pose(there).flatMap(t -> pose(frames.get(index)).map(h -> t.inverse().after(h)));
  }

  private Optional<RigidTransform> pose(Frame frame) {
    return poses.lookup(WORLD, CAMERA, nanos(frame.seconds()));
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    Frame frame = frames.get(index);
    Image8 picture = PictureFile.colour(frame.picture());
    Shot shot =
        new Shot(
                new Intrinsics(
                    picture.width(), picture.height(), camera[0], camera[1], camera[2], camera[3]))
            .with(Field.IMAGE, picture);
    if (wanted.contains(Field.DEPTH) && frame.depth() != null) {
      shot.with(Field.DEPTH, PictureFile.numbers(frame.depth(), UNITS_PER_METRE, 0));
    }
    addNeighbour(index, -1, Field.PREVIOUS, Field.PREVIOUS_FROM_IMAGE, wanted, shot);
    addNeighbour(index, 1, Field.NEXT, Field.NEXT_FROM_IMAGE, wanted, shot);
    return shot;
  }

  private void addNeighbour(
      int index, int step, Field picture, Field motion, Set<Field> wanted, Shot shot)
      throws IOException {
    Frame there = neighbour(index, step);
    if (there != null && wanted.contains(picture)) {
      shot.with(picture, PictureFile.colour(there.picture()));
    }
    Optional<RigidTransform> moved = motion(index, step);
    if (moved.isPresent() && wanted.contains(motion)) {
      float[] numbers = new float[motion.channels()];
      Motion.write(moved.get(), numbers);
      shot.with(motion, numbers);
    }
  }

  @Override
  public String describe() {
    return "TUM RGB-D sequence " + folder;
  }
}
