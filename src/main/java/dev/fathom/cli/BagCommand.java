package dev.fathom.cli;

import dev.fathom.bag.BagProblem;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagRecovery;
import dev.fathom.bag.BagSummary;
import dev.fathom.bag.Connection;
import dev.fathom.bag.RecoveryReport;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code fathom bag}: looks into recordings and mends broken ones. */
@Command(
    name = "bag",
    description = "Looks into rosbag2 recordings and recovers broken ones.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class BagCommand {
  private static final double BYTES_PER_MEGABYTE = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  @Spec private CommandSpec spec;

  @Command(
      name = "info",
      description = "What a recording holds, and what is wrong with it.",
      mixinStandardHelpOptions = true)
  int info(
      @Parameters(paramLabel = "BAG", arity = "1..*") List<Path> bags,
      @Option(names = "--check", description = "Read every message and check every CRC.")
          boolean check)
      throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    try (BagReader reader = BagReader.open(bags)) {
      if (check) {
        reader.read(dev.fathom.bag.BagFilter.all(), (c, log, publish, bytes, offset, length) -> {});
      }
      print(out, reader.summary(), reader.connections());
      return report(reader.problems());
    }
  }

  private void print(PrintWriter out, BagSummary summary, List<Connection> connections) {
    out.printf("  files        %s%n", summary.files());
    out.printf(
        "  storage      %s, compression %s, %.1f MB%n",
        String.join(", ", summary.storage()),
        String.join(", ", summary.compression()),
        summary.sizeBytes() / BYTES_PER_MEGABYTE);
    if (summary.messageCount() > 0) {
      out.printf("  start        %s%n", TIME.format(instant(summary.startNanos())));
      out.printf(
          Locale.ROOT, "  duration     %.3f s%n", summary.durationNanos() / NANOS_PER_SECOND);
    }
    out.printf("  messages     %d%n%n", summary.messageCount());
    connections.stream()
        .sorted(Comparator.comparing(Connection::topic))
        .forEach(
            c ->
                out.printf(
                    "  %8d  %-45s %s%n",
                    summary.messagesPerTopic().getOrDefault(c.topic(), 0L), c.topic(), c.type()));
  }

  private static Instant instant(long nanos) {
    return Instant.ofEpochSecond(0, nanos);
  }

  private int report(List<BagProblem> problems) {
    PrintWriter errors = spec.commandLine().getErr();
    problems.forEach(problem -> errors.println("fathom: " + problem));
    return problems.stream().anyMatch(BagProblem::dataLost) ? ExitCode.DATA_LOST : ExitCode.SUCCESS;
  }

  @Command(
      name = "recover",
      description = "Writes every complete message of a broken recording to a new one.",
      mixinStandardHelpOptions = true)
  int recover(
      @Parameters(paramLabel = "BAG") Path bag,
      @Option(
              names = {"-o", "--out"},
              paramLabel = "DIR",
              description = "Where to (default: BAG_recovered).")
          @Nullable Path out)
      throws Exception {
    Path target = out == null ? bag.resolveSibling(bag.getFileName() + "_recovered") : out;
    RecoveryReport report = BagRecovery.recover(bag, target);
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.printf(
        "  recovered  %d messages to %s%n%n", report.messageCount(), report.directory());
    report
        .messagesPerTopic()
        .forEach((topic, count) -> terminal.printf("  %8d  %s%n", count, topic));
    return report(new ArrayList<>(report.problems()));
  }
}
