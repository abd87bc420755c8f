package dev.fathom.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.stereo.Candidates;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CandidateSourceTest {
  private static final int SIDE = 64;

  private static Sample sample(CandidateSource source, long index) {
    Sample sample = new Sample(SIDE, SIDE, source.fields());
    source.read(index, sample);
    return sample;
  }

  @Test
  void candidatesAndTruthBelongTogether() {
    Sample sample = sample(CandidateSource.training(1), 0);
    int right = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      float truth = sample.floats(Field.DISPARITY)[i];
      float filled = sample.floats(Field.CANDIDATES)[i * Candidates.COUNT];
      right += Math.abs(truth - filled) <= 2 ? 1 : 0;
    }
    assertTrue(right > 0.85 * SIDE * SIDE, "right: " + right);
  }

  @Test
  void sampleDependsOnSeedSplitAndIndexAlone() {
    CandidateSource source = CandidateSource.training(2);
    Sample first = sample(source, 5);
    sample(source, 1);
    byte[] again = sample(source, 5).bytes(Field.CANDIDATE_FEATURES);
    assertArrayEquals(first.bytes(Field.CANDIDATE_FEATURES), again);
    byte[] heldOut = sample(CandidateSource.heldOut(2), 5).bytes(Field.CANDIDATE_FEATURES);
    assertFalse(Arrays.equals(again, heldOut));
  }
}
