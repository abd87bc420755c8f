package dev.fathom.train.losses;

import static dev.fathom.train.losses.TwoViews.IMAGE;
import static dev.fathom.train.losses.TwoViews.MAP;
import static dev.fathom.train.losses.TwoViews.NO_EDGES;
import static dev.fathom.train.losses.TwoViews.OTHER;
import static dev.fathom.train.losses.TwoViews.PIXELS;
import static dev.fathom.train.losses.TwoViews.TARGET;
import static dev.fathom.train.losses.TwoViews.WIDTH;
import static dev.fathom.train.losses.TwoViews.image;
import static dev.fathom.train.losses.TwoViews.naiveAppearance;
import static dev.fathom.train.losses.TwoViews.naiveL1;
import static dev.fathom.train.losses.TwoViews.smoothness;
import static dev.fathom.train.losses.TwoViews.target;
import static dev.fathom.train.losses.TwoViews.view;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat64;

class PhotometricLossesTest {
  @Test
  void appearanceAgreesWithTheWindowsOneByOne() {
    assertEquals(naiveAppearance(TARGET, OTHER), appearance().at(OTHER), 1e-12);
  }

  @Test
  void anImageLooksLikeItself() {
    assertEquals(0, appearance().at(TARGET), 1e-12);
    appearance().assertLeastAt(TARGET, 3);
  }

  @Test
  void theGradientOfAppearanceIsTheFiniteDifferenceAnd0WhereInvalid() {
    appearance().assertGradientAt(OTHER);
    appearance().assertBlindTo(OTHER, 8, 9, 18, 19, 28, 29, 38, 39);
  }

  @Test
  void viewSynthesisIsTheMeanOfTheValidPixels() {
    assertEquals(
        naiveL1(TARGET, OTHER),
        image((tf, x) -> ViewSynthesis.of(tf, target(tf), view(tf, x))),
        1e-12);
  }

  @Test
  void whatIsNotExplainedCostsNothingButKeepsItsPlaceInTheMean() {
    double[] quarter = new double[PIXELS];
    Arrays.fill(quarter, 0.25);
    assertEquals(
        0.25 * naiveL1(TARGET, OTHER),
        image(
            (tf, x) ->
                ViewSynthesis.of(
                    tf, target(tf), view(tf, x), LossGraph.constant(tf, MAP, quarter))),
        1e-12);
  }

  @Test
  void explainabilityIsASoftmaxAndItsRegularisationTheCrossEntropyWith1() {
    Shape logits = Shape.of(1, 1, 2, 2);
    double[] values = {0.5, 2, 1, -3};
    Loss loss = new Loss(logits, Explainability::regularisation);
    double expected = (Math.log(1 + Math.exp(-1.5)) + Math.log(1 + Math.exp(4))) / 2;
    assertEquals(expected, loss.at(values), 1e-12);
    loss.assertGradientAt(values);
    double mean = new Loss(logits, (tf, x) -> Maps.mean(tf, Explainability.of(tf, x))).at(values);
    assertEquals((1 / (1 + Math.exp(-1.5)) + 1 / (1 + Math.exp(4))) / 2, mean, 1e-12);
  }

  @Test
  void roughnessCountsLessAtTheImagesEdges() {
    // A step of 2 between columns 1 and 2, where both channels of the image step by 0.5
    double[] map = new double[PIXELS];
    double[] image = new double[2 * PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      map[i] = i % WIDTH >= 2 ? 3 : 1;
      image[2 * i] = i % WIDTH >= 2 ? 0.5 : 0;
      image[2 * i + 1] = i % WIDTH >= 2 ? 0 : 0.5;
    }
    assertEquals(2 / 4.0, smoothness(NO_EDGES).at(map), 1e-12);
    assertEquals(2 / 4.0 * Math.exp(-0.5), smoothness(image).at(map), 1e-12);
    smoothness(TARGET).assertGradientAt(Loss.random(4, PIXELS));
  }

  @Test
  void aMapOverItsMeanHasTheMean1() {
    double[] map = Loss.random(4, PIXELS);
    Loss mean = new Loss(MAP, (tf, x) -> Maps.mean(tf, EdgeAwareSmoothness.overMean(tf, x)));
    assertEquals(1, mean.at(map), 1e-12);
    new Loss(
            MAP,
            (tf, x) -> EdgeAwareSmoothness.of(tf, EdgeAwareSmoothness.overMean(tf, x), target(tf)))
        .assertGradientAt(map);
  }

  @Test
  void slantedPlanesDoNotBend() {
    Loss loss = new Loss(MAP, SecondOrderSmoothness::of);
    double[] plane = new double[PIXELS];
    double[] bent = new double[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      plane[i] = 2 * (i % WIDTH) - 3 * (i / WIDTH);
      bent[i] = i % WIDTH * (i % WIDTH) + (i % WIDTH) * (i / WIDTH);
    }
    assertEquals(0, loss.at(plane), 1e-12);
    // xx = 2, xy = yx = 1, yy = 0 everywhere
    assertEquals(4, loss.at(bent), 1e-12);
    loss.assertGradientAt(Loss.random(4, PIXELS));
  }

  @Test
  void theLeastOfTwoViewsIsTakenPixelByPixel() {
    // The first pixel is nearer in the first view, the second in the second; the third is seen by
    // the second alone, the fourth by none
    Shape row = Shape.of(1, 1, 4, 1);
    double[] target = {0, 0, 0, 0};
    double[] second = {0.4, 0.1, 0.8, 0.9};
    Loss loss =
        new Loss(
            row,
            (tf, x) -> {
              Operand<TFloat64> t = LossGraph.constant(tf, row, target);
              return Reconstruction.least(
                      tf,
                      List.of(
                          Reconstruction.l1(
                              tf,
                              t,
                              new View(x, LossGraph.constant(tf, row, new double[] {1, 1, 0, 0}))),
                          Reconstruction.l1(
                              tf,
                              t,
                              new View(
                                  LossGraph.constant(tf, row, second),
                                  LossGraph.constant(tf, row, new double[] {1, 1, 1, 0})))))
                  .mean(tf);
            });
    double[] first = {0.2, 0.3, 0.1, 0.1};
    assertEquals((0.2 + 0.1 + 0.8) / 3, loss.at(first), 1e-12);
    loss.assertBlindTo(first, 1, 2, 3);
    loss.assertGradientAt(first);
  }

  @Test
  void aViewOfWhichNothingIsValidHasNoLoss() {
    Loss loss =
        new Loss(
            IMAGE,
            (tf, x) ->
                Appearance.DEFAULT.of(
                    tf, target(tf), new View(x, LossGraph.constant(tf, MAP, new double[PIXELS]))));
    assertEquals(0, loss.at(OTHER));
    loss.assertBlindTo(OTHER, 0, 1, 2);
  }

  @Test
  void impossibleOptionsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Appearance(1.2));
    assertThrows(IllegalArgumentException.class, () -> new MonodepthLoss(1, -0.1, 1));
    assertThrows(IllegalArgumentException.class, () -> new SfmLearnerLoss(Double.NaN, 0));
  }

  private static Loss appearance() {
    return new Loss(IMAGE, (tf, x) -> Appearance.DEFAULT.of(tf, target(tf), view(tf, x)));
  }
}
