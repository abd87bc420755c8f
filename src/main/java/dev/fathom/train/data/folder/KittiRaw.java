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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * KITTI's raw drives, synchronised and rectified, with the annotated depth where it is unpacked
 * too: beside the pictures of its drive, or in {@code train/DRIVE} and {@code val/DRIVE} of the
 * folder or of its {@code data_depth_annotated} and {@code data_depth_velodyne}.
 *
 * <p>Depth is 16 bit, 256 to the metre; annotated as DEPTH, single LiDAR scans as SPARSE_DEPTH.
 * Source: Geiger et al. 2013, Uhrig et al. 2017.
 */
final class KittiRaw implements Shots {
  private static final double UNITS_PER_METRE = 256;
  private static final String CALIBRATION = "calib_cam_to_cam.txt";

  /** The folder that was named, a day in it, and a drive in that. */
  private static final int LEVELS = 3;

  private record Frame(
      Path left, Path right, Path calibration, @Nullable Path depth, @Nullable Path lidar) {
    /** Numbers of one drive follow each other. */
    boolean isFollowedBy(Frame next) {
      return String.valueOf(left.getParent()).equals(String.valueOf(next.left.getParent()))
          && number(next.left) == number(left) + 1;
    }

    private static long number(Path file) {
      String digits = FileList.name(file).replaceAll("\\D", "");
      return digits.isEmpty() ? -1 : Long.parseLong(digits);
    }
  }

  private final Path folder;
  private final List<Frame> frames;
  private final Map<Path, KittiCalibration> calibrations = new HashMap<>();

  private KittiRaw(Path folder, List<Frame> frames) {
    this.folder = folder;
    this.frames = frames;
  }

  static Optional<Shots> in(Path folder) throws IOException {
    List<Frame> frames = new ArrayList<>();
    for (Path drive : FileList.under(folder, LEVELS, name -> name.endsWith("_sync"))) {
      Path calibration = drive.resolveSibling(CALIBRATION);
      for (Path left :
          FileList.in(drive.resolve("image_02/data"), n -> n.matches(".*\\.(png|jpg)"))) {
        String name = FileList.name(left);
        String depth = "image_02/" + name.replaceAll("\\.jpg$", ".png");
        frames.add(
            new Frame(
                left,
                drive.resolve("image_03/data").resolve(name),
                calibration,
                find(folder, drive, "proj_depth/groundtruth/" + depth),
                find(folder, drive, "proj_depth/velodyne_raw/" + depth)));
      }
    }
    return frames.isEmpty() ? Optional.empty() : Optional.of(new KittiRaw(folder, frames));
  }

  private static @Nullable Path find(Path folder, Path drive, String file) {
    String name = FileList.name(drive);
    List<Path> places = new ArrayList<>(List.of(drive));
    for (String part : List.of("", "data_depth_annotated", "data_depth_velodyne")) {
      places.add(folder.resolve(part).resolve("train").resolve(name));
      places.add(folder.resolve(part).resolve("val").resolve(name));
    }
    return places.stream()
        .map(place -> place.resolve(file))
        .filter(Files::exists)
        .findFirst()
        .orElse(null);
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
    Frame frame = frames.get(index);
    Set<Field> fields = EnumSet.of(Field.IMAGE, Field.INTRINSICS, Field.BASELINE);
    if (Files.exists(frame.right())) {
      fields.add(Field.RIGHT);
    }
    if (frame.depth() != null) {
      fields.add(Field.DEPTH);
    }
    if (frame.lidar() != null) {
      fields.add(Field.SPARSE_DEPTH);
    }
    if (index > 0 && frames.get(index - 1).isFollowedBy(frame)) {
      fields.add(Field.PREVIOUS);
    }
    if (index + 1 < frames.size() && frame.isFollowedBy(frames.get(index + 1))) {
      fields.add(Field.NEXT);
    }
    return fields;
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    Frame frame = frames.get(index);
    KittiCalibration calibration = calibrations.get(frame.calibration());
    if (calibration == null) {
      calibration = KittiCalibration.read(frame.calibration());
      calibrations.put(frame.calibration(), calibration);
    }
    Image8 picture = PictureFile.colour(frame.left());
    Shot shot =
        new Shot(calibration.camera(picture.width(), picture.height()))
            .with(Field.IMAGE, picture)
            .with(Field.BASELINE, (float) calibration.baselineMetres());
    if (wanted.contains(Field.RIGHT)) {
      shot.with(Field.RIGHT, PictureFile.colour(frame.right()));
    }
    if (wanted.contains(Field.PREVIOUS)) {
      shot.with(Field.PREVIOUS, PictureFile.colour(frames.get(index - 1).left()));
    }
    if (wanted.contains(Field.NEXT)) {
      shot.with(Field.NEXT, PictureFile.colour(frames.get(index + 1).left()));
    }
    if (wanted.contains(Field.DEPTH) && frame.depth() != null) {
      shot.with(Field.DEPTH, PictureFile.numbers(frame.depth(), UNITS_PER_METRE, 0));
    }
    if (wanted.contains(Field.SPARSE_DEPTH) && frame.lidar() != null) {
      shot.with(Field.SPARSE_DEPTH, PictureFile.numbers(frame.lidar(), UNITS_PER_METRE, 0));
    }
    return shot;
  }

  @Override
  public String describe() {
    return "KITTI raw drives " + folder;
  }
}
