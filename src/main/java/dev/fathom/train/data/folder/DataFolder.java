package dev.fathom.train.data.folder;

import dev.fathom.train.data.ShotSource;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A data set in a folder, whichever of the known ones it is. */
public final class DataFolder {
  /** Opens a folder if it is laid out so. */
  private interface Layout {
    Optional<Shots> in(Path folder) throws IOException;
  }

  private record Known(String name, String expected, Layout layout) {}

  private static final List<Known> KNOWN =
      List.of(
          new Known("TUM RGB-D", "rgb.txt, depth.txt", TumFolder::in),
          new Known("DIW", "DIW_train.csv or DIW_val.csv or DIW_test.csv", DiwFolder::in),
          new Known("KITTI stereo", "training/image_2, training/calib_cam_to_cam", KittiStereo::in),
          new Known(
              "KITTI raw", "DATE/DATE_drive_NUMBER_sync, DATE/calib_cam_to_cam.txt", KittiRaw::in),
          new Known("NYU Depth v2", "nyu_depth_v2_labeled.mat", NyuLabelled::in),
          new Known(
              "NYU Depth v2 as pictures",
              "rgb_N.jpg with sync_depth_N.png, N_colors.png with N_depth.png, or N.jpg with N.png",
              NyuPictures::in));

  private DataFolder() {}

  /**
   * Opens a data set; its description says which one it was taken for.
   *
   * @throws IllegalArgumentException if it is none of the known ones; lists what they must have
   * @throws IOException if a file of it is missing or broken; names it
   */
  public static ShotSource open(Path path) throws IOException {
    for (Known known : KNOWN) {
      Optional<Shots> shots = known.layout().in(path);
      if (shots.isPresent()) {
        return ShotSource.of(shots.get());
      }
    }
    throw new IllegalArgumentException(
        path
            + " is no data set that is known; expected "
            + KNOWN.stream()
                .map(known -> known.name() + " (" + known.expected() + ")")
                .collect(Collectors.joining(", ")));
  }
}
