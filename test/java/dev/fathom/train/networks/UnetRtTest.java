package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;

class UnetRtTest {
  @Test
  void hasThePapersParametersAndThoseOfTheLogVariance() {
    // 1.22 M in the paper's table 2; a second output channel has 41 · 9 weights and a bias.
    int published = 1_225_050;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new UnetRt().build(new TrainedLayers(tf, variables, true), picture(tf, -1, -1));
      assertEquals(published + 41 * 9 + 1, variables.parameterCount());
    }
  }

  @Test
  void predictsAtTheSizeOfThePicture() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      MonoNetwork.Prediction prediction =
          new UnetRt().build(new TrainedLayers(tf, new Variables(tf), false), picture(tf, 64, 208));
      assertEquals(Shape.of(2, 64, 208), prediction.depth().shape());
      assertEquals(Shape.of(2, 64, 208), prediction.logVariance().shape());
    }
  }

  @Test
  void hasOneSixteenthOfTheSizeAnd101ChannelsAtItsBottom() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new UnetRt().build(new TrainedLayers(tf, variables, false), picture(tf, 64, 208));
      long[] smallest = {Long.MAX_VALUE, 0};
      graph
          .operations()
          .forEachRemaining(
              op -> {
                if (op.type().equals("MaxPool") || op.type().equals("MaxPoolV2")) {
                  Shape shape = op.output(0).shape();
                  if (shape.get(1) < smallest[0]) {
                    smallest[0] = shape.get(1);
                    smallest[1] = shape.get(3);
                  }
                }
              });
      assertEquals(64 / 16, smallest[0]);
      assertEquals(101, smallest[1]);
    }
  }

  @Test
  void widthsAreChecked() {
    int[] four = {1, 2, 3, 4};
    assertThrows(IllegalArgumentException.class, () -> new UnetRt.Widths(0, four, four));
    assertThrows(
        IllegalArgumentException.class, () -> new UnetRt.Widths(1, new int[] {1, 2}, four));
    assertThrows(
        IllegalArgumentException.class, () -> new UnetRt.Widths(1, four, new int[] {1, 2, -3, 4}));
  }

  @Test
  void isFoundByItsNameAndOtherNamesAreRefusedWithTheListOfThem() {
    assertEquals("unet_rt", Networks.named("unet_rt").name());
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> Networks.named("unet_tr"));
    assertEquals("no network is called unet_tr; there are unet_rt", refusal.getMessage());
  }

  private static Operand<TFloat32> picture(Ops tf, long height, long width) {
    return tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2, height, width, 3)));
  }
}
