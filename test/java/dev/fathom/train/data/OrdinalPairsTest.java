package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrdinalPairsTest {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final Set<Field> WANTED = Set.of(Field.DEPTH, Field.IMAGE, Field.ORDINAL_PAIRS);

  @Test
  void everyPairTellsTheOrderOfTheTrueDepths() throws IOException {
    Sample sample = sample(new OrdinalPairs(new ShadedScenes(4)), 3);
    float[] pairs = sample.floats(Field.ORDINAL_PAIRS);
    int seen = 0;
    for (int at = 0; at < pairs.length; at += OrdinalPairs.NUMBERS) {
      if (Float.isNaN(pairs[at + 4])) {
        continue;
      }
      seen++;
      double a = depth(sample, pairs[at], pairs[at + 1]);
      double b = depth(sample, pairs[at + 2], pairs[at + 3]);
      switch ((int) pairs[at + 4]) {
        case 1 -> assertTrue(1.02 * a < b, a + " is not nearer than " + b);
        case -1 -> assertTrue(a > 1.02 * b, a + " is not farther than " + b);
        default -> assertEquals(1, a / b, 0.0201);
      }
    }
    assertTrue(seen > OrdinalPairs.COUNT / 2, seen + " pairs");
  }

  @Test
  void everyOtherPairIsMirroredAtTheMiddle() throws IOException {
    float[] pairs = sample(new OrdinalPairs(new ShadedScenes(4)), 0).floats(Field.ORDINAL_PAIRS);
    for (int at = 0; at < pairs.length; at += 2 * OrdinalPairs.NUMBERS) {
      if (!Float.isNaN(pairs[at])) {
        assertEquals(WIDTH - 1 - pairs[at], pairs[at + 2]);
        assertEquals(pairs[at + 1], pairs[at + 3]);
      }
    }
  }

  @Test
  void theSameSampleHasTheSamePairsAndAnotherOneOthers() throws IOException {
    OrdinalPairs source = new OrdinalPairs(new ShadedScenes(4));
    float[] pairs = sample(source, 5).floats(Field.ORDINAL_PAIRS);
    assertArrayEquals(pairs, sample(source, 5).floats(Field.ORDINAL_PAIRS));
    assertFalse(Arrays.equals(pairs, sample(source, 6).floats(Field.ORDINAL_PAIRS)));
  }

  @Test
  void thereAreNoPairsWhereNoDepthIsKnown() throws IOException {
    SampleSource unknown = new ConstantDepth(Float.NaN);
    for (float number : sample(new OrdinalPairs(unknown), 0).floats(Field.ORDINAL_PAIRS)) {
      assertTrue(Float.isNaN(number));
    }
  }

  @Test
  void pairsTurnWithThePicture() throws IOException {
    Sample sample = sample(new OrdinalPairs(new ShadedScenes(4)), 2);
    float[] before = sample.floats(Field.ORDINAL_PAIRS).clone();
    float[] depths = sample.floats(Field.DEPTH).clone();
    Mirror.apply(sample);
    float[] after = sample.floats(Field.ORDINAL_PAIRS);
    for (int at = 0; at < after.length; at += OrdinalPairs.NUMBERS) {
      if (!Float.isNaN(before[at])) {
        assertEquals(
            depths[(int) before[at + 1] * WIDTH + (int) before[at]],
            (float) depth(sample, after[at], after[at + 1]));
        assertEquals(before[at + 4], after[at + 4]);
      }
    }
  }

  private static double depth(Sample sample, float x, float y) {
    return sample.floats(Field.DEPTH)[(int) y * WIDTH + (int) x];
  }

  private static Sample sample(SampleSource source, long index) throws IOException {
    Sample sample = new Sample(WIDTH, HEIGHT, WANTED);
    source.read(index, sample);
    return sample;
  }
}
