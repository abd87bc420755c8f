package dev.fathom.train.layers;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/** Left features are the first four channels of the input, right features the others. */
class CostVolumeTest {
  private static final int HEIGHT = 3;
  private static final int WIDTH = 5;
  private static final int CHANNELS = 4;

  /** More than there are columns: the last disparity is outside everywhere. */
  private static final int DISPARITIES = 6;

  private static final Shape PAIR = Shape.of(2, HEIGHT, WIDTH, 2 * CHANNELS);

  /** What one pixel's features and another's give. */
  interface Compared {
    float[] of(float[] left, float[] right);
  }

  record Case(
      String name,
      int values,
      BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> volume,
      Compared compared) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> volumes() {
    return Stream.of(
        new Case(
            "correlation",
            1,
            (l, x) -> CostVolume.correlation(l, left(l, x), right(l, x), DISPARITIES),
            (a, b) -> new float[] {dot(a, b, 0, CHANNELS) / CHANNELS}),
        new Case(
            "groups",
            2,
            (l, x) -> CostVolume.groupCorrelation(l, left(l, x), right(l, x), DISPARITIES, 2),
            (a, b) -> new float[] {cosine(a, b, 0, 2), cosine(a, b, 2, 4)}),
        new Case(
            "difference",
            CHANNELS,
            (l, x) -> CostVolume.difference(l, left(l, x), right(l, x), DISPARITIES),
            (a, b) -> new float[] {a[0] - b[0], a[1] - b[1], a[2] - b[2], a[3] - b[3]}),
        new Case(
            "concatenated",
            2 * CHANNELS,
            (l, x) -> CostVolume.concatenated(l, left(l, x), right(l, x), DISPARITIES),
            (a, b) -> new float[] {a[0], a[1], a[2], a[3], b[0], b[1], b[2], b[3]}));
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void comparesEachPixelWithThoseToItsLeft(Case c) {
    float[] pair = LayerRun.random(PAIR, 8);
    LayerRun.Output output = LayerRun.of(PAIR, pair, c.volume());
    assertEquals(Shape.of(2, HEIGHT, WIDTH, (long) DISPARITIES * c.values()), output.shape());
    int at = 0;
    for (int pixel = 0; pixel < 2 * HEIGHT * WIDTH; pixel++) {
      for (int d = 0; d < DISPARITIES; d++) {
        float[] other =
            pixel % WIDTH >= d ? features(pair, pixel - d, CHANNELS) : new float[CHANNELS];
        for (float expected : c.compared().of(features(pair, pixel, 0), other)) {
          // The floor under the lengths makes cosines smaller by some 1e-5.
          assertEquals(expected, output.values()[at], 1e-4, "pixel " + pixel + ", d " + d);
          at++;
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("volumes")
  void hasGradients(Case c) {
    try (WeightedGraph graph = new WeightedGraph(PAIR, false, c.volume())) {
      // The cosine is curved: a small step, whose float32 rounding is some 1e-3 of the slope.
      graph.assertGradientsAreFiniteDifferences(1e-2f, 5e-3);
    }
    try (WeightedGraph graph = new WeightedGraph(PAIR, true, c.volume())) {
      assertEquals(graph.outputShape(), graph.builtShape());
    }
  }

  @Test
  void disparitiesBecomePicturesAndComeBack() {
    Shape shape = Shape.of(2, 2, 3, 6);
    float[] x = LayerRun.random(shape, 9);
    LayerRun.Output pictures =
        LayerRun.of(shape, x, (l, y) -> CostVolume.disparitiesToPictures(l, y, 3));
    assertEquals(Shape.of(6, 2, 3, 2), pictures.shape());
    // Picture 4 is disparity 1 of the second pair; its pixel (1, 2), value 1.
    assertEquals(
        x[((1 * 2 + 1) * 3 + 2) * 6 + 3], pictures.values()[((4 * 2 + 1) * 3 + 2) * 2 + 1]);
    assertArrayEquals(
        x,
        LayerRun.values(
            shape,
            x,
            (l, y) ->
                CostVolume.picturesToDisparities(l, CostVolume.disparitiesToPictures(l, y, 3), 3)));
  }

  @Test
  void refusesGroupsThatDoNotFit() {
    float[] pair = LayerRun.random(PAIR, 8);
    assertThrows(
        IllegalArgumentException.class,
        () -> LayerRun.values(PAIR, pair, (l, x) -> CostVolume.groupCorrelation(l, x, x, 3, 3)));
    assertThrows(
        IllegalArgumentException.class,
        () -> LayerRun.values(PAIR, pair, (l, x) -> CostVolume.correlation(l, x, x, 0)));
  }

  private static Operand<TFloat32> left(Layers layers, Operand<TFloat32> pair) {
    return layers.channels(pair, 0, CHANNELS);
  }

  private static Operand<TFloat32> right(Layers layers, Operand<TFloat32> pair) {
    return layers.channels(pair, CHANNELS, CHANNELS);
  }

  private static float[] features(float[] pair, int pixel, int first) {
    float[] features = new float[CHANNELS];
    System.arraycopy(pair, pixel * 2 * CHANNELS + first, features, 0, CHANNELS);
    return features;
  }

  private static float dot(float[] a, float[] b, int from, int to) {
    float sum = 0;
    for (int i = from; i < to; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static float cosine(float[] a, float[] b, int from, int to) {
    double lengths = Math.sqrt(dot(a, a, from, to)) * Math.sqrt(dot(b, b, from, to));
    return lengths == 0 ? 0 : (float) (dot(a, b, from, to) / lengths);
  }
}
