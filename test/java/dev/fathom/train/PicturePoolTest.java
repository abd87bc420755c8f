package dev.fathom.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturePoolTest {
  private static final int PICTURES = 5;

  @TempDir private Path folder;

  @Test
  void aSampleIsTheSameWhetherItsPictureIsKeptAlreadyOrNot() {
    Sample fresh = Sample.of(pool(folder), 7, 128, 96);
    Sample again = Sample.of(pool(folder), 7, 128, 96);
    // Another pool that meets the picture through another window first.
    PicturePool other = pool(folder.resolve("other"));
    Sample.of(other, 2, 128, 96);
    Sample late = Sample.of(other, 7, 128, 96);
    for (Sample sample : new Sample[] {again, late}) {
      assertArrayEquals(fresh.rgb, sample.rgb);
      assertArrayEquals(fresh.depth, sample.depth);
      assertEquals(fresh.camera, sample.camera);
    }
  }

  @Test
  void eachPictureIsMadeOnceAndSeenThroughOtherWindowsLater() {
    Counted source = new Counted();
    PicturePool pool = new PicturePool(folder, source, PICTURES);
    Sample first = Sample.of(pool, 3, 128, 96);
    Sample second = Sample.of(pool, 3 + PICTURES, 128, 96);
    assertEquals(1, source.made);
    assertTrue(!Arrays.equals(first.rgb, second.rgb));
  }

  /** Sides as trainings ask for them: 4:3, 16:9 and 3.3:1. */
  @ParameterizedTest
  @CsvSource({"128, 96", "144, 80", "208, 64"})
  void windowsKeepMetricTruth(int width, int height) {
    // The floor of ShadedScenes: depth · rows below the horizon / focal is the camera's height, and
    // a window that shows more pixels for each row must say so in its focal length.
    PicturePool pool = pool(folder);
    for (int index = 0; index < 3 * PICTURES; index++) {
      Sample sample = Sample.of(pool, index, width, height);
      int bottom = height - 1;
      int above = height - 1 - height / 8;
      double far = floor(sample, width, above);
      double near = floor(sample, width, bottom);
      // 1/z grows evenly with the rows: by 1 / (height · focal) each.
      double slope = (1 / near - 1 / far) / (bottom - above);
      double cameraHeight = 1 / (slope * sample.camera.fy());
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
      greatest = Math.max(greatest, sample.depth[row * width + x]);
    }
    return greatest;
  }

  /** The camera's height in the picture itself, from its own two rows. */
  private static double heightOf(int index, int width, int height) {
    int[] form =
        width == 128
            ? new int[] {160, 120}
            : width == 144 ? new int[] {184, 104} : new int[] {252, 76};
    Sample whole = Sample.of(new ShadedScenes(1), index % PICTURES, form[0], form[1]);
    double near = floor(whole, form[0], form[1] - 1);
    double far = floor(whole, form[0], form[1] - 1 - form[1] / 8);
    double slope = (1 / near - 1 / far) / (form[1] / 8);
    return 1 / (slope * whole.camera.fy());
  }

  private static PicturePool pool(Path folder) {
    return new PicturePool(folder, new ShadedScenes(1), PICTURES);
  }

  private record Sample(Intrinsics camera, byte[] rgb, float[] depth) {
    static Sample of(TrainingData data, long index, int width, int height) {
      Image8 rgb = new Image8();
      FloatImage depth = new FloatImage();
      Intrinsics camera = data.sample(index, width, height, rgb, depth);
      return new Sample(
          camera,
          Arrays.copyOf(rgb.data(), 3 * width * height),
          Arrays.copyOf(depth.data(), width * height));
    }
  }

  private static final class Counted implements TrainingData {
    private final ShadedScenes scenes = new ShadedScenes(1);
    private int made;

    @Override
    public Intrinsics sample(long index, int width, int height, Image8 rgb, FloatImage depth) {
      made++;
      return scenes.sample(index, width, height, rgb, depth);
    }

    @Override
    public String describe() {
      return scenes.describe();
    }
  }
}
