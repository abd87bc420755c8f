package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.stereo.StereoOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The shipped network beside the matcher without one, on real pairs that it never saw. */
class HybridMatcherTest {
  private static final Path MODEL = Path.of("models", "fathom_stereo");

  @Test
  void choosingBeatsTheBestMatcherWithoutANetworkOnRealPairs() {
    List<RealPairs.Score> plain = new ArrayList<>();
    List<RealPairs.Score> hybrid = new ArrayList<>();
    double within1 = 0;
    double within2 = 0;
    List<RealPairs.Pair> pairs = RealPairs.all();
    for (RealPairs.Pair pair : pairs) {
      StereoOptions options =
          StereoOptions.defaults().withDisparities(0, pair.searched()).withFill(true);
      FloatImage disparity = new FloatImage();
      FloatImage sigma = new FloatImage();
      try (PairMatcher matcher = PairMatcher.semiGlobal(options)) {
        matcher.match(pair.left(), pair.right(), disparity, sigma);
      }
      plain.add(RealPairs.Score.of(disparity, pair));
      try (PairMatcher matcher = hybrid(options)) {
        matcher.match(pair.left(), pair.right(), disparity, sigma);
      }
      hybrid.add(RealPairs.Score.of(disparity, pair));
      double one = pair.share(disparity, sigma, 1);
      double two = pair.share(disparity, sigma, 2);
      within1 += one / pairs.size();
      within2 += two / pairs.size();
      System.out.printf(
          Locale.ROOT,
          "%-9s plain  %s%n          hybrid %s; %.1f and %.1f %% within 1 and 2 sigma%n",
          pair.name(),
          plain.get(plain.size() - 1),
          hybrid.get(hybrid.size() - 1),
          one,
          two);
    }
    RealPairs.Score before = RealPairs.Score.mean(plain);
    RealPairs.Score after = RealPairs.Score.mean(hybrid);
    System.out.println("mean      plain  " + before + "\n          hybrid " + after);
    assertTrue(after.badSeen() < before.badSeen());
    assertTrue(after.badAll() < before.badAll());
    assertTrue(after.errorSeen() < before.errorSeen());
    assertTrue(after.errorAll() < before.errorAll());
    for (int i = 0; i < pairs.size(); i++) {
      assertTrue(hybrid.get(i).badSeen() < plain.get(i).badSeen() + 0.3, pairs.get(i).name());
      assertTrue(hybrid.get(i).badAll() < plain.get(i).badAll() + 0.3, pairs.get(i).name());
    }
    assertEquals(68.3, within1, 5);
    assertEquals(95.4, within2, 5);
  }

  @Test
  void withoutFillingDoubtfulPixelsAreUnknownInBothOutputs() {
    Image8 left = new Image8().reshape(160, 96, 1);
    Image8 right = new Image8().reshape(160, 96, 1);
    new java.util.Random(5).nextBytes(left.data());
    new java.util.Random(6).nextBytes(right.data());
    FloatImage disparity = new FloatImage();
    FloatImage sigma = new FloatImage();
    try (PairMatcher matcher = hybrid(StereoOptions.defaults().withDisparities(0, 32))) {
      matcher.match(left, right, disparity, sigma);
    }
    int unknown = 0;
    for (int i = 0; i < disparity.size(); i++) {
      assertEquals(Float.isNaN(disparity.data()[i]), Float.isNaN(sigma.data()[i]));
      unknown += Float.isNaN(disparity.data()[i]) ? 1 : 0;
    }
    assertTrue(unknown > disparity.size() / 2, "unknown: " + unknown);
  }

  private static HybridMatcher hybrid(StereoOptions options) {
    ModelOptions one = new ModelOptions("cpu", 1, 1, ModelOptions.defaults().bfloat16());
    return new HybridMatcher(options, CandidateNetwork.load(MODEL, one));
  }
}
