package dev.fathom.pipeline;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateMatcher;
import dev.fathom.stereo.CandidateSelection;
import dev.fathom.stereo.Candidates;
import dev.fathom.stereo.DisparityMedian;
import dev.fathom.stereo.StereoOptions;

/**
 * Semi-global matching proposes disparities, a network chooses among them, and a median over 5×5
 * pixels removes what single pixels chose against all around them.
 *
 * <p>Where holes are not to be filled, pixels whose σ is above {@link #MAX_SIGMA} stay unknown, and
 * those whose match failed the check, as it does in a white sky, already above {@link
 * #MAX_SIGMA_UNSEEN}; and where disparities count from infinity on (none is below 0), those whose σ
 * is above {@link #MAX_RELATIVE_SIGMA} of the disparity, because their depth says nothing.
 *
 * <p>Threads: one owner at a time. Cost: nothing is allocated while the size stays but what
 * TensorFlow's own call allocates.
 */
public final class HybridMatcher implements PairMatcher {
  /** σ above which a disparity is no measurement. Units: pixels. */
  static final float MAX_SIGMA = 3;

  /** The same where no match was found. Units: pixels. */
  static final float MAX_SIGMA_UNSEEN = 0.75f;

  /** σ above which a disparity's depth is no measurement, as a share of the disparity. */
  static final float MAX_RELATIVE_SIGMA = 0.2f;

  private final boolean fill;
  private final float maxRelativeSigma;
  private final CandidateMatcher matcher;
  private final CandidateNetwork network;
  private final Candidates candidates = new Candidates();
  private final CandidateFeatures features = new CandidateFeatures();
  private final CandidateSelection selection = new CandidateSelection();
  private final DisparityMedian median = new DisparityMedian();

  /** Takes over {@code network} and closes it. */
  public HybridMatcher(StereoOptions options, CandidateNetwork network) {
    this.fill = options.fill();
    this.maxRelativeSigma =
        options.minDisparity() >= 0 ? MAX_RELATIVE_SIGMA : Float.POSITIVE_INFINITY;
    this.matcher = new CandidateMatcher(options);
    this.network = network;
  }

  @Override
  public void match(Image8 left, Image8 right, FloatImage disparity, FloatImage sigma) {
    matcher.match(left, right, candidates);
    features.describe(left, right, candidates);
    selection.begin(candidates, disparity, sigma);
    network.score(features, selection::row);
    selection.end(network.sigmaFactor());
    median.apply(disparity);
    if (!fill) {
      dropDoubtful(disparity, sigma);
    }
  }

  private void dropDoubtful(FloatImage disparity, FloatImage sigma) {
    float[] d = disparity.data();
    float[] s = sigma.data();
    boolean[] consistent = candidates.consistent();
    for (int i = 0; i < disparity.size(); i++) {
      float most = consistent[i] ? MAX_SIGMA : MAX_SIGMA_UNSEEN;
      boolean doubtful = !(s[i] <= Math.min(most, maxRelativeSigma * Math.abs(d[i])));
      d[i] = doubtful ? Float.NaN : d[i];
      s[i] = doubtful ? Float.NaN : s[i];
    }
  }

  @Override
  public void close() {
    matcher.close();
    median.close();
    network.close();
  }
}
