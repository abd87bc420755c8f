package dev.fathom.train;

import dev.fathom.train.data.Augmentation;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.BatchStream;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.networks.Network;
import dev.fathom.train.report.HeldOutSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network: batches in, checkpoints and trained values out.
 *
 * <p>Threads: the caller's, and one that gathers batches.
 */
public final class Trainer {
  /** Name of the checkpoint in the output folder. */
  public static final String CHECKPOINT = "checkpoint.bin";

  /** Name of the best state so far, where the training may stop early. */
  public static final String BEST = "best.bin";

  /** Name of the picture of held-out samples in the output folder. */
  public static final String SHEET = "held_out.png";

  /** Samples of the training data that the trivial answers are taken from. */
  private static final int TRIVIAL_SAMPLES = 128;

  /**
   * A finished training.
   *
   * @param steps steps done
   * @param seconds time spent, resumed runs included
   * @param parameters number of trained values
   * @param values every variable by name
   * @param first on the held-out samples before the first step; null in a resumed training
   * @param validation on the held-out samples at the end
   */
  public record Trained(
      long steps,
      double seconds,
      long parameters,
      Map<String, float[]> values,
      @Nullable Validation first,
      Validation validation) {}

  private final TrainingPlan plan;
  private final TrainOptions options;
  private final Network network;
  private final SampleSource data;
  private final SampleSource heldOut;
  private final ProgressListener listener;

  /**
   * @param data to learn from
   * @param heldOut to be measured on
   */
  public Trainer(
      TrainingPlan plan, SampleSource data, SampleSource heldOut, ProgressListener listener) {
    this.plan = plan;
    this.options = plan.options();
    this.network = plan.network();
    this.data = data;
    this.heldOut = heldOut;
    this.listener = listener;
  }

  /**
   * Runs until the steps or the time are used up, the held-out error has not fallen for long, or
   * the listener stops it; leaves a checkpoint in any case.
   *
   * @throws IllegalArgumentException if there is a checkpoint and the plan does not ask to resume,
   *     or the other way round; or if the data lacks a field that the network needs
   */
  public Trained run() throws IOException {
    Files.createDirectories(plan.out());
    requireFolder(plan);
    Path file = plan.out().resolve(CHECKPOINT);
    try (TrainingGraph graph = new TrainingGraph(network, options)) {
      requireFields(data, graph.fields());
      requireFields(heldOut, network.inputs());
      Checkpoint start = plan.resume() ? restore(graph, file) : begin(graph);
      Validations validations = new Validations(graph);
      Validation first = plan.resume() ? null : validations.measure();
      if (first != null) {
        listener.validated(0, first);
        validations.improves(first, start);
      }
      Checkpoint end = learn(graph, start, validations);
      end.write(file);
      Checkpoint kept = validations.bestOr(end);
      graph.variables().restore(graph.session(), kept.values());
      Validation validation = validations.measure();
      HeldOutSheet.write(plan.out().resolve(SHEET), validations.rows(validation));
      listener.validated(kept.step(), validation);
      return new Trained(
          kept.step(),
          end.seconds(),
          graph.variables().parameterCount(),
          kept.values(),
          first,
          validation);
    }
  }

  /** The state before the first step. */
  private Checkpoint begin(TrainingGraph graph) throws IOException {
    if (plan.from() != null) {
      graph.variables().restore(graph.session(), startingValues(plan, plan.from(), graph));
    }
    return checkpoint(graph, 0, 0);
  }

  /**
   * Refuses weights to begin with that do not fit; writes nothing.
   *
   * <p>Cost: builds the graph of the training, which takes seconds.
   */
  static void requireStart(TrainingPlan plan) throws IOException {
    Path from = plan.from();
    if (from != null && !plan.resume()) {
      try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
        var unused = startingValues(plan, from, graph);
      }
    }
  }

  private static Map<String, float[]> startingValues(
      TrainingPlan plan, Path from, TrainingGraph graph) throws IOException {
    Network network = plan.network();
    StartingWeights start = StartingWeights.read(from, network);
    double share = plan.options().learning().batchStatisticsShare();
    if (!start.batchStatistics() && share > 0) {
      throw new IllegalArgumentException(
          String.format(
              "normalisation is folded into the weights of %s: training goes on by running"
                  + " statistics only, so training.learning.batch_statistics_share must be 0,"
                  + " found %s",
              from, share));
    }
    Map<String, float[]> first = graph.variables().read(graph.session());
    return start.over(first, graph.variables(), network, from);
  }

  /** Refuses to begin over a checkpoint, or to go on without one. */
  static void requireFolder(TrainingPlan plan) {
    Path file = plan.out().resolve(CHECKPOINT);
    if (Files.exists(file) != plan.resume()) {
      throw new IllegalArgumentException(
          plan.resume()
              ? "there is no checkpoint to resume from at " + file
              : "there is already a checkpoint at "
                  + file
                  + "; resume it or choose another folder");
    }
  }

  private Checkpoint learn(TrainingGraph graph, Checkpoint start, Validations validations)
      throws IOException {
    long startNanos = System.nanoTime();
    long savedNanos = startNanos;
    long step = start.step();
    double seconds = start.seconds();
    try (BatchStream batches = batches(graph, step)) {
      boolean going = true;
      while (going && progress(step, seconds) < 1) {
        double done = progress(step, seconds);
        double rate = LearningRate.at(step, done, options.learning());
        boolean batchStatistics = done < options.learning().batchStatisticsShare();
        double loss = graph.step(batches.next(), step, done, rate, batchStatistics);
        step++;
        long now = System.nanoTime();
        seconds = start.seconds() + (now - startNanos) * 1e-9;
        going = listener.stepped(step, progress(step, seconds), loss, rate, seconds);
        if (!Double.isFinite(loss)) {
          throw new IllegalStateException("the loss is " + loss + " after step " + step);
        }
        if (now - savedNanos > options.checkpointMinutes() * 60e9) {
          savedNanos = now;
          checkpoint(graph, step, seconds).write(plan.out().resolve(CHECKPOINT));
        }
        if (step % options.validation().every() == 0 && progress(step, seconds) < 1) {
          Validation validation = validations.measure();
          listener.validated(step, validation);
          going &= validations.improves(validation, checkpoint(graph, step, seconds));
        }
      }
    }
    return checkpoint(graph, step, seconds);
  }

  private BatchStream batches(TrainingGraph graph, long firstStep) {
    BatchStream.Form form =
        new BatchStream.Form(
            options.batch(),
            options.width(),
            options.height(),
            network.sideMultiple(),
            options.mixedAspects());
    Augmentation augmentation = new Augmentation(options.augmentation());
    return new BatchStream(data, graph.fields(), form, augmentation, options.seed(), firstStep);
  }

  private double progress(long step, double seconds) {
    return Math.max((double) step / options.steps(), seconds / (options.minutes() * 60));
  }

  private void requireFields(SampleSource source, Set<Field> needed) {
    Set<Field> missing = EnumSet.copyOf(needed);
    missing.removeAll(source.fields());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              "network %s needs %s, which %s does not have; it has %s",
              network.name(), missing, source.describe(), source.fields()));
    }
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

  /** The measurements on held-out samples, and the best state so far. */
  private final class Validations {
    private final TrainingGraph graph;
    private final Judge judge;
    private final List<Batch> batches;
    private final List<Batch> seen;
    private final boolean lossKnown;
    private @Nullable Checkpoint best;
    private double bestScore = Double.POSITIVE_INFINITY;
    private int sinceBest;

    Validations(TrainingGraph graph) throws IOException {
      this.graph = graph;
      Judge byTruth = Judge.of(network);
      this.judge = heldOut.fields().containsAll(byTruth.needs()) ? byTruth : new LossJudge();
      int samples = options.validation().samples();
      Set<Field> fields = EnumSet.copyOf(graph.fields());
      fields.addAll(judge.needs());
      this.lossKnown = heldOut.fields().containsAll(graph.fields());
      if (judge instanceof LossJudge) {
        requireFields(heldOut, graph.fields());
      }
      this.batches = gather(heldOut, common(fields, heldOut), samples);
      this.seen = gather(data, common(fields, data), Math.min(TRIVIAL_SAMPLES, samples));
      Path file = plan.out().resolve(BEST);
      if (plan.resume() && options.validation().patience() > 0 && Files.exists(file)) {
        remember(file);
      }
    }

    /** The best state's score is measured anew: the same bits give the same score. */
    private void remember(Path file) throws IOException {
      Map<String, float[]> now = graph.variables().read(graph.session());
      best = restore(graph, file);
      bestScore = measure().score();
      graph.variables().restore(graph.session(), now);
    }

    /** The first held-out samples, to be looked at. */
    List<HeldOutSheet.Row> rows(Validation validation) {
      double factor = validation.certainty(Validation.SIGMA_FACTOR);
      return judge.rows(graph, batches.get(0), Double.isNaN(factor) ? 1 : factor);
    }

    Validation measure() {
      Validation validation = judge.measure(graph, batches, seen);
      return lossKnown ? validation.withLoss(LossJudge.mean(graph, batches)) : validation;
    }

    /** Remembers the best state; false when none has been better for too long. */
    boolean improves(Validation validation, Checkpoint state) throws IOException {
      if (options.validation().patience() == 0) {
        return true;
      }
      if (validation.score() < bestScore) {
        bestScore = validation.score();
        best = state;
        state.write(plan.out().resolve(BEST));
        sinceBest = 0;
        return true;
      }
      return ++sinceBest < options.validation().patience();
    }

    /** The state to keep: the better of the best so far and the last. */
    Checkpoint bestOr(Checkpoint last) {
      return best == null || measure().score() < bestScore ? last : best;
    }

    private static Set<Field> common(Set<Field> fields, SampleSource source) {
      Set<Field> common = EnumSet.copyOf(fields);
      common.retainAll(source.fields());
      return common;
    }

    private List<Batch> gather(SampleSource source, Set<Field> fields, int samples)
        throws IOException {
      List<Batch> gathered = new ArrayList<>();
      for (int first = 0; first < samples; first += options.batch()) {
        int count = Math.min(options.batch(), samples - first);
        gathered.add(
            Batch.gather(source, fields, first, count, options.width(), options.height(), null, 0));
      }
      return gathered;
    }
  }
}
