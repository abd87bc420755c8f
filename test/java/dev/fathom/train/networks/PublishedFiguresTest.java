package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.train.data.Field;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** The networks in their published size against the figures that are known of them. */
class PublishedFiguresTest {
  /**
   * What a second output channel adds is the input channels of the last layer times its kernel, and
   * a bias.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    // Laina et al. 2016, table 1: 63.6 M
    "fcrn, 63_563_009, 577",
    // Zhang, table 2: 17.26 M
    "unet, 17_262_977, 65",
    // Zhang, table 2: 1.22 M
    "unet_rt, 1_225_050, 370",
    // One more input channel of the first layer
    "unet_rt_thermal, 1_225_239, 370",
    // That of fcrn, with two more input channels of the first layer, or three
    "completion, 63_569_281, 577",
    "completion_thermal, 63_572_417, 577",
    // Gómez Garrido: 48 M
    "unetpp, 48_457_617, 0",
    // Gómez Garrido: 3.2 M; 21 maps become one
    "lraspp, 3_221_560, 0",
  })
  void theParametersAreThoseOfThePaper(String name, String published, long logVariance) {
    build(
        name,
        64,
        64,
        (variables, predictions) ->
            assertEquals(
                Long.parseLong(published.replace("_", "")) + logVariance,
                variables.parameterCount()));
  }

  /** Without their classifiers: 25,557,032, 25,028,904 and 5,483,032 with them. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fcrn, 23_508_032",
    "resnext_fpn, 22_979_904",
    "unetpp, 22_979_904",
    "lraspp, 2_971_952",
  })
  void theEncodersHaveThePublishedParameters(String name, String published) {
    build(
        name,
        64,
        64,
        (variables, predictions) -> {
          long count =
              variables.trained().stream()
                  .filter(variable -> variable.name().startsWith("encoder"))
                  .mapToLong(variable -> variable.shape().size())
                  .sum();
          assertEquals(Long.parseLong(published.replace("_", "")), count);
        });
  }

  @ParameterizedTest(name = "{0} of {1}x{2}")
  @CsvSource({
    "fcrn, 304, 228, canonical_depth, 160, 128",
    "resnext_fpn, 300, 228, canonical_depth, 150, 114",
    "unet, 640, 480, log_depth, 640, 480",
    "unet_rt, 640, 480, log_depth, 640, 480",
    "unet_rt_thermal, 640, 480, log_depth, 640, 480",
    "unetpp, 200, 200, relative_depth, 200, 200",
    "lraspp, 200, 200, relative_depth, 200, 200",
    "mannequin, 512, 288, relative_depth, 512, 288",
    "completion, 304, 228, depth, 304, 228",
    "completion_thermal, 304, 228, depth, 304, 228",
  })
  void thePredictionHasThePapersSize(
      String name, int width, int height, String key, int expectedWidth, int expectedHeight) {
    build(
        name,
        width,
        height,
        (variables, predictions) ->
            assertEquals(Shape.of(2, expectedHeight, expectedWidth), predictions.get(key).shape()));
  }

  @Test
  void anInceptionBlockHasTheWeightsOfItsTable() {
    // Chen et al. 2016, table 1: all blocks, a first layer of 6 channels and a last one of 64; the
    // mannequins' second head is left out. Counted block by block, weights and 2 numbers a channel
    // of batch normalisation.
    long blocks = 0;
    blocks += inception(128, 64, 64, 3, 7, 11) + inception(128, 32, 64, 3, 7, 11);
    blocks += 4 * inception(128, 32, 128, 3, 5, 7);
    blocks += inception(128, 64, 128, 3, 5, 7) + inception(128, 64, 128, 3, 7, 11);
    blocks += inception(128, 32, 256, 3, 5, 7);
    blocks += inception(256, 32, 128, 3, 5, 7);
    blocks += 10 * inception(256, 32, 256, 3, 5, 7);
    blocks += 2 * inception(256, 64, 256, 3, 7, 11);
    long first = 7 * 7 * 6 * 128 + 2 * 128;
    long last = 9 * 64 + 1;
    build("mannequin", 64, 64, (variables, predictions) -> {});
    long expected = first + blocks + last;
    build(
        "mannequin",
        64,
        64,
        (variables, predictions) -> assertEquals(expected, variables.parameterCount()));
  }

  private static long inception(int in, int inner, int channels, int... kernels) {
    int quarter = channels / 4;
    long count = (long) in * quarter + 2L * quarter;
    for (int kernel : kernels) {
      count += (long) in * inner + 2L * inner;
      count += (long) kernel * kernel * inner * quarter + 2L * quarter;
    }
    return count;
  }

  private static void build(
      String name, int width, int height, BiConsumer<Variables, Predictions> check) {
    Network network = Networks.named(name).network();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
      for (Field field : network.inputs()) {
        Shape shape = Shape.of(2, height, width, field.channels());
        fed.put(field, tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
      }
      Variables variables = new Variables(tf);
      Predictions predictions =
          network.build(new TrainedLayers(tf, variables, true), new SampleTensors(tf, fed, null));
      check.accept(variables, predictions);
    }
  }
}
