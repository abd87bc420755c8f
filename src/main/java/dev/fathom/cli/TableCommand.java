package dev.fathom.cli;

import dev.fathom.model.BenchOptions;
import dev.fathom.model.BenchResult;
import dev.fathom.model.ModelBench;
import dev.fathom.model.ModelEntry;
import dev.fathom.model.ModelException;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.Models;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.card.ModelCard;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom models table}: networks side by side, as their cards and this device tell. */
@Command(
    name = "table",
    description = {
      "Prints a Markdown table with a row a model: its size, what it costs here at the size it was",
      "trained for, how it was trained, and its errors on held-out samples beside the best trivial",
      "answer, as its card records them."
    },
    mixinStandardHelpOptions = true)
final class TableCommand implements Callable<Integer> {
  private static final Map<String, String> MEASURES =
      Map.ofEntries(
          Map.entry("abs_rel", "AbsRel"),
          Map.entry("rmse_metres", "RMSE m"),
          Map.entry("delta1", "δ1"),
          Map.entry("epe_px", "EPE px"),
          Map.entry("bad2", "bad-2"),
          Map.entry("translation_m", "translation m"),
          Map.entry("rotation_deg", "rotation °"),
          Map.entry("rmse_mm", "RMSE mm"),
          Map.entry("mae_mm", "MAE mm"),
          Map.entry("wkdr", "WKDR"));

  private static final List<String> ORDER =
      List.of(
          "abs_rel",
          "rmse_metres",
          "delta1",
          "epe_px",
          "bad2",
          "translation_m",
          "rotation_deg",
          "mae_mm",
          "rmse_mm",
          "wkdr");

  /** Measures of which more is better. */
  private static final List<String> RISING = List.of("delta1");

  private static final List<String> TRIVIAL =
      List.of(
          "mean_depth_",
          "median_depth_",
          "mean_disparity_",
          "standing_still_",
          "mean_motion_",
          "nearest_fill_",
          "pyramid_fill_",
          "lower_is_nearer_");

  private static final String SCALED = "network_median_scaled_";
  private static final String FLAT_SCALED = "flat_median_scaled_";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Names or folders (default: Fathom's own).")
  private List<String> models = new ArrayList<>();

  @Option(names = "--runs", description = "Timed runs (default: ${DEFAULT-VALUE}).")
  private int runs = 20;

  @Option(names = "--threads", description = "Threads for TensorFlow; 0: one a core (default).")
  private int threads;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    out.println("| network | parameters | GFLOP | ms | steps | minutes | held-out (trivial) |");
    out.println("|---|---|---|---|---|---|---|");
    int failures = 0;
    for (Path folder : folders()) {
      ModelCard card = Models.entry(folder).card();
      if (card == null || !card.hasTraining()) {
        failures++;
        out.printf("| %s | no card with a training |%n", folder.getFileName());
        continue;
      }
      out.println(row(folder, card));
      out.flush();
    }
    return failures == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private List<Path> folders() {
    if (models.isEmpty()) {
      return Models.list(Installation.models()).stream().map(ModelEntry::directory).toList();
    }
    return models.stream().map(model -> Models.locate(model, Installation.models())).toList();
  }

  private String row(Path folder, ModelCard card) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %.3f M | %s | %d | %.1f | %s |",
        card.getName(),
        card.getTraining().getParameters() / 1e6,
        cost(folder, card),
        card.getTraining().getSteps(),
        card.getTraining().getSeconds() / 60,
        measures(card.getTraining().getMetricsMap()));
  }

  private String cost(Path folder, ModelCard card) {
    int width = card.getImage().getWidth();
    int height = card.getImage().getHeight();
    ModelOptions defaults = ModelOptions.defaults();
    ModelOptions options =
        new ModelOptions(defaults.device(), threads, threads, defaults.bfloat16());
    try {
      BenchResult result =
          ModelBench.run(
              folder, new BenchOptions(new NetworkSize(width, height), false, runs), options);
      return String.format(
          Locale.ROOT,
          "%.2f at %dx%d | %.1f",
          result.flops().total() / 1e9,
          width,
          height,
          result.medianMilliseconds());
    } catch (ModelException e) {
      return "- | -";
    }
  }

  private static String measures(Map<String, Double> metrics) {
    List<String> cells = new ArrayList<>();
    for (String measure : ORDER) {
      boolean scaled = !metrics.containsKey(measure) && metrics.containsKey(SCALED + measure);
      Double value = metrics.get(scaled ? SCALED + measure : measure);
      if (value != null) {
        String name = MEASURES.get(measure) + (scaled ? " (median-scaled)" : "");
        cells.add(
            String.format(
                Locale.ROOT,
                "%s %.3f (%s)",
                name,
                value,
                trivial(metrics, scaled ? List.of(FLAT_SCALED) : TRIVIAL, measure)));
      }
    }
    return String.join(", ", cells);
  }

  private static String trivial(Map<String, Double> metrics, List<String> answers, String measure) {
    return answers.stream()
        .map(prefix -> metrics.get(prefix + measure))
        .filter(value -> value != null && !value.isNaN())
        .reduce(RISING.contains(measure) ? Math::max : Math::min)
        .map(value -> String.format(Locale.ROOT, "%.3f", value))
        .orElse("-");
  }
}
