package dev.fathom.bag;

import dev.fathom.bag.BagMetadata.FileCount;
import dev.fathom.bag.BagMetadata.TopicCount;
import dev.fathom.bag.mcap.McapWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a rosbag2 recording: a directory with one MCAP file and {@code metadata.yaml}.
 *
 * <p>Each complete chunk is handed to the operating system at once, so that a process that is
 * killed leaves a recording from which {@link BagRecovery} restores all of them. The same input
 * gives the same bytes.
 *
 * <p>Threads: one at a time. Cost: nothing allocated a message.
 */
public final class BagWriter implements AutoCloseable {
  private final Path directory;
  private final String fileName;
  private final McapWriter mcap;
  private final Map<String, Integer> schemaIds = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private boolean closed;

  private BagWriter(Path directory, String fileName, McapWriter mcap) {
    this.directory = directory;
    this.fileName = fileName;
    this.mcap = mcap;
  }

  /**
   * Begins a recording.
   *
   * @param directory is created; when it exists it must be empty
   */
  public static BagWriter create(Path directory, BagWriterOptions options) throws IOException {
    if (Files.exists(directory)) {
      requireEmpty(directory);
    }
    Files.createDirectories(directory);
    Path name = directory.toAbsolutePath().normalize().getFileName();
    String fileName = (name == null ? "bag" : name) + "_0.mcap";
    Path file = directory.resolve(fileName);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      McapWriter mcap =
          new McapWriter(channel, file.toString(), options.compression(), options.chunkBytes());
      return new BagWriter(directory, fileName, mcap);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static void requireEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new FileAlreadyExistsException(directory + " exists and is not a directory");
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      if (entries.iterator().hasNext()) {
        throw new FileAlreadyExistsException(directory + " exists and is not empty");
      }
    }
  }

  /**
   * Declares a topic of CDR messages.
   *
   * @param definition the message definition with those that it uses
   */
  public Connection addTopic(
      String topic, String type, String definition, List<QosProfile> offeredQos)
      throws IOException {
    return addTopic(new Connection(0, topic, type, "cdr", offeredQos, definition, ""));
  }

  /** Declares a topic like one of another recording; the number is this recording's. */
  public Connection addTopic(Connection like) throws IOException {
    for (Connection known : connections) {
      if (known.topic().equals(like.topic()) && known.type().equals(like.type())) {
        throw new IllegalArgumentException("topic " + like.topic() + " was already added");
      }
    }
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("offered_qos_profiles", QosYaml.numbered(like.offeredQos()));
    if (!like.typeHash().isEmpty()) {
      metadata.put("topic_type_hash", like.typeHash());
    }
    int id = mcap.addChannel(schema(like), like.topic(), like.serializationFormat(), metadata);
    Connection connection =
        new Connection(
            id,
            like.topic(),
            like.type(),
            like.serializationFormat(),
            like.offeredQos(),
            like.definition(),
            like.typeHash());
    connections.add(connection);
    return connection;
  }

  private int schema(Connection connection) throws IOException {
    String key = connection.type() + '\n' + connection.definition();
    Integer known = schemaIds.get(key);
    if (known != null) {
      return known;
    }
    int id =
        mcap.addSchema(connection.type(), connection.definitionEncoding(), connection.definition());
    schemaIds.put(key, id);
    return id;
  }

  /**
   * Adds a message: {@code length} bytes from {@code offset} on, as they are on the wire.
   *
   * <p>Units: nanoseconds since the epoch.
   *
   * @param connection what {@link #addTopic} of this writer returned
   * @throws IOException when the disk is full, among others; what was complete stays recoverable
   */
  public void write(
      Connection connection,
      long logTimeNanos,
      long publishTimeNanos,
      byte[] bytes,
      int offset,
      int length)
      throws IOException {
    int id = connection.id();
    if (id < 0 || id >= connections.size() || !connections.get(id).equals(connection)) {
      throw new IllegalArgumentException(
          "topic " + connection.topic() + " was not added to this recording");
    }
    mcap.write(id, logTimeNanos, publishTimeNanos, bytes, offset, length);
  }

  /** The topics so far. */
  public List<Connection> connections() {
    return List.copyOf(connections);
  }

  /** Completes the file and writes {@code metadata.yaml}. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    mcap.close();
    Path target = directory.resolve(MetadataFile.NAME);
    // Whole or not at all: a metadata.yaml cut short would hide a good file.
    Path partial = directory.resolve(MetadataFile.NAME + ".partial");
    Files.writeString(partial, MetadataFile.write(metadata()));
    Files.move(partial, target);
  }

  private BagMetadata metadata() {
    long total = 0;
    List<TopicCount> topics = new ArrayList<>();
    for (Connection connection : connections) {
      long count = mcap.messageCount(connection.id());
      total += count;
      topics.add(new TopicCount(connection, count));
    }
    long start = mcap.startTime();
    long duration = mcap.endTime() - start;
    FileCount file = new FileCount(fileName, start, duration, total);
    return new BagMetadata(5, "mcap", start, duration, total, topics, "", "", List.of(file), "");
  }
}
