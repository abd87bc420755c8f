package dev.fathom.train.data.recording;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.record.WorldRecording;
import dev.fathom.record.WorldRecordingOptions;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Motion;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.ShotSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BagSourceTest {
  private static final Path BAGS = Path.of("..", "shared", "bags");
  private static final double BASELINE = 0.3;
  private static final Set<Field> EVERYTHING =
      EnumSet.of(
          Field.IMAGE,
          Field.RIGHT,
          Field.PREVIOUS,
          Field.NEXT,
          Field.DEPTH,
          Field.SPARSE_DEPTH,
          Field.INTRINSICS,
          Field.BASELINE,
          Field.PREVIOUS_FROM_IMAGE,
          Field.NEXT_FROM_IMAGE);

  @TempDir static Path temp;

  private static ShotSource world;

  @BeforeAll
  static void record() throws IOException {
    Path bag = temp.resolve("world");
    WorldRecording.write(
        new WorldRecordingOptions(bag, 2, 5, 2, 200, 120, 70, BASELINE), done -> true);
    world = BagSource.open(bag);
  }

  private static ShotSource recorded(String name, BagTopics topics) throws IOException {
    Path bag = BAGS.resolve(name);
    if (!Files.exists(bag)) {
      System.out.println("skipped: " + bag + " is not there");
    }
    Assumptions.assumeTrue(Files.exists(bag), bag + " is not there");
    return BagSource.open(bag, topics);
  }

  private static Sample read(ShotSource source, long index, int width, int height)
      throws IOException {
    Sample sample = new Sample(width, height, source.fields());
    source.read(index, sample);
    return sample;
  }

  private static Intrinsics camera(Sample sample) {
    float[] k = sample.floats(Field.INTRINSICS);
    return new Intrinsics(sample.width(), sample.height(), k[0], k[1], k[2], k[3]);
  }

  private static double median(List<Double> values) {
    Collections.sort(values);
    return values.get(values.size() / 2);
  }

  @Test
  void everythingThatARecordingOffersIsFound() {
    assertEquals(EVERYTHING, world.fields());
    assertEquals(8, world.size(), "10 frames, of which the first and last lack a neighbour");
  }

  @ParameterizedTest
  @CsvSource({"100, 60", "100, 100", "160, 48"})
  void pointsOfTheLidarLieOnTheTrueDepth(int width, int height) throws IOException {
    Sample sample = read(world, 3, width, height);
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < width * height; i++) {
      double ratio = sample.floats(Field.SPARSE_DEPTH)[i] / sample.floats(Field.DEPTH)[i];
      if (Double.isFinite(ratio)) {
        errors.add(Math.abs(ratio - 1));
      }
    }
    assertTrue(errors.size() > 100, "points on known depth: " + errors.size());
    assertTrue(median(errors) < 0.03, "median error " + median(errors));
  }

  @ParameterizedTest
  @CsvSource({"100, 60", "100, 100", "160, 48"})
  void theRightPictureShowsWhatDepthAndBaselineSay(int width, int height) throws IOException {
    Sample sample = read(world, 2, width, height);
    assertEquals(BASELINE, sample.floats(Field.BASELINE)[0], 1e-6);
    double scale = camera(sample).fx() * BASELINE;
    double true1 = difference(sample, scale);
    assertTrue(true1 < 0.6 * difference(sample, 0), "unmoved it differs as much");
    assertTrue(true1 < 0.9 * difference(sample, 1.5 * scale), "moved too far it differs as much");
  }

  /** Mean difference of IMAGE to RIGHT where a disparity of scale / depth leads to. */
  private static double difference(Sample sample, double scale) {
    double sum = 0;
    int count = 0;
    for (int y = 0; y < sample.height(); y++) {
      for (int x = 0; x < sample.width(); x++) {
        int i = y * sample.width() + x;
        double at = x - scale / sample.floats(Field.DEPTH)[i];
        if (at >= 0 && at < sample.width() - 1) {
          int j = 3 * (y * sample.width() + (int) at);
          double share = at - (int) at;
          double there =
              (1 - share) * (sample.bytes(Field.RIGHT)[j] & 0xff)
                  + share * (sample.bytes(Field.RIGHT)[j + 3] & 0xff);
          sum += Math.abs(there - (sample.bytes(Field.IMAGE)[3 * i] & 0xff));
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void motionsLeadFromDepthToTheNextDepth() throws IOException {
    assertTrue(depthDisagreement(world, 5, 100, 60) < 0.02);
  }

  @Test
  void motionsOfARecordedHeadLeadFromDepthToTheNextDepth() throws IOException {
    ShotSource source = recorded("hololens_rgbd", BagTopics.FOUND);
    assertEquals(28, source.size());
    assertTrue(depthDisagreement(source, 10, 120, 80) < 0.03);
  }

  /** Median relative difference of moved depth and the depth that is seen there. */
  private static double depthDisagreement(ShotSource source, int index, int width, int height)
      throws IOException {
    Sample here = read(source, index, width, height);
    Sample next = read(source, index + 1, width, height);
    assertArrayEquals(here.bytes(Field.NEXT), next.bytes(Field.IMAGE));
    RigidTransform nextFromHere = Motion.read(here.floats(Field.NEXT_FROM_IMAGE), 0);
    RigidTransform hereFromNext = Motion.read(next.floats(Field.PREVIOUS_FROM_IMAGE), 0);
    assertTrue(nextFromHere.translation().norm() > 0.01, "it moves");
    assertEquals(0, nextFromHere.after(hereFromNext).translation().norm(), 1e-5);
    Intrinsics camera = camera(here);
    List<Double> errors = new ArrayList<>();
    for (int i = 0; i < width * height; i++) {
      double z = here.floats(Field.DEPTH)[i];
      int from = i / width;
      double x = (i - from * width - camera.cx()) / camera.fx();
      double y = (from - camera.cy()) / camera.fy();
      Vector3 point = nextFromHere.apply(new Vector3(x * z, y * z, z));
      long column = Math.round(camera.projectX(point.x(), point.z()));
      long row = Math.round(camera.projectY(point.y(), point.z()));
      if (point.z() > 0 && column >= 0 && row >= 0 && column < width && row < height) {
        double ratio = next.floats(Field.DEPTH)[(int) (row * width + column)] / point.z();
        if (Double.isFinite(ratio)) {
          errors.add(Math.abs(ratio - 1));
        }
      }
    }
    assertTrue(errors.size() > width * height / 10, "compared: " + errors.size());
    return median(errors);
  }

  @Test
  void theEndOfARecordingIsHeldOut() throws IOException {
    ShotSource training = world.training();
    ShotSource heldOut = world.heldOut();
    assertEquals(
        5, training.size(), "frames 1 to 5 of 10: the next of 6 is before the first held out");
    assertEquals(1, heldOut.size(), "of 8 and 9 the last has no next");
    byte[] measured = read(heldOut, 0, 64, 48).bytes(Field.PREVIOUS);
    for (int i = 0; i < training.size(); i++) {
      byte[] learned = read(training, i, 64, 48).bytes(Field.NEXT);
      assertFalse(Arrays.equals(measured, learned), "frame " + i);
    }
  }

  @Test
  void framesNeedOnlyWhatIsAskedFor() {
    assertEquals(10, world.having(Set.of(Field.IMAGE, Field.DEPTH)).size());
    assertEquals(
        EnumSet.of(
            Field.IMAGE,
            Field.RIGHT,
            Field.DEPTH,
            Field.SPARSE_DEPTH,
            Field.INTRINSICS,
            Field.BASELINE),
        world.having(Set.of(Field.IMAGE)).fields(),
        "what every frame has");
  }

  @Test
  void whatNoFrameHasIsSaid() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> world.having(Set.of(Field.IMAGE, Field.PEOPLE)));
    assertTrue(String.valueOf(e.getMessage()).contains("people"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains("image=10"), e.getMessage());
  }

  @Test
  void aSampleIsTheSameEachTime() throws IOException {
    Sample first = read(world, 4, 50, 40);
    var unused = read(world, 2, 50, 40);
    Sample again = read(world, 4, 50, 40);
    for (Field field : world.fields()) {
      if (field.isBytes()) {
        assertArrayEquals(first.bytes(field), again.bytes(field), field.name());
      } else {
        assertArrayEquals(first.floats(field), again.floats(field), field.name());
      }
    }
  }

  @Test
  void aRecordedPairOfDistortedCamerasIsRectified() throws IOException {
    ShotSource source = recorded("euroc_v101", BagTopics.FOUND);
    Sample sample = read(source, 0, 376, 240);
    assertEquals(0.11008, sample.floats(Field.BASELINE)[0], 1e-4);
    double level = rowDifference(sample, 0);
    for (int shift : new int[] {-3, -2, 2, 3}) {
      assertTrue(level < rowDifference(sample, shift), "rows " + shift + " apart are as alike");
    }
  }

  /** Mean over blocks of the least difference along a row, {@code shift} rows below. */
  private static double rowDifference(Sample sample, int shift) {
    int width = sample.width();
    double sum = 0;
    for (int y = 24; y < sample.height() - 24; y += 8) {
      for (int x = 60; x < width - 16; x += 8) {
        double least = Double.POSITIVE_INFINITY;
        for (int d = 0; d < 40; d++) {
          double cost = 0;
          for (int k = 0; k < 64; k++) {
            int i = (y + k / 8) * width + x + k % 8;
            int j = i + shift * width - d;
            int difference =
                (sample.bytes(Field.IMAGE)[3 * i] & 0xff)
                    - (sample.bytes(Field.RIGHT)[3 * j] & 0xff);
            cost += Math.abs(difference);
          }
          least = Math.min(least, cost);
        }
        sum += least;
      }
    }
    return sum;
  }

  @Test
  void odometryGivesTheMotionsWhereTfDoesNot() throws IOException {
    ShotSource source = recorded("kitti_seq2_stereo", BagTopics.FOUND);
    assertEquals(49, source.size());
    Vector3 next =
        Motion.read(read(source, 5, 124, 36).floats(Field.NEXT_FROM_IMAGE), 0).translation();
    // Points come nearer by what the car drives in 0.1 s.
    assertTrue(next.z() < -0.5 && next.z() > -2, "moved by " + next);
    assertTrue(Math.hypot(next.x(), next.y()) < 0.1, "moved by " + next);
  }

  @Test
  void severalCamerasAskForAChoice() throws IOException {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> recorded("dgp_lidar", BagTopics.FOUND));
    assertTrue(String.valueOf(e.getMessage()).contains("image=TOPIC"), e.getMessage());
    BagTopics chosen = BagTopics.FOUND.with("image", "/camera_05/image_raw/compressed");
    Sample sample = read(recorded("dgp_lidar", chosen), 0, 160, 100);
    int known = 0;
    for (float metres : sample.floats(Field.SPARSE_DEPTH)) {
      known += metres > 0 && metres < 200 ? 1 : 0;
    }
    assertTrue(known > 1000, "points in the picture: " + known);
  }

  @Test
  void aMissingTopicIsNamedWithThoseThatAreThere() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> BagSource.open(temp.resolve("world"), BagTopics.FOUND.with("lidar", "/nothing")));
    assertTrue(String.valueOf(e.getMessage()).contains("/nothing"), e.getMessage());
    assertTrue(String.valueOf(e.getMessage()).contains(WorldRecording.TRUTH_TOPIC), e.getMessage());
  }
}
