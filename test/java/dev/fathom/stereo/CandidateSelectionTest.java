package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.image.FloatImage;
import org.junit.jupiter.api.Test;

class CandidateSelectionTest {
  private static final int SCORES = Candidates.COUNT;
  private final Candidates candidates = new Candidates().reshape(2, 2);
  private final float[] said = new float[4 * CandidateSelection.PER_PIXEL];
  private final FloatImage disparity = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  private void choose(float sigmaFactor) {
    CandidateSelection selection = new CandidateSelection();
    selection.begin(candidates.compare(), disparity, sigma);
    selection.row(0, said);
    selection.end(sigmaFactor);
  }

  private void propose(int pixel, float... values) {
    for (int k = 0; k < Candidates.COUNT; k++) {
      candidates.plane(k)[pixel] = values[Math.min(k, values.length - 1)];
    }
  }

  private void say(int pixel, int number, float value) {
    said[pixel * CandidateSelection.PER_PIXEL + number] = value;
  }

  @Test
  void bestScoreWinsWithItsCorrection() {
    propose(0, 10, 20, 30, 10);
    propose(3, 40, 50, 60, 40);
    say(0, 2, 1.5f);
    say(0, SCORES, -0.25f);
    say(3, 1, 2);
    say(3, SCORES, 0.5f);
    choose(1);
    assertEquals(29.75f, disparity.at(0, 0), 1e-4f);
    assertEquals(50.5f, disparity.at(1, 1), 1e-4f);
  }

  @Test
  void repetitionsOfTheFilledCandidateCountForNothing() {
    propose(0, 10, 10, 30, 10);
    say(0, 1, 9);
    say(0, 2, 1);
    choose(1);
    assertEquals(30, disparity.at(0, 0), 1e-4f);
  }

  @Test
  void candidatesOfOneSurfaceAreAveragedByTheirSoftmax() {
    propose(0, 10, 10.5f, 30, 10);
    say(0, 0, 1);
    say(0, 1, 1 + (float) Math.log(3));
    choose(1);
    assertEquals(10.375f, disparity.at(0, 0), 1e-4f);
  }

  @Test
  void correctionIsLimited() {
    propose(0, 10);
    say(0, SCORES, -100);
    choose(1);
    assertEquals(10 - CandidateSelection.MAX_CORRECTION, disparity.at(0, 0), 1e-4f);
  }

  @Test
  void sigmaIsTheRootOfTheVarianceTimesItsFactor() {
    propose(0, 10);
    say(0, SCORES + 1, (float) Math.log(0.25));
    choose(1.5f);
    assertEquals(0.75f, sigma.at(0, 0), 1e-4f);
  }
}
