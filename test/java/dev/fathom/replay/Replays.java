package dev.fathom.replay;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagProblem;
import dev.fathom.bag.BagReader;
import dev.fathom.codec.MessageCodec;
import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.pipeline.PipelineOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs replays and reads back what they wrote. */
final class Replays {
  static final ReplayProgress QUIET =
      new ReplayProgress() {
        @Override
        public void phase(String what) {}

        @Override
        public void frames(long done, long total) {}
      };

  private Replays() {}

  /** Options for a replay with few threads and no previews; {@code assignments} are name:=value. */
  static ReplayOptions options(Path bag, Path out, PipelineKind kind, String... assignments) {
    List<Setting> settings = new ArrayList<>(List.of(ParameterFile.assignment("threads:=1")));
    Arrays.stream(assignments).map(ParameterFile::assignment).forEach(settings::add);
    return new ReplayOptions(
        List.of(bag),
        new OutputDirectory(out),
        false,
        kind,
        ReplayOptions.NamedTopics.none(),
        0,
        Double.POSITIVE_INFINITY,
        false,
        null,
        0,
        RecordBinding.bind(PipelineOptions.defaults(), settings),
        Path.of("models"));
  }

  static ReplaySummary run(ReplayOptions options) throws IOException {
    return Replay.run(options, QUIET);
  }

  static ReplaySummary stereo(Path bag, Path out, String... assignments) throws IOException {
    return run(options(bag, out, PipelineKind.STEREO, assignments));
  }

  /** The options with other components, by name. */
  static ReplayOptions with(ReplayOptions options, Map<String, Object> changes) {
    try {
      var components = ReplayOptions.class.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            changes.containsKey(components[i].getName())
                ? changes.get(components[i].getName())
                : components[i].getAccessor().invoke(options);
      }
      return (ReplayOptions) ReplayOptions.class.getDeclaredConstructors()[0].newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A message with the time it was logged. */
  @SuppressWarnings("ArrayRecordComponent")
  record Logged(long logTime, byte[] bytes) {
    <T extends Record> T as(Class<T> type) {
      return MessageCodec.of(type).decode(bytes);
    }
  }

  /** Every message by topic, in the order of the recording. */
  static Map<String, List<Logged>> read(Path bag) throws IOException {
    Map<String, List<Logged>> messages = new LinkedHashMap<>();
    try (BagReader reader = BagReader.open(bag)) {
      reader.connections().forEach(c -> messages.put(c.topic(), new ArrayList<>()));
      reader.read(
          BagFilter.all(),
          (c, logTime, publishTime, bytes, offset, length) ->
              messages
                  .get(c.topic())
                  .add(new Logged(logTime, Arrays.copyOfRange(bytes, offset, offset + length))));
      List<BagProblem> problems = reader.problems();
      if (!problems.isEmpty()) {
        throw new AssertionError("our own recording has problems: " + problems);
      }
    }
    return messages;
  }

  /** The messages of one topic; the others are not kept in memory. */
  static <T extends Record> List<T> messages(Path bag, String topic, Class<T> type)
      throws IOException {
    List<T> found = new ArrayList<>();
    try (BagReader reader = BagReader.open(bag)) {
      reader.read(
          BagFilter.topics(topic),
          (c, logTime, publishTime, bytes, offset, length) ->
              found.add(
                  MessageCodec.of(type)
                      .decode(Arrays.copyOfRange(bytes, offset, offset + length))));
    }
    return found;
  }

  /** Every file below a folder, with its bytes. */
  static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        files.put(
            folder.relativize(file).toString(), bytes.length + " bytes " + Arrays.hashCode(bytes));
      }
    }
    return files;
  }
}
