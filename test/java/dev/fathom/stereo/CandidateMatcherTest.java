package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidateMatcherTest {
  private final Candidates candidates = new Candidates();
  private final CandidateFeatures features = new CandidateFeatures();

  private void match(TruePair pair, int count) {
    StereoOptions options = StereoOptions.defaults().withDisparities(0, count);
    try (CandidateMatcher matcher = new CandidateMatcher(options)) {
      matcher.match(pair.left(), pair.right(), candidates);
    }
  }

  @ParameterizedTest
  @CsvSource({"teddy, 4, 64, 2.0", "tsukuba, 16, 16, 1.0"})
  void candidatesOfRealPairsNearlyAlwaysHoldTheTruth(
      String name, double scale, int count, double maxBadPercent) {
    TruePair pair = TruePair.middlebury(name, scale);
    match(pair, count);
    FloatImage best = new FloatImage().reshape(candidates.width(), candidates.height());
    for (int i = 0; i < best.size(); i++) {
      float truth = pair.truth().data()[i];
      float nearest = candidates.plane(0)[i];
      for (int k = 1; k < Candidates.COUNT; k++) {
        float other = candidates.plane(k)[i];
        nearest = Math.abs(other - truth) < Math.abs(nearest - truth) ? other : nearest;
      }
      best.data()[i] = nearest;
    }
    TruePair.Score score = pair.score(best);
    System.out.println(name + ", best candidate: " + score);
    assertTrue(score.badPercent() < maxBadPercent, score::toString);
    assertEquals(1, score.coverage());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 7", "9, 1", "17, 3", "33, 21"})
  void everyPixelOfTinyImagesHasFiniteCandidates(int width, int height) {
    TruePair pair = TruePair.wall(3, width, height, 0);
    match(pair, 16);
    features.describe(pair.left(), pair.right(), candidates);
    for (int k = 0; k < Candidates.COUNT; k++) {
      for (int i = 0; i < width * height; i++) {
        assertTrue(Float.isFinite(candidates.plane(k)[i]), "candidate " + k + " at " + i);
      }
    }
    assertEquals(0, features.width() % CandidateFeatures.SIDE_MULTIPLE);
    assertEquals(0, features.height() % CandidateFeatures.SIDE_MULTIPLE);
  }

  @Test
  void oneMatcherGivesTheSameAgainAndAfterAnotherSize() {
    TruePair first = TruePair.wall(9, 333, 51, 12);
    TruePair other = TruePair.wall(10, 180, 37, 9);
    StereoOptions options = StereoOptions.defaults().withDisparities(0, 32);
    try (CandidateMatcher matcher = new CandidateMatcher(options)) {
      matcher.match(first.left(), first.right(), candidates);
      features.describe(first.left(), first.right(), candidates);
      byte[] before = Arrays.copyOf(features.data(), size());
      matcher.match(other.left(), other.right(), candidates);
      matcher.match(first.left(), first.right(), candidates);
      features.describe(first.left(), first.right(), candidates);
      assertArrayEquals(before, Arrays.copyOf(features.data(), size()));
    }
  }

  private int size() {
    return features.width() * features.height() * CandidateFeatures.PER_PIXEL;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void surfacesAreThoseThatANaiveSearchFinds(long seed) {
    int width = 61;
    int height = 47;
    Candidates steps = blocks(seed, width, height);
    new OtherSurfaces().find(steps);
    int[][] directions = {{-1, 0}, {1, 0}, {0, -1}, {0, 1}};
    for (int k = 0; k < 4; k++) {
      float[] found = steps.plane(Candidates.LEFT + k);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          float expected = naive(steps, x, y, directions[k][0], directions[k][1]);
          assertEquals(
              expected, found[y * width + x], "seed " + seed + ", " + k + ": " + x + "," + y);
        }
      }
    }
  }

  /** Walks from a pixel until its neighbour differs by more than a pixel. */
  private static float naive(Candidates c, int x, int y, int dx, int dy) {
    float[] own = c.plane(Candidates.FILLED);
    int width = c.width();
    for (int n = 0; n < OtherSurfaces.REACH; n++) {
      int nextX = x + (n + 1) * dx;
      int nextY = y + (n + 1) * dy;
      if (nextX < 0 || nextX >= width || nextY < 0 || nextY >= c.height()) {
        break;
      }
      float here = own[(nextY - dy) * width + nextX - dx];
      float next = own[nextY * width + nextX];
      if (Math.abs(next - here) > 1) {
        return next;
      }
    }
    return own[y * width + x];
  }

  private static Candidates blocks(long seed, int width, int height) {
    Random random = new Random(seed);
    Candidates c = new Candidates().reshape(width, height);
    for (int n = 0; n < 12; n++) {
      int left = random.nextInt(width);
      int top = random.nextInt(height);
      float value = random.nextInt(640) / 16f;
      for (int y = top; y < Math.min(height, top + 30); y++) {
        for (int x = left; x < Math.min(width, left + 35); x++) {
          c.plane(Candidates.FILLED)[y * width + x] = value;
        }
      }
    }
    return c;
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void featuresAreThoseThatTheirDescriptionSays(long seed) {
    int width = 37;
    int height = 22;
    Random random = new Random(seed);
    Image8 left = noise(random, width, height);
    Image8 right = noise(random, width, height);
    Candidates c = blocks(seed, width, height);
    for (int k = 1; k < Candidates.COUNT; k++) {
      for (int i = 0; i < width * height; i++) {
        float own = c.plane(0)[i];
        c.plane(k)[i] = random.nextInt(3) == 0 ? own : own + random.nextInt(600) / 16f - 18;
        c.consistent()[i] = random.nextBoolean();
      }
    }
    features.describe(left, right, c.compare());
    assertEquals(48, features.width());
    assertEquals(32, features.height());
    for (int y = 0; y < 32; y++) {
      for (int x = 0; x < 48; x++) {
        int[] expected = described(left, right, c, Math.min(x, width - 1), Math.min(y, height - 1));
        for (int f = 0; f < CandidateFeatures.PER_PIXEL; f++) {
          int found = features.data()[(y * 48 + x) * CandidateFeatures.PER_PIXEL + f] & 255;
          assertEquals(expected[f], found, "seed " + seed + " at " + x + ", " + y + ": " + f);
        }
      }
    }
  }

  private static int[] described(Image8 left, Image8 right, Candidates c, int x, int y) {
    int width = c.width();
    int i = y * width + x;
    float own = c.plane(0)[i];
    int[] f = new int[CandidateFeatures.PER_PIXEL];
    f[0] = left.data()[i] & 255;
    f[1] = c.consistent()[i] ? 255 : 0;
    float fromLeft = own - c.plane(0)[y * width + Math.max(0, x - 2)];
    float fromAbove = own - c.plane(0)[Math.max(0, y - 2) * width + x];
    f[2] = byteOf(128 + 16 * (Math.abs(fromAbove) > Math.abs(fromLeft) ? fromAbove : fromLeft));
    for (int k = 0; k < Candidates.COUNT; k++) {
      float d = c.plane(k)[i];
      if (k > 0) {
        f[2 + k] = byteOf(128 + 8 * (d - own));
      }
      float at = x - d;
      boolean outside = at < -0.5f || at > width - 0.5f;
      float inside = Math.max(0, Math.min(width - 1, at));
      float level = Math.abs((left.data()[i] & 255) - between(right, inside, y, false));
      float change = Math.abs(sobel(left, x, y) - between(right, inside, y, true));
      f[9 + k] = outside ? 255 : byteOf(2 * level + change / 2);
    }
    return f;
  }

  private static int byteOf(float value) {
    return Math.round(Math.max(0, Math.min(255, value)));
  }

  private static float between(Image8 image, float x, int y, boolean gradient) {
    int column = (int) x;
    int next = Math.min(image.width() - 1, column + 1);
    float a = gradient ? sobel(image, column, y) : image.data()[y * image.width() + column] & 255;
    float b = gradient ? sobel(image, next, y) : image.data()[y * image.width() + next] & 255;
    return a + (x - column) * (b - a);
  }

  private static int sobel(Image8 image, int x, int y) {
    int sum = 0;
    for (int dy = -1; dy <= 1; dy++) {
      int row = Math.max(0, Math.min(image.height() - 1, y + dy)) * image.width();
      int after = image.data()[row + Math.min(image.width() - 1, x + 1)] & 255;
      int before = image.data()[row + Math.max(0, x - 1)] & 255;
      sum += (dy == 0 ? 2 : 1) * (after - before);
    }
    return sum;
  }

  private static Image8 noise(Random random, int width, int height) {
    Image8 image = new Image8().reshape(width, height, 1);
    random.nextBytes(image.data());
    return image;
  }
}
