package dev.fathom.train;

import dev.fathom.train.layers.Adam;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.losses.GaussianLikelihood;
import dev.fathom.train.networks.MonoNetwork;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TUint8;

/**
 * A network as it is trained and, on the same variables, as it is used; with its loss, its
 * optimiser and a session. Threads: one owner at a time.
 */
final class TrainingGraph implements AutoCloseable {
  /**
   * What the network said about a batch.
   *
   * <p>Shape: both float32 [count, height, width].
   */
  record Predicted(float[] depth, float[] logVariance) {}

  /** A loss and the optimiser that lowers it. */
  private record Learning(Operand<TFloat64> loss, Adam adam) {}

  private final Graph graph = new Graph();
  private final Session session;
  private final MonoNetwork network;
  private final Variables variables;
  private final TrainedLayers batchLayers;
  private final Learning byBatchStatistics;
  private final Learning byRunningStatistics;
  private final Placeholder<TUint8> images;
  private final Placeholder<TFloat32> targets;
  private final MonoNetwork.Prediction inUse;

  TrainingGraph(MonoNetwork network, TrainOptions options) {
    this.network = network;
    Ops tf = Ops.create(graph);
    variables = new Variables(tf);
    images =
        tf.withName("images").placeholder(TUint8.class, Placeholder.shape(Shape.of(-1, -1, -1, 3)));
    targets =
        tf.withName("targets").placeholder(TFloat32.class, Placeholder.shape(Shape.of(-1, -1, -1)));
    Operand<TFloat32> scaled =
        tf.math.mul(tf.dtypes.cast(images, TFloat32.class), tf.constant(1 / 255f));
    batchLayers = new TrainedLayers(tf, variables, true);
    MonoNetwork.Prediction byBatch = network.build(batchLayers, scaled);
    inUse = network.build(new TrainedLayers(tf, variables, false), scaled);
    byBatchStatistics = learning(tf, byBatch, options.uncertaintyWeight());
    byRunningStatistics = learning(tf, inUse, options.uncertaintyWeight());
    session = new Session(graph, config(options));
    variables.initialise(session, options.seed());
  }

  private Learning learning(Ops tf, MonoNetwork.Prediction prediction, double uncertaintyWeight) {
    Operand<TFloat64> loss = loss(tf, prediction, uncertaintyWeight);
    return new Learning(loss, new Adam(tf, variables, loss));
  }

  private Operand<TFloat64> loss(
      Ops tf, MonoNetwork.Prediction prediction, double uncertaintyWeight) {
    Operand<TFloat64> image =
        tf.math.mul(tf.dtypes.cast(images, TFloat64.class), tf.constant(1 / 255.0));
    Operand<TFloat64> depth = tf.dtypes.cast(prediction.depth(), TFloat64.class);
    Operand<TFloat64> logVariance = tf.dtypes.cast(prediction.logVariance(), TFloat64.class);
    // Where the truth is unknown it is what was predicted: no error, and no gradient.
    Operand<TFloat64> truth =
        tf.select(
            tf.math.isNan(targets),
            tf.stopGradient(depth),
            tf.dtypes.cast(targets, TFloat64.class));
    Operand<TFloat64> combined = network.loss(tf, image, depth, truth);
    Operand<TFloat64> likelihood = GaussianLikelihood.loss(tf, depth, logVariance, truth);
    return tf.math.add(combined, tf.math.mul(likelihood, tf.constant(uncertaintyWeight)));
  }

  private static ConfigProto config(TrainOptions options) {
    RewriterConfig.Toggle bfloat16 =
        options.mixedPrecision() ? RewriterConfig.Toggle.ON : RewriterConfig.Toggle.OFF;
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(options.threads())
        // One operation at a time: the order of sums, and so every bit, stays the same.
        .setInterOpParallelismThreads(1)
        .setGraphOptions(
            GraphOptions.newBuilder()
                .setRewriteOptions(
                    RewriterConfig.newBuilder().setAutoMixedPrecisionOnednnBfloat16(bfloat16)))
        .build();
  }

  Variables variables() {
    return variables;
  }

  Session session() {
    return session;
  }

  /**
   * Learns from one batch and gives its loss.
   *
   * @param batchStatistics whether normalisation is by the batch, or by the running statistics,
   *     which then stay as they are
   */
  double step(Batch batch, long step, double learningRate, boolean batchStatistics) {
    Learning learning = batchStatistics ? byBatchStatistics : byRunningStatistics;
    Session.Runner runner = session.runner().fetch(learning.loss());
    if (batchStatistics) {
      batchLayers.updates().forEach(runner::addTarget);
    }
    try (TUint8 imageTensor = Tensors.uint8(imageShape(batch), batch.images());
        TFloat32 targetTensor =
            Tensors.float32(
                Shape.of(batch.count(), batch.height(), batch.width()), batch.targets());
        Adam.Feeds feeds = learning.adam().feed(runner, step, learningRate);
        Result result = runner.feed(images, imageTensor).feed(targets, targetTensor).run()) {
      return ((TFloat64) result.get(0)).getDouble();
    }
  }

  /** Runs the network as it is used. */
  Predicted predict(Batch batch) {
    try (TUint8 imageTensor = Tensors.uint8(imageShape(batch), batch.images());
        Result result =
            session
                .runner()
                .feed(images, imageTensor)
                .fetch(inUse.depth())
                .fetch(inUse.logVariance())
                .run()) {
      return new Predicted(Tensors.floats(result.get(0)), Tensors.floats(result.get(1)));
    }
  }

  private static Shape imageShape(Batch batch) {
    return Shape.of(batch.count(), batch.height(), batch.width(), 3);
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
