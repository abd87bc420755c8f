package dev.fathom.cli;

import dev.fathom.model.BenchOptions;
import dev.fathom.model.BenchResult;
import dev.fathom.model.DeviceNames;
import dev.fathom.model.ModelBench;
import dev.fathom.model.ModelEntry;
import dev.fathom.model.ModelException;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.Models;
import dev.fathom.model.NetworkSize;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code fathom models bench}: what networks cost on this device. */
@Command(
    name = "bench",
    description = {
      "Measures what networks cost on this device, at each size of the input.",
      "GFLOP are 10^9 operations of the convolutions and matrix products that were executed, two"
          + " for each multiply-accumulate; all other ops are timed but not counted. Low precision"
          + " is the share of them in bfloat16 or float16.",
      "Tensors: the most that TensorFlow's allocators held in a run. Process: by how much this"
          + " process grew at most, from before loading the model."
    },
    mixinStandardHelpOptions = true)
final class BenchCommand implements Callable<Integer> {
  private static final String HEADING =
      String.format(
          "%-18s %-10s %-10s %8s %9s %9s %8s %10s %5s %9s %9s",
          "network",
          "picture",
          "network at",
          "GFLOP",
          "median ms",
          "p90 ms",
          "GFLOP/s",
          "parameters",
          "low",
          "tensors",
          "process");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MODEL", description = "Names or folders (default: all that ship).")
  private List<String> models = new ArrayList<>();

  @Option(
      names = "--size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description = "Size of the picture that is fed (default: 640x480). May be repeated.")
  private List<NetworkSize> sizes = new ArrayList<>();

  @Option(
      names = "--network-size",
      paramLabel = "WxH",
      converter = SizeConverter.class,
      description =
          "Size that the convolutions see; a graph's own resizing is left out. May be repeated.")
  private List<NetworkSize> networkSizes = new ArrayList<>();

  @Option(names = "--runs", description = "Timed runs (default: ${DEFAULT-VALUE}).")
  private int runs = 30;

  @Option(names = "--threads", description = "Threads for TensorFlow; 0: one a core (default).")
  private int threads;

  @Option(names = "--device", description = "auto, cpu or gpu:N (default: ${DEFAULT-VALUE}).")
  private String device = ModelOptions.defaults().device();

  @Option(
      names = "--bfloat16",
      negatable = true,
      fallbackValue = "true",
      description = "Convolutions on the CPU in bfloat16 (default: where the CPU has it).")
  private boolean bfloat16 = ModelOptions.defaults().bfloat16();

  @Override
  public Integer call() {
    List<BenchOptions> cases = cases();
    ModelOptions options = new ModelOptions(device, threads, threads, bfloat16);
    List<Path> folders = folders();
    PrintWriter out = spec.commandLine().getOut();
    String measuredOn = "";
    int failures = 0;
    for (Path folder : folders) {
      for (BenchOptions bench : cases) {
        try {
          BenchResult result = ModelBench.run(folder, bench, options);
          if (!result.device().equals(measuredOn)) {
            measuredOn = result.device();
            out.printf("%s, %s%n%s%n", DeviceNames.describe(measuredOn), threadsText(), HEADING);
          }
          out.println(row(result, bench));
        } catch (ModelException e) {
          failures++;
          out.printf("%-18s %s%n", folder.getFileName(), e.getMessage());
          break;
        }
        out.flush();
      }
    }
    return failures == 0 ? ExitCode.SUCCESS : ExitCode.FAILURE;
  }

  private List<BenchOptions> cases() {
    List<BenchOptions> cases = new ArrayList<>();
    if (sizes.isEmpty() && networkSizes.isEmpty()) {
      cases.add(new BenchOptions(new NetworkSize(640, 480), false, runs));
    }
    sizes.forEach(size -> cases.add(new BenchOptions(size, false, runs)));
    networkSizes.forEach(size -> cases.add(new BenchOptions(size, true, runs)));
    return cases;
  }

  private List<Path> folders() {
    if (models.isEmpty()) {
      return Models.list(Installation.models()).stream().map(ModelEntry::directory).toList();
    }
    return models.stream().map(model -> Models.locate(model, Installation.models())).toList();
  }

  private String threadsText() {
    return threads == 0 ? "one thread a core" : threads + (threads == 1 ? " thread" : " threads");
  }

  private static String row(BenchResult result, BenchOptions bench) {
    NetworkSize network = result.network();
    String row =
        String.format(
            Locale.ROOT,
            "%-18s %-10s %-10s %8.3f %9.2f %9.2f %8.1f %10s %4.0f%% %6.1f MB %9s",
            result.name(),
            bench.atNetwork() ? "-" : text(bench.size()),
            network == null ? "-" : text(network),
            result.flops().total() / 1e9,
            result.medianMilliseconds(),
            result.p90Milliseconds(),
            result.gigaflopsPerSecond(),
            parameters(result.parameters()),
            100 * result.flops().reducedShare(),
            result.tensorBytes() / 1e6,
            result.processBytes().isPresent()
                ? String.format(Locale.ROOT, "%.0f MB", result.processBytes().getAsLong() / 1e6)
                : "-");
    return result.flops().uncounted().isEmpty()
        ? row
        : row
            + "  without "
            + result.flops().uncounted()
            + ", whose shapes TensorFlow did not tell";
  }

  private static String text(NetworkSize size) {
    return size.width() + "x" + size.height();
  }

  private static String parameters(long count) {
    return count < 10_000
        ? Long.toString(count)
        : String.format(Locale.ROOT, "%.3f M", count / 1e6);
  }

  /** {@code 640x480}: columns, then rows. */
  static final class SizeConverter implements ITypeConverter<NetworkSize> {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,5})[xX×](\\d{1,5})");

    @Override
    public NetworkSize convert(String value) {
      Matcher sides = SIZE.matcher(value);
      if (!sides.matches()) {
        throw new TypeConversionException("'" + value + "' is no size; 640x480 would be one");
      }
      return new NetworkSize(Integer.parseInt(sides.group(1)), Integer.parseInt(sides.group(2)));
    }
  }
}
