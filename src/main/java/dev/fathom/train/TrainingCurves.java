package dev.fathom.train;

import dev.fathom.train.report.Curves;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Draws what it hears of a training as curves in the output folder, and passes it on. */
final class TrainingCurves implements ProgressListener, Closeable {
  /** Folder of the event files, the picture and the table in the output folder. */
  static final String FOLDER = "curves";

  private static final long EVERY_STEPS = 10;

  private final Curves curves;
  private final ProgressListener next;
  private final long resumedAt;
  private double sum;
  private int summed;

  private TrainingCurves(Curves curves, long resumedAt, ProgressListener next) {
    this.curves = curves;
    this.resumedAt = resumedAt;
    this.next = next;
  }

  /** Begins or, in a plan that resumes, continues the curves of its training. */
  static TrainingCurves of(TrainingPlan plan, ProgressListener next) throws IOException {
    Path folder = plan.out().resolve(FOLDER);
    Path checkpoint = plan.out().resolve(Trainer.CHECKPOINT);
    if (plan.resume() && Files.exists(checkpoint)) {
      long step = Checkpoint.read(checkpoint).step();
      return new TrainingCurves(Curves.resume(folder, step, now()), step, next);
    }
    return new TrainingCurves(Curves.begin(folder, now()), 0, next);
  }

  @Override
  public boolean stepped(
      long step, double progress, double loss, double learningRate, double seconds) {
    sum += loss;
    summed++;
    if (step % EVERY_STEPS == 0) {
      add("loss/" + Curves.TRAIN, step, sum / summed);
      add("learning_rate", step, learningRate);
      sum = 0;
      summed = 0;
    }
    return next.stepped(step, progress, loss, learningRate, seconds);
  }

  @Override
  public void validated(long step, Validation validation) {
    // A resumed training that has nothing left measures the same step again.
    if (step > resumedAt || resumedAt == 0) {
      validation
          .rows()
          .getOrDefault(Validation.NETWORK, Map.of())
          .forEach((name, value) -> add("metrics/" + name + "/" + Curves.HELD_OUT, step, value));
      validation
          .rows()
          .getOrDefault(Validation.MEDIAN_SCALED, Map.of())
          .forEach(
              (name, value) -> add("median_scaled/" + name + "/" + Curves.HELD_OUT, step, value));
      if (Double.isFinite(validation.loss())) {
        add("loss/" + Curves.HELD_OUT, step, validation.loss());
      }
      validation
          .certainty()
          .forEach((name, value) -> add("certainty/" + name + "/" + Curves.HELD_OUT, step, value));
      try {
        curves.publish();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    next.validated(step, validation);
  }

  private void add(String tag, long step, double value) {
    try {
      curves.add(tag, step, now(), value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double now() {
    return System.currentTimeMillis() * 1e-3;
  }

  @Override
  public void close() throws IOException {
    curves.close();
  }
}
