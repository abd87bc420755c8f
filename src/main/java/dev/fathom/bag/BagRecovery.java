package dev.fathom.bag;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a sound recording of a damaged one.
 *
 * <p>Everything is restored that {@link BagReader} can read: every complete chunk, whether the file
 * was cut short, not closed, or damaged in between, and the complete messages of an incomplete
 * chunk that is not compressed.
 */
public final class BagRecovery {
  private BagRecovery() {}

  /**
   * Writes what is readable of {@code damaged} to a new recording.
   *
   * @param damaged a directory or a data file; it is not changed
   * @param outDirectory is created; when it exists it must be empty
   * @throws IOException when nothing can be read, or the new recording cannot be written
   */
  public static RecoveryReport recover(Path damaged, Path outDirectory) throws IOException {
    try (BagReader reader = BagReader.open(damaged)) {
      Map<String, Long> counts = new LinkedHashMap<>();
      long[] untimed = new long[1];
      try (BagWriter writer = BagWriter.create(outDirectory, BagWriterOptions.defaults())) {
        List<Connection> topics = new ArrayList<>();
        for (Connection connection : reader.connections()) {
          topics.add(writer.addTopic(connection));
          counts.put(connection.topic(), 0L);
        }
        reader.read(
            BagFilter.all(),
            (connection, logTime, publishTime, bytes, offset, length) -> {
              if (logTime < 0 || publishTime < 0) {
                untimed[0]++;
                return;
              }
              Connection topic = topics.get(connection.id());
              writer.write(topic, logTime, publishTime, bytes, offset, length);
              counts.merge(connection.topic(), 1L, Long::sum);
            });
      }
      List<BagProblem> problems = new ArrayList<>(reader.problems());
      if (untimed[0] > 0) {
        String text = untimed[0] + " messages before 1970 left out: MCAP cannot hold them";
        problems.add(new BagProblem(damaged, -1, text, true));
      }
      long total = counts.values().stream().mapToLong(Long::longValue).sum();
      return new RecoveryReport(outDirectory, total, counts, problems);
    }
  }
}
