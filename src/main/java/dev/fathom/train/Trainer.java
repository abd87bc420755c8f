package dev.fathom.train;

import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.MonoNetwork;
import dev.fathom.train.networks.Networks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Trains a network: batches in, checkpoints and trained values out.
 *
 * <p>Threads: the caller's, and one that gathers batches.
 */
public final class Trainer {
  /** Name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = "checkpoint.bin";

  /** Pictures of the training data that the trivial answers are taken from. */
  private static final int TRIVIAL_PICTURES = 128;

  /**
   * A finished training.
   *
   * @param steps steps done
   * @param seconds time spent, resumed runs included
   * @param parameters number of trained values
   * @param values every variable by name
   * @param validation on the held-out pictures at the end
   */
  public record Trained(
      long steps,
      double seconds,
      long parameters,
      Map<String, float[]> values,
      Validation validation) {}

  private final TrainOptions options;
  private final MonoNetwork network;
  private final DepthScale scale;

  public Trainer(TrainOptions options) {
    this(options, Networks.named(options.network()), DepthScale.DEFAULT);
  }

  Trainer(TrainOptions options, MonoNetwork network, DepthScale scale) {
    this.options = options;
    this.network = network;
    this.scale = scale;
  }

  /**
   * Runs until the steps or the budget are used up, or the listener stops it; leaves a checkpoint
   * in any case.
   *
   * @throws IllegalArgumentException if there is a checkpoint and the options do not ask to resume,
   *     or the other way round
   */
  public Trained run(TrainingData data, TrainingData heldOut, ProgressListener listener)
      throws IOException {
    Files.createDirectories(options.out());
    Path file = options.out().resolve(CHECKPOINT);
    if (Files.exists(file) != options.resume()) {
      throw new IllegalArgumentException(
          options.resume()
              ? "there is no checkpoint to resume from at " + file
              : "there is already a checkpoint at "
                  + file
                  + "; resume it or choose another folder");
    }
    try (TrainingGraph graph = new TrainingGraph(network, options)) {
      Checkpoint start = options.resume() ? restore(graph, file) : beginning(graph);
      Validator validator = new Validator(heldOut, scale, options, trivialPictures(data));
      Checkpoint end = learn(graph, start, data, validator, listener);
      end.write(file);
      Validation validation = validator.measure(graph);
      listener.validated(end.step(), validation);
      return new Trained(
          end.step(), end.seconds(), graph.variables().parameterCount(), end.values(), validation);
    }
  }

  private Checkpoint learn(
      TrainingGraph graph,
      Checkpoint start,
      TrainingData data,
      Validator validator,
      ProgressListener listener)
      throws IOException {
    Path file = options.out().resolve(CHECKPOINT);
    long startNanos = System.nanoTime();
    long savedNanos = startNanos;
    long step = start.step();
    double seconds = start.seconds();
    try (BatchStream batches = new BatchStream(options, data, scale, step)) {
      boolean going = true;
      while (going && progress(step, seconds) < 1) {
        double rate = LearningRate.at(step, progress(step, seconds), options);
        double loss = graph.step(batches.next(), step, rate);
        step++;
        long now = System.nanoTime();
        seconds = start.seconds() + (now - startNanos) * 1e-9;
        going = listener.stepped(step, progress(step, seconds), loss, rate, seconds);
        if (!Double.isFinite(loss)) {
          throw new IllegalStateException("the loss is " + loss + " after step " + step);
        }
        if (now - savedNanos > options.checkpointEvery().toNanos()) {
          savedNanos = now;
          checkpoint(graph, step, seconds).write(file);
        }
        if (step % options.validateEvery() == 0 && progress(step, seconds) < 1) {
          listener.validated(step, validator.measure(graph));
        }
      }
    }
    return checkpoint(graph, step, seconds);
  }

  private double progress(long step, double seconds) {
    return Math.max((double) step / options.steps(), seconds / (options.budget().toNanos() * 1e-9));
  }

  private List<Batch> trivialPictures(TrainingData data) {
    int count = Math.min(TRIVIAL_PICTURES, options.validationScenes());
    return List.of(Batch.gather(data, scale, 0, count, options.width(), options.height(), null));
  }

  private Checkpoint beginning(TrainingGraph graph) {
    return checkpoint(graph, 0, 0);
  }

  private Checkpoint checkpoint(TrainingGraph graph, long step, double seconds) {
    return new Checkpoint(
        network.name(), options.seed(), step, seconds, graph.variables().read(graph.session()));
  }

  private Checkpoint restore(TrainingGraph graph, Path file) throws IOException {
    Checkpoint checkpoint = Checkpoint.read(file);
    if (!checkpoint.network().equals(network.name()) || checkpoint.seed() != options.seed()) {
      throw new IllegalArgumentException(
          String.format(
              "%s is of network %s with seed %d, asked for %s with seed %d",
              file, checkpoint.network(), checkpoint.seed(), network.name(), options.seed()));
    }
    graph.variables().restore(graph.session(), checkpoint.values());
    return checkpoint;
  }
}
