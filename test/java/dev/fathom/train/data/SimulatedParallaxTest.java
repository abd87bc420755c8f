package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SimulatedParallaxTest {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;
  private static final int SAMPLES = 60;
  private static final Set<Field> WANTED =
      Set.of(Field.IMAGE, Field.PEOPLE, Field.PARALLAX_DEPTH, Field.CONFIDENCE);

  @Test
  void peopleHaveNoDepthFromParallax() throws IOException {
    for (int index = 0; index < SAMPLES; index++) {
      Sample sample = sample(3, index);
      for (int i = 0; i < WIDTH * HEIGHT; i++) {
        if (sample.bytes(Field.PEOPLE)[i] != 0) {
          assertTrue(Float.isNaN(sample.floats(Field.PARALLAX_DEPTH)[i]));
          assertEquals(0, sample.floats(Field.CONFIDENCE)[i]);
        }
      }
    }
  }

  @Test
  void whatIsTrustedIsNearTheTruthAndWhatIsUnknownIsNotTrusted() throws IOException {
    double truth = 3;
    double trusted = 0;
    double squares = 0;
    for (int index = 0; index < SAMPLES; index++) {
      Sample sample = sample((float) truth, index);
      float[] depth = sample.floats(Field.PARALLAX_DEPTH);
      float[] confidence = sample.floats(Field.CONFIDENCE);
      for (int i = 0; i < depth.length; i++) {
        assertTrue(confidence[i] >= 0 && confidence[i] <= 1, "confidence " + confidence[i]);
        assertEquals(Float.isNaN(depth[i]), confidence[i] == 0);
        if (confidence[i] > 0.8) {
          trusted++;
          squares += Math.pow(depth[i] / truth - 1, 2);
        }
      }
    }
    // Trust of 0.8 means a relative error of half of HALF_TRUSTED, 0.05, at most.
    assertTrue(trusted > 1000, trusted + " trusted pixels");
    assertEquals(0.03, Math.sqrt(squares / trusted), 0.02);
  }

  @Test
  void someCamerasStandStill() throws IOException {
    int still = 0;
    for (int index = 0; index < SAMPLES; index++) {
      boolean any = false;
      for (float confidence : sample(3, index).floats(Field.CONFIDENCE)) {
        any |= confidence > 0;
      }
      still += any ? 0 : 1;
    }
    assertTrue(still >= 4 && still <= 24, still + " of " + SAMPLES);
  }

  @Test
  void theSkyHasNone() throws IOException {
    for (float depth : sample(Float.POSITIVE_INFINITY, 1).floats(Field.PARALLAX_DEPTH)) {
      assertTrue(Float.isNaN(depth));
    }
  }

  @Test
  void theSameSampleIsTheSameAgain() throws IOException {
    assertEquals(
        Arrays.toString(sample(2, 7).floats(Field.PARALLAX_DEPTH)),
        Arrays.toString(sample(2, 7).floats(Field.PARALLAX_DEPTH)));
  }

  @Test
  void fieldsAreAddedOnlyWhereTheyAreWantedAndCanBe() {
    SampleSource people = new ConstantDepth(2);
    Set<Field> parallax = Set.of(Field.PARALLAX_DEPTH);
    assertTrue(DerivedFields.of(people, parallax).fields().contains(Field.CONFIDENCE));
    assertFalse(DerivedFields.of(people, parallax).fields().contains(Field.ORDINAL_PAIRS));
    assertSame(people, DerivedFields.of(people, Set.of(Field.DEPTH)));
    SampleSource nobody = new ShadedScenes(1);
    assertSame(nobody, DerivedFields.of(nobody, parallax));
    assertEquals(
        "a wall at 2.0 m; depth from parallax simulated with the noise of its disparity; pairs of"
            + " points sampled from its depth",
        DerivedFields.of(people, Set.of(Field.CONFIDENCE, Field.ORDINAL_PAIRS)).describe());
  }

  private static Sample sample(float metres, long index) throws IOException {
    Sample sample = new Sample(WIDTH, HEIGHT, WANTED);
    new SimulatedParallax(new ConstantDepth(metres)).read(index, sample);
    return sample;
  }
}
