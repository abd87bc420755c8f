package dev.fathom.train.losses;

import static dev.fathom.train.losses.TwoViews.HEIGHT;
import static dev.fathom.train.losses.TwoViews.IMAGE;
import static dev.fathom.train.losses.TwoViews.MAP;
import static dev.fathom.train.losses.TwoViews.OTHER;
import static dev.fathom.train.losses.TwoViews.PIXELS;
import static dev.fathom.train.losses.TwoViews.TARGET;
import static dev.fathom.train.losses.TwoViews.VALID;
import static dev.fathom.train.losses.TwoViews.image;
import static dev.fathom.train.losses.TwoViews.naiveAppearance;
import static dev.fathom.train.losses.TwoViews.naiveL1;
import static dev.fathom.train.losses.TwoViews.smoothness;
import static dev.fathom.train.losses.TwoViews.target;
import static dev.fathom.train.losses.TwoViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The losses of whole systems that learn without truth: sums of their parts. */
class SelfSupervisedLossesTest {
  @Test
  void sfmLearnersLossAddsItsPartsOverTheScales() {
    double[] map = Loss.random(4, PIXELS);
    double[] logits = Loss.random(5, 2 * PIXELS);
    double synthesis =
        image(
            (tf, x) ->
                ViewSynthesis.of(
                    tf,
                    target(tf),
                    view(tf, x),
                    Explainability.of(tf, LossGraph.constant(tf, IMAGE, logits))));
    double belief = new Loss(IMAGE, Explainability::regularisation).at(logits);
    double bend = new Loss(MAP, SecondOrderSmoothness::of).at(map);
    Loss total =
        new Loss(
            IMAGE,
            (tf, x) -> {
              SfmLearnerLoss.Scale scale =
                  new SfmLearnerLoss.Scale(
                      target(tf),
                      List.of(view(tf, x)),
                      List.of(LossGraph.constant(tf, IMAGE, logits)),
                      LossGraph.constant(tf, MAP, map));
              return SfmLearnerLoss.DEFAULT.of(tf, List.of(scale, scale));
            });
    assertEquals(2 * synthesis + 2 * 0.2 * belief + 0.75 * bend, total.at(OTHER), 1e-12);
    total.assertGradientAt(OTHER);
  }

  @Test
  void monodepthsLossAddsItsPartsForBothImages() {
    double[] disparity = Loss.random(4, PIXELS);
    double[] other = Loss.random(5, PIXELS);
    double rough = smoothness(TARGET).at(disparity);
    double apart = 0;
    for (int i = 0; i < PIXELS; i++) {
      apart += VALID[i] * Math.abs(disparity[i] - other[i]) / (PIXELS - HEIGHT);
    }
    Loss total =
        new Loss(
            MAP,
            (tf, x) -> {
              MonodepthLoss.Side side =
                  new MonodepthLoss.Side(
                      target(tf),
                      view(tf, LossGraph.constant(tf, IMAGE, OTHER)),
                      x,
                      LossGraph.constant(tf, MAP, other));
              MonodepthLoss.Scale scale = new MonodepthLoss.Scale(side, side);
              return MonodepthLoss.DEFAULT.of(tf, List.of(scale, scale));
            });
    double expected = 4 * naiveAppearance(TARGET, OTHER) + 2 * 0.15 * rough + 4 * apart;
    assertEquals(expected, total.at(disparity), 1e-12);
    total.assertGradientAt(disparity);
  }

  @Test
  void vid2DepthsLossAddsItsParts() {
    double[] inverse = Loss.random(4, PIXELS);
    double structure = naiveAppearance(TARGET, OTHER, 1);
    double expected =
        0.85 * naiveL1(TARGET, OTHER)
            + 0.15 * structure
            + 0.05 * smoothness(TARGET).at(inverse)
            + 0.1 * 7;
    Loss total =
        new Loss(
            IMAGE,
            (tf, x) ->
                Vid2DepthLoss.DEFAULT.of(
                    tf,
                    List.of(
                        new Vid2DepthLoss.Scale(
                            target(tf),
                            List.of(view(tf, x)),
                            List.of(tf.constant(7.0)),
                            LossGraph.constant(tf, MAP, inverse)))));
    assertEquals(expected, total.at(OTHER), 1e-12);
    total.assertGradientAt(OTHER);
  }

  @Test
  void struct2DepthsLossOfOneViewAddsItsParts() {
    double[] inverse = Loss.random(4, PIXELS);
    double rough =
        new Loss(
                MAP,
                (tf, x) ->
                    EdgeAwareSmoothness.of(tf, EdgeAwareSmoothness.overMean(tf, x), target(tf)))
            .at(inverse);
    double expected =
        0.85 * naiveL1(TARGET, OTHER) + 0.15 * naiveAppearance(TARGET, OTHER, 1) + 0.04 * rough;
    Loss total =
        new Loss(
            IMAGE,
            (tf, x) ->
                Struct2DepthLoss.DEFAULT.of(
                    tf,
                    List.of(
                        new Struct2DepthLoss.Scale(
                            target(tf),
                            List.of(view(tf, x)),
                            LossGraph.constant(tf, MAP, inverse)))));
    assertEquals(expected, total.at(OTHER), 1e-12);
    total.assertGradientAt(OTHER);
  }
}
