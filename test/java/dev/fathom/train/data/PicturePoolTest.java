package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturePoolTest {
  private static final int PICTURES = 5;
  private static final Set<Field> FIELDS = EnumSet.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);

  @TempDir private Path folder;

  @Test
  void aSampleIsTheSameWhetherItsPictureIsKeptAlreadyOrNot() throws IOException {
    Sample fresh = read(pool(folder), 7, 128, 96);
    Sample again = read(pool(folder), 7, 128, 96);
    // Another pool that meets the picture through another window first.
    PicturePool other = pool(folder.resolve("other"));
    read(other, 2, 128, 96);
    Sample late = read(other, 7, 128, 96);
    for (Sample sample : new Sample[] {again, late}) {
      assertArrayEquals(fresh.bytes(Field.IMAGE), sample.bytes(Field.IMAGE));
      assertArrayEquals(fresh.floats(Field.DEPTH), sample.floats(Field.DEPTH));
      assertArrayEquals(fresh.floats(Field.INTRINSICS), sample.floats(Field.INTRINSICS));
    }
  }

  @Test
  void eachPictureIsMadeOnceAndSeenThroughOtherWindowsLater() throws IOException {
    Counted source = new Counted();
    PicturePool pool = new PicturePool(folder, source, PICTURES);
    Sample first = read(pool, 3, 128, 96);
    Sample second = read(pool, 3 + PICTURES, 128, 96);
    assertEquals(1, source.made);
    assertTrue(!Arrays.equals(first.bytes(Field.IMAGE), second.bytes(Field.IMAGE)));
  }

  /** Sides as trainings ask for them: 4:3, 16:9 and 3.3:1. */
  @ParameterizedTest
  @CsvSource({"128, 96", "144, 80", "208, 64"})
  void windowsKeepMetricTruth(int width, int height) throws IOException {
    // The floor of ShadedScenes: depth · rows below the horizon / focal is the camera's height, and
    // a window that shows more pixels for each row must say so in its focal length.
    PicturePool pool = pool(folder);
    for (int index = 0; index < 3 * PICTURES; index++) {
      Sample sample = read(pool, index, width, height);
      int bottom = height - 1;
      int above = height - 1 - height / 8;
      double far = floor(sample, width, above);
      double near = floor(sample, width, bottom);
      // 1/z grows evenly with the rows: by 1 / (height · focal) each.
      double slope = (1 / near - 1 / far) / (bottom - above);
      double cameraHeight = 1 / (slope * sample.floats(Field.INTRINSICS)[1]);
      assertTrue(cameraHeight > 0.4 && cameraHeight < 2.8, "index " + index + ": " + cameraHeight);
      double expected = heightOf(index, width, height);
      assertEquals(expected, cameraHeight, 0.2 * expected, "index " + index);
    }
  }

  @Test
  void aPoolNeedsPictures() {
    assertThrows(
        IllegalArgumentException.class, () -> new PicturePool(folder, new ShadedScenes(1), 0));
  }

  /** The greatest depth in a row is the floor's, since boxes stand before it. */
  private static double floor(Sample sample, int width, int row) {
    float greatest = 0;
    for (int x = 0; x < width; x++) {
      greatest = Math.max(greatest, sample.floats(Field.DEPTH)[row * width + x]);
    }
    return greatest;
  }

  /** The camera's height in the picture itself, from its own two rows. */
  private static double heightOf(int index, int width, int height) throws IOException {
    int[] form =
        width == 128
            ? new int[] {160, 120}
            : width == 144 ? new int[] {184, 104} : new int[] {252, 76};
    Sample whole = read(new ShadedScenes(1), index % PICTURES, form[0], form[1]);
    double near = floor(whole, form[0], form[1] - 1);
    double far = floor(whole, form[0], form[1] - 1 - form[1] / 8);
    double slope = (1 / near - 1 / far) / (form[1] / 8);
    return 1 / (slope * whole.floats(Field.INTRINSICS)[1]);
  }

  private static PicturePool pool(Path folder) {
    return new PicturePool(folder, new ShadedScenes(1), PICTURES);
  }

  private static Sample read(SampleSource source, long index, int width, int height)
      throws IOException {
    Sample sample = new Sample(width, height, FIELDS);
    source.read(index, sample);
    return sample;
  }

  private static final class Counted implements SampleSource {
    private final ShadedScenes scenes = new ShadedScenes(1);
    private int made;

    @Override
    public Set<Field> fields() {
      return scenes.fields();
    }

    @Override
    public long size() {
      return scenes.size();
    }

    @Override
    public void read(long index, Sample out) throws IOException {
      made++;
      scenes.read(index, out);
    }

    @Override
    public String describe() {
      return scenes.describe();
    }
  }
}
