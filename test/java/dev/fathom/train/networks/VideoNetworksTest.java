package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.layers.PoseMatrix;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.losses.Appearance;
import dev.fathom.train.losses.MonodepthLoss;
import dev.fathom.world.SamplerOptions;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/** The networks that learn from video and pairs: their sizes, and that the truth fits best. */
class VideoNetworksTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 64;
  private static final int SAMPLES = 6;

  /** Every frame with the same exposure, so that only geometry makes a difference. */
  private static final SampleSource SCENES =
      new WorldSource(3, SamplerOptions.defaults().withCameraFaults(false));

  /** Layer by layer: kernel² · in · out + out. */
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    // Seven pairs of convolutions, seven up, four predictions
    "sfmlearner, depth, 31596900",
    "vid2depth, depth, 31596900",
    "struct2depth, depth, 31596900",
    // Two maps at each scale
    "monodepth, depth, 31600072",
    // Seven convolutions from 9 channels, then 1×1 to 12
    "sfmlearner, pose, 1590668",
    "struct2depth, pose, 1590668",
    // Weights of its own, the same architecture
    "struct2depth, object, 1590668",
    // From 6 channels, then 1×1 to 6
    "vid2depth, pose, 1586774",
  })
  void thePartsHaveAsManyWeightsAsTheirLayersSay(String name, String part, long expected) {
    assertEquals(expected, weights(name, variable -> variable.startsWith(part + ".")));
  }

  private static long weights(String name, Predicate<String> names) {
    Network network = Networks.named(name).network();
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
      for (Field field : network.inputs()) {
        Shape shape =
            field.kind() == Field.Kind.VECTOR
                ? Shape.of(1, field.channels())
                : Shape.of(1, 64, 128, field.channels());
        fed.put(field, tf.placeholder(TFloat32.class, Placeholder.shape(shape)));
      }
      Variables variables = new Variables(tf);
      network.build(new TrainedLayers(tf, variables, false), new SampleTensors(tf, fed, null));
      return variables.trained(names).stream().mapToLong(v -> v.shape().size()).sum();
    }
  }

  @Test
  void theTrueDepthAndMotionMakeTheMiddleFrameFromItsNeighbours() throws IOException {
    Batch batch =
        batch(
            Set.of(
                Field.IMAGE,
                Field.PREVIOUS,
                Field.DEPTH,
                Field.INTRINSICS,
                Field.PREVIOUS_FROM_IMAGE));
    for (int scale = 0; scale < 2; scale++) {
      double truth = viewError(batch, scale, 1, new double[6]);
      assertTrue(truth < 0.9 * viewError(batch, scale, 1.5, new double[6]), "depth is 1.5 times");
      assertTrue(truth < 0.9 * viewError(batch, scale, 0.7, new double[6]), "depth is 0.7 times");
      double[] turned = {0, 0, 0, 0, 0.03, 0};
      assertTrue(truth < 0.9 * viewError(batch, scale, 1, turned), "turned by 0.03 rad");
      double[] moved = {0.1, 0, 0, 0, 0, 0};
      assertTrue(truth < 0.9 * viewError(batch, scale, 1, moved), "moved by 0.1 m");
    }
  }

  private static double viewError(Batch batch, int scale, double factor, double[] added) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      SampleTensors sample = constants(tf, batch);
      VideoPyramid pyramid = new VideoPyramid(tf, sample);
      // The sky, at infinity, is somewhere far.
      Operand<TFloat64> nearness = tf.math.reciprocal(sample.exact(Field.DEPTH));
      Operand<TFloat64> inverse =
          VideoPyramid.reduced(tf, tf.math.maximum(nearness, tf.constant(1e-4)), 1 << scale);
      Operand<TFloat64> depth = tf.math.mul(VideoDepth.depth(tf, inverse), tf.constant(factor));
      Operand<TFloat64> motion =
          tf.math.add(sample.exact(Field.PREVIOUS_FROM_IMAGE), tf.constant(added));
      return run(
          graph,
          Appearance.DEFAULT.of(
              tf,
              pyramid.picture(Field.IMAGE, scale),
              pyramid.view(
                  Field.PREVIOUS, scale, depth, PoseMatrix.fromRotationVector(tf, motion))));
    }
  }

  @Test
  void theTrueDisparitiesMakeEachPictureOfAPairFromTheOther() throws IOException {
    Batch batch = batch(Set.of(Field.IMAGE, Field.RIGHT, Field.DISPARITY));
    double truth = pairError(batch, 1);
    assertTrue(truth < 0.9 * pairError(batch, 1.4));
    assertTrue(truth < 0.9 * pairError(batch, 0.6));
  }

  /** Of the left side; the right one's disparity is not known. */
  private static double pairError(Batch batch, double factor) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      SampleTensors sample = constants(tf, batch);
      Operand<TFloat64> disparity = sample.exact(Field.DISPARITY);
      Operand<TFloat64> finite =
          tf.select(tf.math.isNan(disparity), tf.zerosLike(disparity), disparity);
      Operand<TFloat64> share = tf.math.mul(finite, tf.constant(factor / WIDTH));
      VideoPyramid pyramid = new VideoPyramid(tf, sample);
      MonodepthLoss.Scale scale =
          Monodepth.scale(
              tf, pyramid.picture(Field.IMAGE, 0), pyramid.picture(Field.RIGHT, 0), share, share);
      return run(graph, Appearance.DEFAULT.of(tf, scale.left().image(), scale.left().view()));
    }
  }

  @Test
  void aSmallerPicturesPixelsLookWhereThoseTheyCoverLook() {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> camera = tf.constant(new double[][] {{80, 90, 47.5, 30}});
      Operand<TFloat64> quarter = VideoPyramid.resized(tf, camera, 4);
      // The middle of 96 columns is the middle of 24; geometry.Intrinsics.resized says the same.
      var known = new dev.fathom.geometry.Intrinsics(96, 64, 80, 90, 47.5, 30).resized(24, 16);
      Operand<TFloat64> apart =
          tf.math.abs(
              tf.math.sub(
                  quarter,
                  tf.constant(new double[][] {{known.fx(), known.fy(), known.cx(), known.cy()}})));
      assertEquals(0, run(graph, tf.reduceSum(apart, tf.constant(new int[] {0, 1}))), 1e-12);
    }
  }

  @Test
  void aRotationVectorComesBackFromItsMatrix() {
    double[][] six = {{1, -2, 3, 0.3, -0.2, 1.1}, {0, 0, 0, 1e-9, 0, 0}, {0, 1, 0, 0, 0, 0}};
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Operand<TFloat64> numbers = tf.constant(six);
      Operand<TFloat64> back =
          PoseMatrix.toRotationVector(tf, PoseMatrix.fromRotationVector(tf, numbers));
      Operand<TFloat64> apart = tf.math.abs(tf.math.sub(back, numbers));
      assertEquals(0, run(graph, tf.reduceSum(apart, tf.constant(new int[] {0, 1}))), 1e-8);
    }
  }

  private static Batch batch(Set<Field> fields) throws IOException {
    return Batch.gather(SCENES, fields, 0, SAMPLES, WIDTH, HEIGHT, null, 0);
  }

  private static SampleTensors constants(Ops tf, Batch batch) {
    Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
    batch
        .bytes()
        .forEach(
            (field, bytes) -> {
              float[] values = new float[bytes.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = bytes[i] & 0xff;
              }
              fed.put(field, constant(tf, field, batch, values));
            });
    batch.floats().forEach((field, values) -> fed.put(field, constant(tf, field, batch, values)));
    return new SampleTensors(tf, fed, null);
  }

  private static Operand<TFloat32> constant(Ops tf, Field field, Batch batch, float[] values) {
    Shape shape =
        field.kind() == Field.Kind.VECTOR
            ? Shape.of(batch.count(), field.channels())
            : Shape.of(batch.count(), batch.height(), batch.width(), field.channels());
    return tf.constant(NdArrays.wrap(shape, DataBuffers.of(values, true, false)));
  }

  private static double run(Graph graph, Operand<TFloat64> scalar) {
    try (Session session = new Session(graph);
        Result result = session.runner().fetch(scalar).run()) {
      return ((TFloat64) result.get(0)).getDouble();
    }
  }
}
