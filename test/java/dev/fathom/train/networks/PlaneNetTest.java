package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.losses.PlaneDepth;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

class PlaneNetTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int SCENES = 6;
  private static final Set<Field> FIELDS =
      EnumSet.of(Field.IMAGE, Field.INTRINSICS, Field.DEPTH, Field.PLANES, Field.PLANE_IDS);

  @Test
  void itsWeightsAreThoseOfTheEncoderAndThreeHeads() {
    long encoder = 23_508_032;
    long planes = 2048 * 30 + 30;
    // Each grid's convolution and the shared one have two numbers a channel of normalisation.
    long grids = 4 * (2048 * 512 + 2 * 512);
    long shared = 9L * (2048 + 4 * 512) * 512 + 2 * 512;
    long masksAndDepth = 512 * 12 + 12;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      new PlaneNet(PlaneNet.Options.DEFAULT)
          .build(new TrainedLayers(tf, variables, false), scene(tf, 0));
      assertEquals(encoder + planes + grids + shared + masksAndDepth, variables.parameterCount());
    }
  }

  /** The true planes with the true masks give back the depth that was rendered. */
  @Test
  void truePlanesAndMasksComposeTheTrueDepth() {
    PlaneNet.Options options = PlaneNet.Options.DEFAULT;
    int onPlanes = 0;
    for (int index = 0; index < SCENES; index++) {
      try (Graph graph = new Graph();
          Session session = new Session(graph)) {
        Ops tf = Ops.create(graph);
        SampleTensors sample = scene(tf, index);
        TruePlanes truth = TruePlanes.of(tf, sample, options.planes(), 10);
        Operand<TFloat64> known =
            tf.select(
                tf.math.isFinite(truth.planes()), truth.planes(), tf.zerosLike(truth.planes()));
        Operand<TFloat64> other = tf.fill(tf.shape(sample.exact(Field.DEPTH)), tf.constant(-1.0));
        Operand<TFloat64> masks =
            tf.oneHot(
                truth.onPlane(),
                tf.constant(options.planes() + 1),
                tf.constant(1.0),
                tf.constant(0.0));
        Operand<TFloat64> composed =
            PlaneDepth.composed(
                tf, PlaneNet.depths(tf, known, other, sample.exact(Field.INTRINSICS)), masks);
        float[] found = fetch(session, tf.dtypes.cast(composed, TFloat32.class));
        float[] depth = fetch(session, sample.get(Field.DEPTH));
        for (int i = 0; i < found.length; i++) {
          // 0 is a plane too far to count, −1 no plane, and 10 m the farthest along a ray.
          if (found[i] > 0 && depth[i] < 9.9) {
            assertEquals(depth[i], found[i], 2e-3 * depth[i]);
            onPlanes++;
          }
        }
      }
    }
    assertTrue(onPlanes > SCENES * WIDTH * HEIGHT / 10, "pixels on planes: " + onPlanes);
  }

  @Test
  void asManyPlanesAsTheTruthHasAtMost() {
    assertThrows(IllegalArgumentException.class, () -> new PlaneNet.Options(1, 0, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PlaneNet.Options(1, 21, 1, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new PlaneNet.Options(1, 10, -1, 1, 1));
  }

  private static float[] fetch(Session session, Operand<TFloat32> output) {
    try (Result result = session.runner().fetch(output).run()) {
      float[] values = new float[(int) result.get(0).shape().size()];
      result.get(0).asRawTensor().data().asFloats().read(values);
      return values;
    }
  }

  private static SampleTensors scene(Ops tf, long index) {
    Sample sample = new Sample(WIDTH, HEIGHT, FIELDS);
    WorldSource.training(3).read(index, sample);
    Map<Field, Operand<? extends TNumber>> fed = new EnumMap<>(Field.class);
    for (Field field : FIELDS) {
      float[] values = field.isBytes() ? unsigned(sample.bytes(field)) : sample.floats(field);
      int[] shape =
          field.kind() == Field.Kind.VECTOR
              ? new int[] {1, field.channels()}
              : new int[] {1, HEIGHT, WIDTH, field.channels()};
      fed.put(field, tf.reshape(tf.constant(values), tf.constant(shape)));
    }
    return new SampleTensors(tf, fed, null);
  }

  private static float[] unsigned(byte[] bytes) {
    float[] values = new float[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = bytes[i] & 0xff;
    }
    return values;
  }
}
