package dev.fathom.cli;

import dev.fathom.replay.ReplayProgress;
import java.io.PrintWriter;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** A progress bar with the time left on a terminal; a plain line now and then elsewhere. */
final class TerminalProgress implements ReplayProgress, AutoCloseable {
  private static final long LINE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final int BAR_WIDTH = 90;

  private final PrintWriter errors;
  private final StopRequest stop;
  private final String unit;

  // The launcher looks at standard error; what Java calls a console is about the other streams.
  private final boolean terminal =
      Boolean.getBoolean("fathom.terminal") && System.getenv("CI") == null;
  private @Nullable ProgressBar bar;
  private long lastLineNanos = System.nanoTime();

  TerminalProgress(PrintWriter errors, StopRequest stop) {
    this(errors, stop, "frames");
  }

  /**
   * @param unit what is counted, in the plural
   */
  TerminalProgress(PrintWriter errors, StopRequest stop, String unit) {
    this.errors = errors;
    this.stop = stop;
    this.unit = unit;
  }

  /** Whether there is somebody to see a bar. */
  boolean isOnTerminal() {
    return terminal;
  }

  /** Says something at the end of the bar. */
  void remark(String text) {
    if (bar != null) {
      bar.setExtraMessage(text);
    }
  }

  @Override
  public boolean isStopped() {
    return stop.isRequested();
  }

  @Override
  public void phase(String what) {
    errors.println("fathom: " + what);
    errors.flush();
  }

  @Override
  public void frames(long done, long total) {
    if (terminal) {
      bar(total).maxHint(Math.max(done, total)).stepTo(done);
    } else if (System.nanoTime() - lastLineNanos > LINE_EVERY_NANOS) {
      lastLineNanos = System.nanoTime();
      errors.println("fathom: " + done + " of about " + total + " " + unit);
      errors.flush();
    }
  }

  private ProgressBar bar(long total) {
    if (bar == null) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(unit)
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setMaxRenderedLength(BAR_WIDTH)
              .showSpeed()
              .build();
    }
    return bar;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
