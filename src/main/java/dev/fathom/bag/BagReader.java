package dev.fathom.bag;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads one or more rosbag2 recordings as one, in log time order.
 *
 * <p>Damage never ends the reading: what is readable is read, and {@link #problems()} says what is
 * not. Memory is bounded by the chunks that overlap in time, not by the recording's length.
 *
 * <p>Threads: one at a time.
 */
public final class BagReader implements AutoCloseable {
  private final DataFiles files;
  private final List<Recording> recordings;
  private final List<Storage> storages = new ArrayList<>();
  private final ConnectionTable connections = new ConnectionTable();
  private final Set<BagProblem> problems = new LinkedHashSet<>();
  private boolean compressedMessages;

  private BagReader(DataFiles files, List<Recording> recordings) {
    this.files = files;
    this.recordings = recordings;
    for (Recording recording : recordings) {
      problems.addAll(recording.problems());
      storages.addAll(recording.storages());
      compressedMessages |= recording.metadata().map(BagMetadata::compressesMessages).orElse(false);
    }
    storages.forEach(connections::add);
    for (Recording recording : recordings) {
      problems.addAll(MetadataCheck.problems(recording));
    }
  }

  /**
   * Opens recordings: directories, or bare {@code .mcap} and {@code .db3} files.
   *
   * @throws IOException when one does not exist or is no recording
   */
  public static BagReader open(List<Path> bags) throws IOException {
    if (bags.isEmpty()) {
      throw new IllegalArgumentException("no recording given");
    }
    DataFiles files = new DataFiles();
    try {
      List<Recording> recordings = new ArrayList<>();
      for (Path bag : bags) {
        recordings.add(Recording.open(bag, files));
      }
      return new BagReader(files, recordings);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** Opens one recording. */
  public static BagReader open(Path bag) throws IOException {
    return open(List.of(bag));
  }

  /** The topics; the same topic in several files is one connection. */
  public List<Connection> connections() {
    return connections.all();
  }

  /** What the recordings hold. */
  public BagSummary summary() throws IOException {
    Map<String, Long> perTopic = messagesPerTopic();
    Set<String> formats = new LinkedHashSet<>();
    Set<String> compression = new LinkedHashSet<>();
    List<Path> paths = new ArrayList<>();
    long start = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    long size = 0;
    for (Storage storage : storages) {
      formats.add(storage.format());
      compression.addAll(storage.compression());
      paths.add(storage.file());
      start = Math.min(start, storage.startTime());
      end = Math.max(end, storage.endTime());
      size += Files.size(storage.file());
    }
    if (files.anyCompressed()) {
      compression.add("zstd files");
    }
    if (compressedMessages) {
      compression.add("zstd messages");
    }
    boolean empty = start > end;
    return new BagSummary(
        empty ? 0 : start,
        empty ? 0 : end,
        perTopic.values().stream().mapToLong(Long::longValue).sum(),
        perTopic,
        paths,
        formats,
        compression,
        size,
        recordings.stream().flatMap(r -> r.metadata().stream()).toList());
  }

  private Map<String, Long> messagesPerTopic() {
    Map<String, Long> perTopic = new LinkedHashMap<>();
    connections.all().forEach(c -> perTopic.put(c.topic(), 0L));
    for (Storage storage : storages) {
      for (Connection c : storage.connections()) {
        long count = storage.messageCounts().getOrDefault(c.id(), 0L);
        perTopic.merge(c.topic(), count, Long::sum);
      }
    }
    return perTopic;
  }

  /**
   * Gives the wanted messages to {@code sink} in log time order; of equal times, files that were
   * named first come first.
   *
   * @throws IOException when the sink throws it (other than {@link StopReading}), or a file cannot
   *     be read
   */
  public void read(BagFilter filter, MessageSink sink) throws IOException {
    long[] given = new long[storages.size()];
    try (MergedCursor cursor = new MergedCursor(storages, filter);
        MessageDecompressor decompressor = new MessageDecompressor()) {
      while (cursor.next()) {
        given[cursor.place()]++;
        Storage storage = storages.get(cursor.place());
        Storage.Cursor message = cursor.message();
        Connection connection = connections.of(cursor.place(), message.connection());
        if (DataFiles.isZstd(message.bytes(), message.offset(), message.length())) {
          giveDecompressed(storage, connection, message, decompressor, sink);
        } else {
          sink.message(
              connection,
              message.logTime(),
              message.publishTime(),
              message.bytes(),
              message.offset(),
              message.length());
        }
      }
    } catch (StopReading e) {
      return;
    }
    if (filter.equals(BagFilter.all())) {
      compareCounts(given);
    }
  }

  /** No CDR message begins like a zstd frame, so that one that does is compressed by itself. */
  private void giveDecompressed(
      Storage storage,
      Connection connection,
      Storage.Cursor message,
      MessageDecompressor decompressor,
      MessageSink sink)
      throws IOException {
    int length;
    try {
      length = decompressor.decompress(message.bytes(), message.offset(), message.length());
    } catch (MalformedDataException e) {
      String text = connection.topic() + " at " + message.logTime() + " ns: " + e.reason();
      problems.add(new BagProblem(storage.file(), -1, text, true));
      return;
    }
    sink.message(
        connection, message.logTime(), message.publishTime(), decompressor.bytes(), 0, length);
  }

  private void compareCounts(long[] given) {
    for (int i = 0; i < given.length; i++) {
      Storage storage = storages.get(i);
      long promised = storage.messageCounts().values().stream().mapToLong(Long::longValue).sum();
      if (promised != given[i]) {
        String text = "the file counts " + promised + " messages, " + given[i] + " were read";
        problems.add(new BagProblem(storage.file(), -1, text, given[i] < promised));
      }
    }
  }

  /** What is damaged or contradictory, as far as it is known: reading may add to it. */
  public List<BagProblem> problems() {
    Set<BagProblem> all = new LinkedHashSet<>(files.problems());
    storages.forEach(storage -> all.addAll(storage.problems()));
    all.addAll(problems);
    return List.copyOf(all);
  }

  /** Deletes temporary files. */
  @Override
  public void close() throws IOException {
    files.close();
  }
}
