package dev.fathom.train;

import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.layers.Adam;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.networks.Network;
import dev.fathom.train.networks.Predictions;
import dev.fathom.train.networks.SampleTensors;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphOptions;
import org.tensorflow.proto.RewriterConfig;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * A network as it is trained and, on the same variables, as it is used; with its loss, its
 * optimiser and a session. Threads: one owner at a time.
 */
final class TrainingGraph implements AutoCloseable {
  /** One predicted array and its shape. */
  record Predicted(float[] values, Shape shape) {}

  /** A loss and the optimiser that lowers it. */
  private record Learning(Operand<TFloat64> loss, Adam adam) {}

  private final Graph graph = new Graph();
  private final Session session;
  private final Variables variables;
  private final Set<Field> fields;
  private final Map<Field, Placeholder<? extends TNumber>> feeds = new EnumMap<>(Field.class);
  private final Placeholder<TFloat64> progress;
  private final TrainedLayers batchLayers;
  private final Learning byBatchStatistics;
  private final Learning byRunningStatistics;
  private final Predictions inUse;

  TrainingGraph(Network network, TrainOptions options) {
    Ops tf = Ops.create(graph);
    variables = new Variables(tf);
    fields = EnumSet.copyOf(network.inputs());
    fields.addAll(network.truth());
    for (Field field : fields) {
      feeds.put(field, placeholder(tf, field));
    }
    progress = tf.withName("progress").placeholder(TFloat64.class, Placeholder.shape(Shape.of()));
    SampleTensors sample = new SampleTensors(tf, Map.copyOf(feeds), progress);
    batchLayers = new TrainedLayers(tf, variables, true);
    Predictions byBatch = network.build(batchLayers, sample);
    inUse = network.build(new TrainedLayers(tf, variables, false), sample);
    byBatchStatistics = learning(tf, network, options, network.loss(tf, sample, byBatch));
    byRunningStatistics = learning(tf, network, options, network.loss(tf, sample, inUse));
    session = new Session(graph, config(options));
    variables.initialise(session, options.seed());
  }

  private static Placeholder<? extends TNumber> placeholder(Ops tf, Field field) {
    Shape shape =
        field.kind() == Field.Kind.VECTOR
            ? Shape.of(-1, field.channels())
            : Shape.of(-1, -1, -1, field.channels());
    Ops named = tf.withName(field.name().toLowerCase(Locale.ROOT));
    return field.isBytes()
        ? named.placeholder(TUint8.class, Placeholder.shape(shape))
        : named.placeholder(TFloat32.class, Placeholder.shape(shape));
  }

  private Learning learning(Ops tf, Network network, TrainOptions options, Operand<TFloat64> loss) {
    double clipNorm = options.learning().clipNorm();
    double maxNorm = clipNorm > 0 ? clipNorm : Double.POSITIVE_INFINITY;
    return new Learning(
        loss,
        new Adam(
            tf, variables, loss, variables.trained(), maxNorm, name -> restsUntil(network, name)));
  }

  private static double restsUntil(Network network, String variable) {
    return network.restingUntil().entrySet().stream()
        .filter(entry -> variable.startsWith(entry.getKey()))
        .mapToDouble(Map.Entry::getValue)
        .max()
        .orElse(0);
  }

  /**
   * Graphs are rewritten for mixed precision alone: the other rewritings make no step faster, and
   * take seconds of each training's beginning.
   */
  private static ConfigProto config(TrainOptions options) {
    RewriterConfig rewriting =
        options.mixedPrecision()
            ? RewriterConfig.newBuilder()
                .setAutoMixedPrecisionOnednnBfloat16(RewriterConfig.Toggle.ON)
                .build()
            : RewriterConfig.newBuilder().setDisableMetaOptimizer(true).build();
    return ConfigProto.newBuilder()
        .setIntraOpParallelismThreads(options.threads())
        // One operation at a time: the order of sums, and so every bit, stays the same.
        .setInterOpParallelismThreads(1)
        .setGraphOptions(GraphOptions.newBuilder().setRewriteOptions(rewriting))
        .build();
  }

  Variables variables() {
    return variables;
  }

  Session session() {
    return session;
  }

  /** The fields a batch must have. */
  Set<Field> fields() {
    return fields;
  }

  /**
   * Learns from one batch and gives its loss.
   *
   * @param done share of the training that is over
   * @param batchStatistics whether normalisation is by the batch, or by the running statistics,
   *     which then stay as they are
   */
  double step(Batch batch, long step, double done, double rate, boolean batchStatistics) {
    Learning learning = batchStatistics ? byBatchStatistics : byRunningStatistics;
    Session.Runner runner = session.runner().fetch(learning.loss());
    if (batchStatistics) {
      batchLayers.updates().forEach(runner::addTarget);
    }
    try (Feeds fed = feed(runner, batch);
        TFloat64 share = TFloat64.scalarOf(done);
        Adam.Feeds adam = learning.adam().feed(runner, step, done, rate);
        Result result = runner.feed(progress, share).run()) {
      return ((TFloat64) result.get(0)).getDouble();
    }
  }

  /** The loss of a batch as at the end of a training, without learning from it. */
  double loss(Batch batch) {
    Session.Runner runner = session.runner().fetch(byRunningStatistics.loss());
    try (Feeds fed = feed(runner, batch);
        TFloat64 share = TFloat64.scalarOf(1.0);
        Result result = runner.feed(progress, share).run()) {
      return ((TFloat64) result.get(0)).getDouble();
    }
  }

  /** Runs the network as it is used and gives the named predictions in the order of the names. */
  List<Predicted> predict(Batch batch, List<String> names) {
    Session.Runner runner = session.runner();
    names.forEach(name -> runner.fetch(inUse.get(name)));
    List<Predicted> predicted = new ArrayList<>();
    try (Feeds fed = feed(runner, batch);
        Result result = runner.run()) {
      for (int i = 0; i < names.size(); i++) {
        Tensor tensor = result.get(i);
        predicted.add(new Predicted(Tensors.floats(tensor), tensor.shape()));
      }
    }
    return predicted;
  }

  private Feeds feed(Session.Runner runner, Batch batch) {
    List<Tensor> tensors = new ArrayList<>();
    for (Field field : fields) {
      if (!batch.has(field)) {
        // Truth, where nothing is learned; TensorFlow names an input that is missing.
        continue;
      }
      Shape shape =
          field.kind() == Field.Kind.VECTOR
              ? Shape.of(batch.count(), field.channels())
              : Shape.of(batch.count(), batch.height(), batch.width(), field.channels());
      Tensor tensor =
          field.isBytes()
              ? Tensors.uint8(shape, batch.bytes(field))
              : Tensors.float32(shape, batch.floats(field));
      tensors.add(tensor);
      runner.feed(feeds.get(field), tensor);
    }
    return new Feeds(tensors);
  }

  /** Fed tensors: close after the run. */
  private record Feeds(List<Tensor> tensors) implements AutoCloseable {
    @Override
    public void close() {
      tensors.forEach(Tensor::close);
    }
  }

  @Override
  public void close() {
    session.close();
    graph.close();
  }
}
