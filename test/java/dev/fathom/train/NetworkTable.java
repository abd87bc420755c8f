package dev.fathom.train;

import com.google.protobuf.TextFormat;
import dev.fathom.model.BenchOptions;
import dev.fathom.model.BenchResult;
import dev.fathom.model.ModelBench;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.TrainingRecord;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.DerivedFields;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.SampleSource;
import dev.fathom.train.data.WorldSource;
import dev.fathom.train.data.recording.BagSource;
import dev.fathom.train.layers.TrainedLayers;
import dev.fathom.train.layers.Variables;
import dev.fathom.train.layers.WeightFormat;
import dev.fathom.train.networks.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.Session;
import org.tensorflow.op.Ops;

/**
 * The table of networks: what each costs in its published size, and what it reached in a training,
 * on held-out generated scenes and on the recordings that are there, each beside the best trivial
 * answer.
 *
 * <p>Arguments: folders of finished trainings. {@code test/networks} makes them and calls this.
 */
public final class NetworkTable {
  private static final Path BAGS = Path.of("..", "shared", "bags");
  private static final int SEEN = 64;
  private static final int RUNS = 10;

  /** Better by less than this is no better. */
  private static final double SURELY = 1.005;

  /** Measures by the names that judges give them, as far as they are shown; ↑ more is better. */
  private static final Map<String, String> MEASURES = new LinkedHashMap<>();

  static {
    MEASURES.put("abs_rel", "AbsRel");
    MEASURES.put("rmse_metres", "RMSE m");
    MEASURES.put("delta1", "δ1↑");
    MEASURES.put("epe_px", "EPE px");
    MEASURES.put("bad2", "bad-2");
    MEASURES.put("translation_m", "translation m");
    MEASURES.put("rotation_deg", "rotation °");
    MEASURES.put("mae_mm", "MAE mm");
    MEASURES.put("rmse_mm", "RMSE mm");
    MEASURES.put("wkdr", "WKDR");
  }

  private NetworkTable() {}

  public static void main(String[] folders) throws IOException {
    Map<String, SampleSource> recordings = new LinkedHashMap<>();
    for (String bag : List.of("hololens_rgbd", "kitti_object")) {
      if (Files.exists(BAGS.resolve(bag))) {
        recordings.put(bag, BagSource.open(BAGS.resolve(bag)));
      }
    }
    System.out.printf(
        "| network | published: M parameters | GFLOP | ms | trained: M parameters | size | steps |"
            + " s | held-out scenes (trivial answer) |%s%n",
        String.join("", recordings.keySet().stream().map(name -> " " + name + " |").toList()));
    System.out.println("|---|---|---|---|---|---|---|---|---|" + "---|".repeat(recordings.size()));
    for (String folder : folders) {
      System.out.println(row(Path.of(folder), recordings));
    }
  }

  private static String row(Path folder, Map<String, SampleSource> recordings) throws IOException {
    TrainingPlan plan = TrainingPlan.read(folder);
    Path file = folder.resolve("saved_model/assets.extra/model_card.textproto");
    TrainingRecord training =
        TextFormat.parse(Files.readString(file), ModelCard.class).getTraining();
    StringBuilder row = new StringBuilder();
    row.append(
        String.format(
            Locale.ROOT,
            "| `%s` | %s | %.2f | %dx%d | %d | %.0f | %s |",
            plan.entry().name(),
            published(plan.entry().name()),
            training.getParameters() / 1e6,
            plan.options().width(),
            plan.options().height(),
            training.getSteps(),
            training.getSeconds(),
            recorded(training.getMetricsMap())));
    try (TrainingGraph graph = new TrainingGraph(plan.network(), plan.options())) {
      graph.variables().restore(graph.session(), Exporter.kept(folder));
      Judge judge = Judge.of(plan.network());
      List<Batch> seen = seen(plan, judge, recordings);
      for (SampleSource recording : recordings.values()) {
        row.append(' ').append(judged(plan, graph, judge, recording, seen)).append(" |");
      }
    }
    return row.toString();
  }

  /** What the network costs as it is published, with weights of chance. */
  private static String published(String name) throws IOException {
    TrainingPlan plan = TrainingPlan.of(name, Path.of("."));
    Network network = plan.network();
    Path folder = Files.createTempDirectory("published");
    Map<String, float[]> values;
    try (Graph graph = new Graph()) {
      Ops tf = Ops.create(graph);
      Variables variables = new Variables(tf);
      network.build(new TrainedLayers(tf, variables, false), ModelExport.sample(tf, network));
      try (Session session = new Session(graph)) {
        variables.initialise(session, 1);
        values = variables.read(session);
      }
    }
    int width = plan.options().width();
    int height = plan.options().height();
    ModelCard.Builder card = ModelCard.newBuilder();
    card.getImageBuilder().setWidth(width).setHeight(height);
    ModelExport.write(folder, network, values, card.build(), WeightFormat.FLOAT32);
    // The card is not whole, and is not needed for this.
    Files.delete(folder.resolve("assets.extra/model_card.textproto"));
    BenchResult result =
        ModelBench.run(
            folder,
            new BenchOptions(new NetworkSize(width, height), false, RUNS),
            ModelOptions.defaults());
    Files.delete(folder.resolve("saved_model.pb"));
    return String.format(
        Locale.ROOT,
        "%.2f | %.2f at %dx%d | %.1f",
        result.parameters() / 1e6,
        result.flops().total() / 1e9,
        width,
        height,
        result.medianMilliseconds());
  }

  /** The held-out measures of a card. */
  private static String recorded(Map<String, Double> metrics) {
    boolean scaled =
        metrics.containsKey("network_median_scaled_abs_rel") && !metrics.containsKey("abs_rel");
    List<String> cells = new ArrayList<>();
    for (String measure : MEASURES.keySet()) {
      String prefix = metrics.containsKey(measure) ? "" : "network_median_scaled_";
      Double value = metrics.get(prefix + measure);
      if (value != null) {
        List<Double> trivial = new ArrayList<>();
        for (String row : trivial(scaled && !prefix.isEmpty())) {
          trivial.add(
              metrics.getOrDefault(
                  row.replaceAll("[^A-Za-z0-9]+", "_") + "_" + measure, Double.NaN));
        }
        cells.add(cell(measure, value, trivial));
      }
    }
    return (scaled ? "median-scaled " : "") + String.join(", ", cells);
  }

  private static List<String> trivial(boolean scaled) {
    return scaled
        ? List.of(Validation.FLAT_SCALED)
        : List.of(
            "mean depth",
            "median depth",
            "mean disparity",
            "standing still",
            "mean motion",
            "nearest fill",
            "pyramid fill",
            OrderJudge.LOWER_IS_NEARER);
  }

  private static String cell(String measure, double value, List<Double> trivial) {
    boolean rising = String.valueOf(MEASURES.get(measure)).endsWith("↑");
    double best =
        trivial.stream()
            .filter(Double::isFinite)
            .reduce(rising ? Math::max : Math::min)
            .orElse(Double.NaN);
    boolean better = rising ? value > SURELY * best : value * SURELY < best;
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 3;
    String number = "%." + digits + "f";
    String format = "%s " + (better ? "**" + number + "**" : number) + " (" + number + ")";
    return String.format(Locale.ROOT, format, MEASURES.get(measure), value, best);
  }

  private static String judged(
      TrainingPlan plan, TrainingGraph graph, Judge judge, SampleSource recording, List<Batch> seen)
      throws IOException {
    Set<Field> needed = EnumSet.copyOf(plan.network().inputs());
    needed.addAll(judge.needs());
    SampleSource source = DerivedFields.of(recording, needed);
    if (!source.fields().containsAll(needed)) {
      return "–";
    }
    Validation validation = judge.measure(graph, gather(plan, source, needed, source.size()), seen);
    boolean scaled =
        Double.isNaN(validation.measure(Validation.NETWORK, "abs_rel"))
            && validation.rows().containsKey(Validation.MEDIAN_SCALED);
    List<String> cells = new ArrayList<>();
    for (String measure : MEASURES.keySet()) {
      double own = validation.measure(Validation.NETWORK, measure);
      boolean other = Double.isNaN(own);
      double value = other ? validation.measure(Validation.MEDIAN_SCALED, measure) : own;
      if (Double.isFinite(value)) {
        List<Double> trivial = new ArrayList<>();
        trivial(other).forEach(row -> trivial.add(validation.measure(row, measure)));
        cells.add(cell(measure, value, trivial));
      }
    }
    return (scaled ? "median-scaled " : "") + String.join(", ", cells);
  }

  private static List<Batch> seen(
      TrainingPlan plan, Judge judge, Map<String, SampleSource> recordings) throws IOException {
    if (recordings.isEmpty()) {
      return List.of();
    }
    Set<Field> needed = EnumSet.copyOf(judge.needs());
    SampleSource world = DerivedFields.of(WorldSource.training(plan.options().seed()), needed);
    return gather(plan, world, needed, SEEN);
  }

  private static List<Batch> gather(
      TrainingPlan plan, SampleSource source, Set<Field> fields, long samples) throws IOException {
    List<Batch> batches = new ArrayList<>();
    int most = plan.options().batch();
    for (long first = 0; first < samples; first += most) {
      int count = (int) Math.min(most, samples - first);
      batches.add(
          Batch.gather(
              source,
              fields,
              first,
              count,
              plan.options().width(),
              plan.options().height(),
              null,
              0));
    }
    return batches;
  }
}
