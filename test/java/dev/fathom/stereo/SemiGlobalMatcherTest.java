package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.stereo.TruePair.Score;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.opencv.global.opencv_core;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SemiGlobalMatcherTest {
  private static final StereoOptions FILLED = StereoOptions.defaults().withFill(true);

  private final FloatImage disparity = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  private void match(StereoOptions options, TruePair pair) {
    try (SemiGlobalMatcher matcher = new SemiGlobalMatcher(options)) {
      matcher.match(pair.left(), pair.right(), disparity, sigma);
    }
  }

  // The bounds are the figures of the best known cheap baseline plus a margin: 4.2 and 2.5 %.
  @ParameterizedTest
  @CsvSource({"teddy, 4, 64, 5.0, 0.75", "tsukuba, 16, 16, 3.0, 0.3"})
  void filledDisparityOfRealPairsIsAsGoodAsTheKnownBaseline(
      String name, double scale, int count, double maxBadPercent, double maxError) {
    TruePair pair = TruePair.middlebury(name, scale);
    match(FILLED.withDisparities(0, count), pair);
    Score score = pair.score(disparity);
    System.out.println(name + " filled: " + score);
    assertTrue(score.badPercent() < maxBadPercent, score::toString);
    assertTrue(score.meanError() < maxError, score::toString);
    assertEquals(1, score.coverage());
  }

  @Test
  void unfilledDisparityIsMoreOftenRightThanFilledOne() {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(StereoOptions.defaults(), pair);
    Score score = pair.score(disparity);
    System.out.println("teddy unfilled: " + score);
    assertTrue(score.coverage() > 0.95, score::toString);
    assertTrue(score.badPercent() - 100 * (1 - score.coverage()) < 3.5, score::toString);
    assertTrue(score.meanError() < 0.5, score::toString);
  }

  @Test
  void secondMatchLeavesFewerWrongPixelsThanTheFirstAlone() {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(StereoOptions.defaults(), pair);
    double withSecond = pair.score(disparity).meanError();
    match(StereoOptions.defaults().withConsistency(Consistency.ONE_MATCH), pair);
    assertTrue(withSecond < pair.score(disparity).meanError());
  }

  // A Gaussian has 68.3 and 95.4 % within 1σ and 2σ; tsukuba's truth is rounded to whole pixels, so
  // that its 1σ says little.
  @ParameterizedTest
  @EnumSource(Consistency.class)
  void sigmaOfMeasuredPixelsHoldsOnAPairThatItWasNotFittedTo(Consistency consistency) {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(StereoOptions.defaults().withConsistency(consistency), pair);
    double one = shareWithin(pair, 1);
    double two = shareWithin(pair, 2);
    System.out.printf("teddy %s: %.1f %% within 1σ, %.1f %% within 2σ%n", consistency, one, two);
    assertEquals(68.3, one, 5);
    assertEquals(95.4, two, 5);
  }

  @Test
  void sigmaOfFilledPixelsCoversTheirHeavyTail() {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(FILLED, pair);
    double two = shareWithin(pair, 2);
    System.out.printf(
        "teddy filled: %.1f %% within 1σ, %.1f %% within 2σ%n", shareWithin(pair, 1), two);
    assertEquals(95.4, two, 5);
  }

  @Test
  void pixelsWithSmallSigmaAreMoreOftenRight() {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(FILLED, pair);
    int[] known =
        IntStream.range(0, pair.truth().size())
            .filter(i -> pair.notOccluded().get(i) && !Float.isNaN(pair.truth().data()[i]))
            .toArray();
    float[] sorted = new float[known.length];
    for (int i = 0; i < known.length; i++) {
      sorted[i] = sigma.data()[known[i]];
    }
    Arrays.sort(sorted);
    float limit = sorted[sorted.length * 9 / 10];
    double wrong = 0;
    for (int i : known) {
      boolean bad = Math.abs(disparity.data()[i] - pair.truth().data()[i]) > 2;
      wrong += bad && sigma.data()[i] < limit ? 1 : 0;
    }
    double badPercent = 100 * wrong / (0.9 * known.length);
    System.out.printf("teddy, best 90 %% by σ: bad-2 %.2f %%%n", badPercent);
    assertTrue(badPercent < 0.75 * pair.score(disparity).badPercent());
  }

  @ParameterizedTest
  @CsvSource({
    "1, 320, 97, 0",
    "2, 320, 96, 7",
    "3, 1241, 61, 40",
    "4, 161, 33, 16",
    "5, 64, 20, 3"
  })
  void shiftedWallHasItsShiftForDisparityUpToTheLeftBorder(
      long seed, int width, int height, int shift) {
    TruePair pair = TruePair.wall(seed, width, height, shift);
    match(StereoOptions.defaults().withDisparities(0, 48), pair);
    // The window and the final median mix the outermost columns with the added border.
    for (int y = 0; y < height; y++) {
      for (int x = shift + 5; x < width - 5; x++) {
        assertEquals(shift, disparity.at(x, y), 1 / 16f, "seed " + seed + " at " + x + ", " + y);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 7", "9, 1", "17, 3"})
  void tinyImagesAreMatchedWithoutFuss(int width, int height) {
    match(FILLED, TruePair.wall(12, width, height, 0));
    assertEquals(width, disparity.width());
    assertEquals(height, sigma.height());
  }

  @Test
  void negativeDisparitiesAreFoundWhenAskedFor() {
    TruePair wall = TruePair.wall(6, 200, 40, 5);
    TruePair swapped =
        new TruePair(
            /* left= */ wall.right(), /* right= */ wall.left(), wall.truth(), wall.notOccluded());
    match(StereoOptions.defaults().withDisparities(-16, 32), swapped);
    for (int y = 0; y < 40; y++) {
      for (int x = 2; x < 200 - 5 - 2; x++) {
        assertEquals(-5, disparity.at(x, y), 1 / 16f, "at " + x + ", " + y);
      }
    }
  }

  @Test
  void islandsOfChanceMatchesAreDropped() {
    TruePair pair = TruePair.middlebury("teddy", 4);
    match(StereoOptions.defaults().withSpeckles(0, 1), pair);
    Score with = pair.score(disparity);
    int before = islands();
    match(StereoOptions.defaults(), pair);
    assertTrue(before > 0);
    assertEquals(0, islands());
    assertTrue(pair.score(disparity).meanError() < with.meanError());
  }

  @Test
  void pixelsThatTheRightCameraCannotSeeAreUnknownUnlessFilled() {
    TruePair pair = TruePair.wall(7, 200, 40, 24);
    match(StereoOptions.defaults().withDisparities(0, 48), pair);
    int known = 0;
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 20; x++) {
        // Chance matches at disparities below x are possible, matches outside the image are not.
        assertFalse(disparity.at(x, y) > x + 0.5, "at " + x + ", " + y);
        known += Float.isNaN(disparity.at(x, y)) ? 0 : 1;
      }
    }
    assertTrue(known < 20 * 40 / 4, "known: " + known);
    match(FILLED.withDisparities(0, 48), pair);
    for (int i = 0; i < disparity.size(); i++) {
      assertTrue(Float.isFinite(disparity.data()[i]) && sigma.data()[i] > 0);
    }
  }

  @Test
  void sigmaIsUnknownExactlyWhereDisparityIs() {
    TruePair pair = TruePair.wall(8, 200, 40, 24);
    match(StereoOptions.defaults(), pair);
    for (int i = 0; i < disparity.size(); i++) {
      assertEquals(Float.isNaN(disparity.data()[i]), Float.isNaN(sigma.data()[i]));
    }
  }

  @Test
  void oneMatcherGivesTheSameBytesAgainAndAfterAnotherSize() {
    TruePair first = TruePair.wall(9, 333, 51, 12);
    TruePair other = TruePair.wall(10, 180, 37, 9);
    try (SemiGlobalMatcher matcher = new SemiGlobalMatcher(FILLED)) {
      matcher.match(first.left(), first.right(), disparity, sigma);
      float[] d = Arrays.copyOf(disparity.data(), disparity.size());
      float[] s = Arrays.copyOf(sigma.data(), sigma.size());
      matcher.match(other.left(), other.right(), disparity, sigma);
      matcher.match(first.left(), first.right(), disparity, sigma);
      assertArrayEquals(d, Arrays.copyOf(disparity.data(), disparity.size()));
      assertArrayEquals(s, Arrays.copyOf(sigma.data(), sigma.size()));
    }
  }

  @Test
  void resultDoesNotDependOnTheNumberOfOpenCvThreads() {
    TruePair pair = TruePair.wall(11, 640, 120, 21);
    int before = opencv_core.getNumThreads();
    try {
      opencv_core.setNumThreads(1);
      match(FILLED, pair);
      float[] d = Arrays.copyOf(disparity.data(), disparity.size());
      opencv_core.setNumThreads(3);
      match(FILLED, pair);
      assertArrayEquals(d, Arrays.copyOf(disparity.data(), disparity.size()));
    } finally {
      opencv_core.setNumThreads(before);
    }
  }

  @Test
  void imagesOfDifferentSizeOrInColourAreRefused() {
    Image8 grey = new Image8().reshape(64, 48, 1);
    try (SemiGlobalMatcher matcher = new SemiGlobalMatcher(FILLED)) {
      Image8 narrower = new Image8().reshape(63, 48, 1);
      String sizes =
          assertThrows(
                  IllegalArgumentException.class,
                  () -> matcher.match(grey, narrower, disparity, sigma))
              .toString();
      assertTrue(sizes.contains("64x48") && sizes.contains("63x48"), sizes);
      Image8 colour = new Image8().reshape(64, 48, 3);
      assertThrows(
          IllegalArgumentException.class, () -> matcher.match(colour, colour, disparity, sigma));
    }
  }

  /** Known pixels all of whose neighbours are unknown. */
  private int islands() {
    int count = 0;
    for (int y = 1; y < disparity.height() - 1; y++) {
      for (int x = 1; x < disparity.width() - 1; x++) {
        boolean alone =
            Float.isNaN(disparity.at(x - 1, y))
                && Float.isNaN(disparity.at(x + 1, y))
                && Float.isNaN(disparity.at(x, y - 1))
                && Float.isNaN(disparity.at(x, y + 1));
        count += alone && !Float.isNaN(disparity.at(x, y)) ? 1 : 0;
      }
    }
    return count;
  }

  /** Share of known pixels whose error is within so many σ. */
  private double shareWithin(TruePair pair, double sigmas) {
    int known = 0;
    int within = 0;
    for (int i = 0; i < pair.truth().size(); i++) {
      float error = Math.abs(disparity.data()[i] - pair.truth().data()[i]);
      if (!Float.isNaN(error)) {
        known++;
        within += error <= sigmas * sigma.data()[i] ? 1 : 0;
      }
    }
    return 100.0 * within / known;
  }
}
