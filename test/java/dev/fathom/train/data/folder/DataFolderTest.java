package dev.fathom.train.data.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Vector3;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Motion;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.ShotSource;
import io.jhdf.HdfFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  private static final int WIDTH = 8;
  private static final int HEIGHT = 6;

  @TempDir Path temp;

  /** A picture whose red grows with the column and whose green is {@code mark}. */
  private void picture(String file, int mark) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.setRGB(x, y, ((20 * x) << 16) | (mark << 8) | (10 * y));
      }
    }
    write(image, file);
  }

  /** 16-bit numbers: {@code base + x}, and none in the first row. */
  private void numbers(String file, int base) throws IOException {
    BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_USHORT_GRAY);
    for (int y = 1; y < HEIGHT; y++) {
      for (int x = 0; x < WIDTH; x++) {
        image.getRaster().setSample(x, y, 0, base + x);
      }
    }
    write(image, file);
  }

  private void write(BufferedImage image, String file) throws IOException {
    Path path = temp.resolve(file);
    Files.createDirectories(path.getParent());
    ImageIO.write(image, file.endsWith("jpg") ? "jpg" : "png", path.toFile());
  }

  private void text(String file, String... lines) throws IOException {
    Path path = temp.resolve(file);
    Files.createDirectories(path.getParent());
    Files.write(path, List.of(lines));
  }

  private static Sample read(ShotSource source, int index) throws IOException {
    Sample sample = new Sample(WIDTH, HEIGHT, source.fields());
    source.read(index, sample);
    return sample;
  }

  private static int mark(Sample sample, Field field) {
    return sample.bytes(field)[1] & 0xff;
  }

  private static IOException broken(Path folder) {
    return assertThrows(
        IOException.class,
        () -> {
          ShotSource source = DataFolder.open(folder);
          for (int i = 0; i < source.size(); i++) {
            var unused = read(source, i);
          }
        });
  }

  private void tum() throws IOException {
    text("rgb.txt", "# colour images", "10.00 rgb/a.png", "10.10 rgb/b.png", "10.20 rgb/c.png");
    text("depth.txt", "10.01 depth/a.png", "10.11 depth/b.png", "10.25 depth/c.png");
    text(
        "groundtruth.txt",
        "# timestamp tx ty tz qx qy qz qw",
        "9.9 0 0 0 0 0 0 1",
        "10.3 4 0 0 0 0 0 1");
    picture("rgb/a.png", 1);
    picture("rgb/b.png", 2);
    picture("rgb/c.png", 3);
    numbers("depth/a.png", 5000);
    numbers("depth/b.png", 10000);
    numbers("depth/c.png", 15000);
  }

  @Test
  void tumPicturesGoWithDepthAndPosesByTime() throws IOException {
    tum();
    ShotSource source = DataFolder.open(temp);
    assertTrue(source.describe().contains("TUM RGB-D"), source.describe());
    assertEquals(1, source.size(), "only b has both neighbours; c has no depth within 20 ms");
    Sample sample = read(source, 0);
    assertEquals(2, mark(sample, Field.IMAGE));
    assertEquals(1, mark(sample, Field.PREVIOUS));
    assertEquals(3, mark(sample, Field.NEXT));
    assertEquals(Float.NaN, sample.floats(Field.DEPTH)[3]);
    assertEquals(10003 / 5000f, sample.floats(Field.DEPTH)[WIDTH + 3]);
    // The camera moves right by 1 m in 0.1 s, so that points move left.
    assertEquals(
        -1, Motion.read(sample.floats(Field.NEXT_FROM_IMAGE), 0).apply(Vector3.ZERO).x(), 1e-5);
    assertArrayEquals(
        new float[] {525, 525, 319.5f, 239.5f}, sample.floats(Field.INTRINSICS), 1e-3f);
  }

  @Test
  void aMissingPictureIsNamed() throws IOException {
    tum();
    Files.delete(temp.resolve("rgb/c.png"));
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("c.png"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("found none"), e.getMessage());
  }

  @Test
  void aDepthOfTheWrongKindIsNamed() throws IOException {
    tum();
    picture("depth/b.png", 7);
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("b.png"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("3 channels of 8 bits"), e.getMessage());
  }

  @Test
  void aPoseThatIsNoneIsNamed() throws IOException {
    tum();
    text("groundtruth.txt", "9.9 0 0 zero 0 0 0 1");
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("groundtruth.txt"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("zero"), e.getMessage());
  }

  private void calibration(String file) throws IOException {
    text(
        file,
        "calib_time: 09-Jan-2012",
        "P_rect_02: 7 0 3.5 0.7 0 7 2.5 0 0 0 1 0",
        "P_rect_03: 7 0 3.5 -2.8 0 7 2.5 0 0 0 1 0");
  }

  @Test
  void kittiPairsHaveDisparityAndTheDepthOfIt() throws IOException {
    calibration("training/calib_cam_to_cam/000003.txt");
    picture("training/image_2/000003_10.png", 10);
    picture("training/image_2/000003_11.png", 11);
    picture("training/image_3/000003_10.png", 12);
    numbers("training/disp_occ_0/000003_10.png", 256);
    ShotSource source = DataFolder.open(temp);
    assertEquals(
        EnumSet.of(
            Field.IMAGE,
            Field.RIGHT,
            Field.NEXT,
            Field.DEPTH,
            Field.DISPARITY,
            Field.INTRINSICS,
            Field.BASELINE),
        source.fields());
    Sample sample = read(source, 0);
    assertEquals(12, mark(sample, Field.RIGHT));
    assertEquals(11, mark(sample, Field.NEXT));
    assertEquals(0.5, sample.floats(Field.BASELINE)[0], 1e-6, "(0.7 + 2.8) / 7");
    assertEquals(258 / 256f, sample.floats(Field.DISPARITY)[WIDTH + 2], 1e-6);
    assertEquals(7 * 0.5 / (258 / 256.0), sample.floats(Field.DEPTH)[WIDTH + 2], 1e-5);
    assertEquals(Float.NaN, sample.floats(Field.DISPARITY)[2]);
  }

  @Test
  void aCalibrationWithoutTheCameraIsNamed() throws IOException {
    picture("training/image_2/000003_10.png", 10);
    text("training/calib_cam_to_cam/000003.txt", "P_rect_00: 1 2 3");
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("000003.txt"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("P_rect_02"), e.getMessage());
  }

  @Test
  void kittiDrivesFindTheirAnnotatedDepth() throws IOException {
    calibration("2011_09_26/calib_cam_to_cam.txt");
    String drive = "2011_09_26_drive_0001_sync";
    for (int i = 5; i < 9; i++) {
      picture("2011_09_26/" + drive + "/image_02/data/000000000" + i + ".png", i);
      picture("2011_09_26/" + drive + "/image_03/data/000000000" + i + ".png", 100 + i);
    }
    String annotated = "data_depth_annotated/train/" + drive;
    numbers(annotated + "/proj_depth/groundtruth/image_02/0000000006.png", 512);
    ShotSource source = DataFolder.open(temp);
    assertEquals(1, source.size(), "one frame has depth and neighbours");
    Sample sample = read(source, 0);
    assertEquals(6, mark(sample, Field.IMAGE));
    assertEquals(5, mark(sample, Field.PREVIOUS));
    assertEquals(7, mark(sample, Field.NEXT));
    assertEquals(106, mark(sample, Field.RIGHT));
    assertEquals(513 / 256f, sample.floats(Field.DEPTH)[WIDTH + 1]);
    assertEquals(2, source.having(Set.of(Field.PREVIOUS, Field.NEXT)).size());
  }

  @Test
  void diwHasOnePairAPicture() throws IOException {
    text(
        "DIW_Annotations/DIW_train.csv",
        "./DIW_train_val/a.png",
        "2,3,5,7,<,8,6",
        "./DIW_train_val/b.png",
        "1,1,6,8,>,8,6");
    picture("DIW_train_val/a.png", 1);
    picture("DIW_train_val/b.png", 2);
    ShotSource source = DataFolder.open(temp);
    assertEquals(EnumSet.of(Field.IMAGE, Field.ORDINAL_PAIRS), source.fields());
    float[] first = read(source, 0).floats(Field.ORDINAL_PAIRS);
    assertArrayEquals(new float[] {2, 1, 6, 4, 1}, Arrays.copyOf(first, 5), 1e-5f);
    assertEquals(Float.NaN, first[5]);
    assertEquals(-1, read(source, 1).floats(Field.ORDINAL_PAIRS)[4], "A is farther");
  }

  @Test
  void aRelationThatIsNoneIsNamed() throws IOException {
    text("DIW_val.csv", "./a.png", "2,3,5,7,=,8,6");
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("2,3,5,7,=,8,6"), e.getMessage());
  }

  @Test
  void nyuPicturesAreFoundInTheirLayouts() throws IOException {
    picture("kitchen/rgb_00001.jpg", 1);
    numbers("kitchen/sync_depth_00001.png", 2000);
    picture("nyu2_test/00000_colors.png", 2);
    numbers("nyu2_test/00000_depth.png", 3000);
    picture("nyu2_train/den/7.jpg", 3);
    BufferedImage eight = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    eight.getRaster().setSample(2, 1, 0, 51);
    write(eight, "nyu2_train/den/7.png");
    picture("den/8.jpg", 9);
    ShotSource source = DataFolder.open(temp);
    assertEquals(3, source.size(), "den/8 has no depth");
    assertEquals(2.002f, read(source, 0).floats(Field.DEPTH)[WIDTH + 2], 1e-5f);
    assertEquals(3.002f, read(source, 1).floats(Field.DEPTH)[WIDTH + 2], 1e-5f);
    assertEquals(2f, read(source, 2).floats(Field.DEPTH)[WIDTH + 2], 1e-5f, "51 of 255 of 10 m");
    assertEquals(
        518.858 * WIDTH / 640, read(source, 0).floats(Field.INTRINSICS)[0], 1e-3, "scaled");
  }

  @Test
  void nyuLabelledIsReadFromMatlab() throws IOException {
    byte[][][][] images = new byte[2][3][WIDTH][HEIGHT];
    float[][][] depths = new float[2][WIDTH][HEIGHT];
    images[1][0][4][2] = (byte) 200;
    images[1][2][4][2] = 50;
    depths[1][4][2] = 3.5f;
    Path file = temp.resolve("nyu_depth_v2_labeled.mat");
    try (var mat = HdfFile.write(file)) {
      mat.putDataset("images", images);
      mat.putDataset("depths", depths);
    }
    for (Path path : List.of(temp, file)) {
      ShotSource source = DataFolder.open(path);
      assertEquals(2, source.size());
      Sample sample = read(source, 1);
      int at = 2 * WIDTH + 4;
      assertEquals(3.5f, sample.floats(Field.DEPTH)[at]);
      assertEquals(Float.NaN, sample.floats(Field.DEPTH)[0]);
      assertEquals(200, sample.bytes(Field.IMAGE)[3 * at] & 0xff);
      assertEquals(50, sample.bytes(Field.IMAGE)[3 * at + 2]);
    }
  }

  @Test
  void anOldMatlabFileIsRefusedByName() throws IOException {
    text("nyu_depth_v2_labeled.mat", "MATLAB 5.0 MAT-file");
    IOException e = broken(temp);
    assertTrue(String.valueOf(e.getMessage()).contains("MATLAB 7.3"), e.getMessage());
  }

  @Test
  void anUnknownFolderIsToldWhatIsKnown() throws IOException {
    text("readme.txt", "nothing");
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DataFolder.open(temp));
    for (String known : List.of("rgb.txt", "DIW_train.csv", "_sync", "image_2", "sync_depth")) {
      assertTrue(String.valueOf(e.getMessage()).contains(known), e.getMessage());
    }
  }
}
