package dev.fathom.train.data.folder;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * KITTI stereo 2015: {@code image_2} and {@code image_3} with the disparity of {@code disp_occ_0},
 * 16 bit, 256 to the pixel; {@code N_11} follows {@code N_10} in time.
 *
 * <p>Source: Menze and Geiger 2015.
 */
final class KittiStereo implements Shots {
  private static final double UNITS_PER_PIXEL = 256;
  private static final String FIRST = "_10.png";

  private final Path folder;
  private final List<String> numbers;

  private KittiStereo(Path folder, List<String> numbers) {
    this.folder = folder;
    this.numbers = numbers;
  }

  static Optional<Shots> in(Path folder) throws IOException {
    Path training =
        Files.isDirectory(folder.resolve("training")) ? folder.resolve("training") : folder;
    List<String> numbers =
        FileList.in(training.resolve("image_2"), name -> name.endsWith(FIRST)).stream()
            .map(FileList::name)
            .map(name -> name.substring(0, name.length() - FIRST.length()))
            .toList();
    return numbers.isEmpty() ? Optional.empty() : Optional.of(new KittiStereo(training, numbers));
  }

  private Path file(String kind, int index, String suffix) {
    return folder.resolve(kind).resolve(numbers.get(index) + suffix);
  }

  @Override
  public int size() {
    return numbers.size();
  }

  @Override
  public int reach() {
    return 0;
  }

  @Override
  public Set<Field> fields(int index) {
    Set<Field> fields = EnumSet.of(Field.IMAGE, Field.INTRINSICS, Field.BASELINE);
    if (Files.exists(file("image_3", index, FIRST))) {
      fields.add(Field.RIGHT);
    }
    if (Files.exists(file("disp_occ_0", index, FIRST))) {
      fields.add(Field.DISPARITY);
      fields.add(Field.DEPTH);
    }
    if (Files.exists(file("image_2", index, "_11.png"))) {
      fields.add(Field.NEXT);
    }
    return fields;
  }

  @Override
  public Shot read(int index, Set<Field> wanted) throws IOException {
    KittiCalibration calibration = KittiCalibration.read(file("calib_cam_to_cam", index, ".txt"));
    Image8 picture = PictureFile.colour(file("image_2", index, FIRST));
    Shot shot =
        new Shot(calibration.camera(picture.width(), picture.height()))
            .with(Field.IMAGE, picture)
            .with(Field.BASELINE, (float) calibration.baselineMetres());
    if (wanted.contains(Field.RIGHT)) {
      shot.with(Field.RIGHT, PictureFile.colour(file("image_3", index, FIRST)));
    }
    if (wanted.contains(Field.NEXT)) {
      shot.with(Field.NEXT, PictureFile.colour(file("image_2", index, "_11.png")));
    }
    if (wanted.contains(Field.DISPARITY) || wanted.contains(Field.DEPTH)) {
      FloatImage disparity =
          PictureFile.numbers(file("disp_occ_0", index, FIRST), UNITS_PER_PIXEL, 0);
      FloatImage depth = new FloatImage().reshape(disparity.width(), disparity.height());
      double scale = calibration.fx() * calibration.baselineMetres();
      for (int i = 0; i < depth.size(); i++) {
        depth.data()[i] = (float) (scale / disparity.data()[i]);
      }
      shot.with(Field.DISPARITY, disparity).with(Field.DEPTH, depth);
    }
    return shot;
  }

  @Override
  public String describe() {
    return "KITTI stereo pairs " + folder;
  }
}
