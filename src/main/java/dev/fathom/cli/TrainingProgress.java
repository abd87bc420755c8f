package dev.fathom.cli;

import dev.fathom.train.ProgressListener;
import dev.fathom.train.Trainer;
import dev.fathom.train.Validation;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** A training on a terminal: a bar with the time left; elsewhere a line every so many steps. */
final class TrainingProgress implements ProgressListener, AutoCloseable {
  private static final long LINE_EVERY_STEPS = 100;

  private final PrintWriter terminal;
  private final StopRequest stop;
  private final TerminalProgress bar;

  TrainingProgress(PrintWriter terminal, PrintWriter errors, StopRequest stop) {
    this.terminal = terminal;
    this.stop = stop;
    this.bar = new TerminalProgress(errors, stop, "steps");
  }

  @Override
  public boolean stepped(
      long step, double progress, double loss, double learningRate, double seconds) {
    if (bar.isOnTerminal()) {
      // Where time ends the training, how many steps it will be shows on the way.
      bar.frames(step, Math.max(step, Math.round(step / progress)));
      bar.remark(String.format(Locale.ROOT, " loss %.4f", loss));
    } else if (step % LINE_EVERY_STEPS == 0) {
      terminal.printf(
          Locale.ROOT,
          "  step %d, loss %.4f, learning rate %.2g, %.0f s, %.0f s left%n",
          step,
          loss,
          learningRate,
          seconds,
          seconds / progress - seconds);
      terminal.flush();
    }
    return !stop.isRequested();
  }

  @Override
  public void validated(long step, Validation validation) {
    terminal.println(step == 0 ? "  before the first step:" : "  after step " + step + ":");
    if (Double.isFinite(validation.loss())) {
      terminal.printf(Locale.ROOT, "  held-out loss %.4f%n", validation.loss());
    }
    print(validation);
  }

  /** The last line. */
  void end(Trainer.Trained trained) {
    terminal.printf(
        Locale.ROOT,
        "  %d parameters, %d steps, %.0f s%n",
        trained.parameters(),
        trained.steps(),
        trained.seconds());
  }

  @Override
  public void close() {
    bar.close();
  }

  private void print(Validation v) {
    Set<String> columns = Set.of();
    for (Map.Entry<String, Map<String, Double>> row : v.rows().entrySet()) {
      Map<String, Double> measures = row.getValue();
      if (!measures.keySet().equals(columns)) {
        columns = measures.keySet();
        terminal.printf("  %-24s", "held-out samples");
        columns.forEach(name -> terminal.printf("%15s", name));
        terminal.println();
      }
      terminal.printf("  %-24s", row.getKey());
      measures.values().forEach(value -> terminal.printf(Locale.ROOT, "%15.4f", value));
      terminal.println();
    }
    if (!v.certainty().isEmpty()) {
      terminal.printf(
          Locale.ROOT,
          "  within 1 and 2 sigma: %.1f %% and %.1f %%; calibrated by %.2f: %.1f %% and %.1f %%%n",
          100 * v.certainty(Validation.WITHIN_1),
          100 * v.certainty(Validation.WITHIN_2),
          v.certainty(Validation.SIGMA_FACTOR),
          100 * v.certainty(Validation.CALIBRATED_WITHIN_1),
          100 * v.certainty(Validation.CALIBRATED_WITHIN_2));
    }
    terminal.flush();
  }
}
