package dev.fathom.cli;

import dev.fathom.replay.OutputDirectory;
import dev.fathom.replay.ReplaySummary;
import java.util.Locale;

/** A replay's summary as a table for the terminal. */
final class SummaryTable {
  private SummaryTable() {}

  static String of(ReplaySummary summary, OutputDirectory out) {
    StringBuilder text = new StringBuilder();
    run(text, summary);
    depth(text, summary);
    stages(text, summary);
    written(text, summary, out);
    return text.toString();
  }

  private static void run(StringBuilder text, ReplaySummary summary) {
    row(text, "pipeline", summary.pipeline() + " (" + summary.model() + ")");
    summary.topics().forEach((role, topic) -> row(text, role.replace('_', ' '), topic));
    row(
        text,
        "frames",
        "%d in, %d out, %d dropped%s",
        summary.framesIn(),
        summary.framesOut(),
        summary.framesIn() - summary.framesOut(),
        summary.framesDropped().isEmpty() ? "" : " " + summary.framesDropped());
    row(text, "speed", "%.1f frames/s, %.1f s", summary.framesPerSecond(), summary.seconds());
    row(text, "peak memory", "%.0f MB", summary.peakMemoryMegabytes());
  }

  private static void depth(StringBuilder text, ReplaySummary summary) {
    row(
        text,
        "depth",
        "%.0f %% of pixels known, median %.2f m, median sigma %.1f %% of the depth",
        100 * summary.validShare(),
        summary.medianDepthMetres(),
        100 * summary.medianRelativeSigma());
    ReplaySummary.TruthErrors truth = summary.truth();
    if (truth != null) {
      row(
          text,
          "against truth",
          "AbsRel %.3f, RMSE %.2f m, delta1 %.1f %%, on %.0f %% of the pixels with a truth, %d"
              + " frames",
          truth.absRel(),
          truth.rmseMetres(),
          100 * truth.delta1(),
          100 * truth.coverage(),
          truth.frames());
      row(
          text,
          "sigma",
          "%.1f %% of errors within 1 sigma, %.1f %% within 2 (a true one: 68.3 %% and 95.4 %%)",
          100 * truth.within1Sigma(),
          100 * truth.within2Sigma());
    }
  }

  private static void stages(StringBuilder text, ReplaySummary summary) {
    text.append(String.format("%n  %-15s%10s%10s%n", "ms per frame", "p50", "p99"));
    summary
        .milliseconds()
        .forEach(
            (stage, ms) ->
                text.append(
                    String.format(
                        Locale.ROOT, "  %-15s%10.2f%10.2f%n", stage, ms.p50(), ms.p99())));
  }

  private static void written(StringBuilder text, ReplaySummary summary, OutputDirectory out) {
    text.append(String.format("%n  written%n"));
    summary
        .outputs()
        .forEach((topic, count) -> text.append(String.format("  %8d  %s%n", count, topic)));
    text.append(String.format("%n  recording  %s   (ros2 bag play, RViz, Foxglove)%n", out.bag()));
    text.append(String.format("  pictures   %s%n", out.previews()));
    text.append(String.format("  summary    %s", out.summary()));
  }

  private static void row(StringBuilder text, String name, String format, Object... arguments) {
    String value = arguments.length == 0 ? format : String.format(Locale.ROOT, format, arguments);
    text.append(String.format("  %-18s%s%n", name, value));
  }
}
