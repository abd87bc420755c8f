package dev.fathom.train.report;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.train.data.TfRecordReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.SessionLog;
import org.tensorflow.proto.Summary;

/**
 * The TensorBoard event files of a folder: their names, and what they say.
 *
 * <p>A training that goes on begins a new file, as TensorBoard expects it: nothing that is on disk
 * is ever changed, and a file whose end was lost in a crash keeps its beginning.
 */
final class EventFiles {
  private static final Pattern NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{1,18})\\..*");
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
  private static final int MAX_EVENT_BYTES = 1 << 24;

  private EventFiles() {}

  /** A file for now; its name sorts behind those that are there. */
  static Path next(Path folder, double wallSeconds) throws IOException {
    List<Path> present = list(folder);
    long seconds = (long) wallSeconds;
    if (!present.isEmpty()) {
      seconds = Math.max(seconds, seconds(present.get(present.size() - 1)) + 1);
    }
    return folder.resolve(
        String.format(
            "events.out.tfevents.%010d.%s.%d.0",
            seconds, hostName(), ProcessHandle.current().pid()));
  }

  /** The files in a folder, oldest first. */
  static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> children = Files.list(folder)) {
      return children
          .filter(file -> NAME.matcher(name(file)).matches())
          .sorted((a, b) -> compare(a, b))
          .toList();
    }
  }

  /**
   * Adds the scalars of all files in a folder to {@code series}, as TensorBoard would show them.
   *
   * @param upTo the last step that counts
   */
  static void read(Path folder, long upTo, Map<String, Series> series) throws IOException {
    for (Path file : list(folder)) {
      try (TfRecordReader records = new TfRecordReader(file, MAX_EVENT_BYTES)) {
        for (Event event = next(records); event != null; event = next(records)) {
          add(event, upTo, series);
        }
      }
    }
    series.values().removeIf(curve -> curve.size() == 0);
  }

  private static void add(Event event, long upTo, Map<String, Series> series) {
    if (event.getSessionLog().getStatus() == SessionLog.SessionStatus.START) {
      series.values().forEach(curve -> curve.cutFrom(event.getStep()));
    }
    if (event.getStep() > upTo) {
      return;
    }
    for (Summary.Value value : event.getSummary().getValueList()) {
      if (value.getValueCase() == Summary.Value.ValueCase.SIMPLE_VALUE) {
        series
            .computeIfAbsent(value.getTag(), tag -> new Series())
            .add(event.getStep(), event.getWallTime(), value.getSimpleValue());
      }
    }
  }

  /** Null at the end, and where a crash has left a damaged one: what follows cannot be found. */
  private static @Nullable Event next(TfRecordReader records) throws IOException {
    try {
      byte[] data = records.read();
      return data == null ? null : Event.parseFrom(data);
    } catch (MalformedDataException | InvalidProtocolBufferException damaged) {
      return null;
    }
  }

  private static int compare(Path a, Path b) {
    int bySeconds = Long.compare(seconds(a), seconds(b));
    return bySeconds != 0 ? bySeconds : name(a).compareTo(name(b));
  }

  private static long seconds(Path file) {
    Matcher matcher = NAME.matcher(name(file));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(file + " is no event file");
    }
    return Long.parseLong(matcher.group(1));
  }

  private static String name(Path file) {
    Path last = file.getFileName();
    return last == null ? "" : last.toString();
  }

  private static String hostName() {
    try {
      String name = Files.readString(HOST_NAME).strip().replaceAll("[^A-Za-z0-9_-]", "-");
      return name.isEmpty() ? "localhost" : name;
    } catch (IOException unknown) {
      return "localhost";
    }
  }
}
