package dev.fathom.train.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/** What it finds before it has learned anything, by laying one frame over the other. */
class FathomPoseTest {
  private static final int WIDTH = 128;
  private static final int HEIGHT = 96;
  private static final int SAMPLES = 8;
  private static final Set<Field> FIELDS =
      EnumSet.of(
          Field.IMAGE, Field.PREVIOUS, Field.DEPTH, Field.INTRINSICS, Field.PREVIOUS_FROM_IMAGE);

  private record Answer(float[] six, float[] logVariance) {}

  /** Errors over what standing still leaves: of the way, and of the rotation. */
  private record Left(double way, double rotation) {
    static Left of(Function<Sample, float[]> answer, int scenes) throws IOException {
      double[] sums = new double[4];
      for (int i = 0; i < scenes; i++) {
        Sample sample = scene(i);
        float[] truth = sample.floats(Field.PREVIOUS_FROM_IMAGE);
        float[] six = answer.apply(sample);
        sums[0] += distance(truth, six, 0);
        sums[1] += distance(truth, new float[6], 0);
        sums[2] += distance(truth, six, 3);
        sums[3] += distance(truth, new float[6], 3);
      }
      return new Left(sums[0] / sums[1], sums[2] / sums[3]);
    }
  }

  @Test
  void findsMostOfTheMotionOfGeneratedScenes() throws IOException {
    Left left = Left.of(sample -> answer(sample).six(), SAMPLES);
    assertTrue(left.way() < 0.4 && left.rotation() < 0.6, left.toString());
  }

  /** What models/fathom_pose knows of scenes that no training saw. */
  @Test
  void theShippedWeightsFindNearlyAllOfIt() throws IOException {
    try (SavedModelBundle model = SavedModelBundle.load("models/fathom_pose", "serve")) {
      Left left = Left.of(sample -> shipped(model, sample), 2 * SAMPLES);
      assertTrue(left.way() < 0.15 && left.rotation() < 0.2, left.toString());
    }
  }

  private static float[] shipped(SavedModelBundle model, Sample sample) {
    try (TUint8 image = bytes(sample.bytes(Field.IMAGE));
        TUint8 previous = bytes(sample.bytes(Field.PREVIOUS));
        TFloat32 depth =
            TFloat32.tensorOf(
                Shape.of(1, HEIGHT, WIDTH, 1), DataBuffers.of(sample.floats(Field.DEPTH)));
        TFloat32 camera =
            TFloat32.tensorOf(Shape.of(1, 4), DataBuffers.of(sample.floats(Field.INTRINSICS)));
        Result result =
            model
                .session()
                .runner()
                .feed("image:0", image)
                .feed("previous:0", previous)
                .feed("depth:0", depth)
                .feed("intrinsics:0", camera)
                .fetch("previous_from_image:0")
                .run()) {
      return read(result, 0);
    }
  }

  private static TUint8 bytes(byte[] picture) {
    return TUint8.tensorOf(Shape.of(1, HEIGHT, WIDTH, 3), DataBuffers.of(picture));
  }

  @Test
  void theWayIsInTheScaleOfTheDepth() throws IOException {
    Sample sample = scene(1);
    float[] once = answer(sample).six();
    float[] depth = sample.floats(Field.DEPTH);
    for (int i = 0; i < depth.length; i++) {
      depth[i] *= 2;
    }
    float[] twice = answer(sample).six();
    for (int i = 0; i < 3; i++) {
      assertEquals(2 * once[i], twice[i], 0.02 + 0.05 * Math.abs(once[i]));
      assertEquals(once[3 + i], twice[3 + i], 2e-3);
    }
  }

  @Test
  void staysStillAndUnsureWhereNothingIsSeen() throws IOException {
    Sample sample = scene(2);
    float[] sure = answer(sample).logVariance();
    Arrays.fill(sample.bytes(Field.IMAGE), (byte) 90);
    Arrays.fill(sample.bytes(Field.PREVIOUS), (byte) 90);
    assertStill(answer(sample), sure);
  }

  @Test
  void staysStillAndUnsureWhereNoDepthIsKnown() throws IOException {
    Sample sample = scene(3);
    float[] sure = answer(sample).logVariance();
    Arrays.fill(sample.floats(Field.DEPTH), Float.NaN);
    assertStill(answer(sample), sure);
  }

  private static void assertStill(Answer answer, float[] sure) {
    assertArrayEquals(new float[6], answer.six(), 1e-5f);
    for (int i = 0; i < 6; i++) {
      assertTrue(
          answer.logVariance()[i] > sure[i],
          i + ": " + answer.logVariance()[i] + " was " + sure[i]);
    }
  }

  private static double distance(float[] a, float[] b, int from) {
    return Math.hypot(
        Math.hypot(a[from] - b[from], a[from + 1] - b[from + 1]), a[from + 2] - b[from + 2]);
  }

  private static Sample scene(int index) throws IOException {
    Sample sample = new Sample(WIDTH, HEIGHT, FIELDS);
    WorldSource.heldOut(5).read(index, sample);
    return sample;
  }

  private static Answer answer(Sample sample) {
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      SampleTensors in =
          new SampleTensors(
              tf,
              Map.<Field, Operand<? extends TNumber>>of(
                  Field.IMAGE, picture(tf, sample.bytes(Field.IMAGE)),
                  Field.PREVIOUS, picture(tf, sample.bytes(Field.PREVIOUS)),
                  Field.DEPTH,
                      floats(tf, sample.floats(Field.DEPTH), Shape.of(1, HEIGHT, WIDTH, 1)),
                  Field.INTRINSICS, floats(tf, sample.floats(Field.INTRINSICS), Shape.of(1, 4))),
              null);
      Predictions predictions =
          new FathomPose(FathomPose.Options.DEFAULT)
              .build(new TrainedLayers(tf, variables, false), in);
      try (Session session = new Session(graph)) {
        variables.initialise(session, 1);
        try (Result result =
            session
                .runner()
                .fetch(predictions.get(FathomPose.POSE))
                .fetch(predictions.get(FathomPose.LOG_VARIANCE))
                .run()) {
          return new Answer(read(result, 0), read(result, 1));
        }
      }
    }
  }

  private static float[] read(Result result, int index) {
    float[] six = new float[6];
    ((TFloat32) result.get(index)).asRawTensor().data().asFloats().read(six);
    return six;
  }

  private static Operand<TUint8> picture(Ops tf, byte[] bytes) {
    return tf.constantOf(bytes(bytes));
  }

  private static Operand<TFloat32> floats(Ops tf, float[] values, Shape shape) {
    return tf.constantOf(TFloat32.tensorOf(shape, DataBuffers.of(values)));
  }
}
