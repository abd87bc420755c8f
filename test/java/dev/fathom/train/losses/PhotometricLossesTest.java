package dev.fathom.train.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat64;

class PhotometricLossesTest {
  private static final int HEIGHT = 4;
  private static final int WIDTH = 5;
  private static final int PIXELS = HEIGHT * WIDTH;
  private static final Shape IMAGE = Shape.of(1, HEIGHT, WIDTH, 2);
  private static final Shape MAP = Shape.of(1, HEIGHT, WIDTH, 1);
  private static final double[] TARGET = Loss.random(1, 2 * PIXELS);
  private static final double[] OTHER = Loss.random(2, 2 * PIXELS);
  private static final double[] NO_EDGES = new double[2 * PIXELS];

  /** Everything but the last column. */
  private static final double[] VALID = new double[PIXELS];

  static {
    for (int i = 0; i < PIXELS; i++) {
      VALID[i] = i % WIDTH == WIDTH - 1 ? 0 : 1;
    }
  }

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
        naiveL1(TARGET, OTHER), image((tf, x) -> ViewSynthesis.of(tf, target(tf), view(tf, x))), 1e-12);
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
            (tf, x) ->
                EdgeAwareSmoothness.of(tf, EdgeAwareSmoothness.overMean(tf, x), target(tf)))
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
    return new Loss(
        IMAGE, (tf, x) -> Appearance.DEFAULT.of(tf, target(tf), view(tf, x)));
  }

  private static Loss smoothness(double[] image) {
    return new Loss(
        MAP, (tf, x) -> EdgeAwareSmoothness.of(tf, x, LossGraph.constant(tf, IMAGE, image)));
  }

  private static double image(
      BiFunction<Ops, Operand<TFloat64>, Operand<TFloat64>> loss) {
    new Loss(IMAGE, loss).assertGradientAt(OTHER);
    return new Loss(IMAGE, loss).at(OTHER);
  }

  private static Operand<TFloat64> target(Ops tf) {
    return LossGraph.constant(tf, IMAGE, TARGET);
  }

  private static View view(Ops tf, Operand<TFloat64> x) {
    return new View(x, LossGraph.constant(tf, MAP, VALID));
  }

  private static double naiveL1(double[] a, double[] b) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < PIXELS; i++) {
      if (VALID[i] == 1) {
        sum += (Math.abs(a[2 * i] - b[2 * i]) + Math.abs(a[2 * i + 1] - b[2 * i + 1])) / 2;
        count++;
      }
    }
    return sum / count;
  }

  private static double naiveAppearance(double[] a, double[] b) {
    return naiveAppearance(a, b, 0.85) + 0.15 * naiveL1(a, b);
  }

  /** {@code share} of the mean (1 − SSIM) / 2 over the windows without the last column. */
  private static double naiveAppearance(double[] a, double[] b, double share) {
    double sum = 0;
    int count = 0;
    for (int top = 0; top + 3 <= HEIGHT; top++) {
      for (int left = 0; left + 3 <= WIDTH - 1; left++) {
        for (int channel = 0; channel < 2; channel++, count++) {
          sum += (1 - ssim(a, b, top, left, channel)) / 2;
        }
      }
    }
    return share * sum / count;
  }

  private static double ssim(double[] a, double[] b, int top, int left, int channel) {
    double ma = 0;
    double mb = 0;
    double aa = 0;
    double bb = 0;
    double ab = 0;
    for (int r = top; r < top + 3; r++) {
      for (int c = left; c < left + 3; c++) {
        double x = a[2 * (r * WIDTH + c) + channel];
        double y = b[2 * (r * WIDTH + c) + channel];
        ma += x / 9;
        mb += y / 9;
        aa += x * x / 9;
        bb += y * y / 9;
        ab += x * y / 9;
      }
    }
    return (2 * ma * mb + 1e-4)
        * (2 * (ab - ma * mb) + 9e-4)
        / ((ma * ma + mb * mb + 1e-4) * (aa - ma * ma + bb - mb * mb + 9e-4));
  }
}
