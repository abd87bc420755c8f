package dev.fathom.bag;

import java.util.List;

/**
 * What a {@code metadata.yaml} says, in any of its versions 1 to 9.
 *
 * <p>Units: nanoseconds since the epoch.
 *
 * @param version of the layout
 * @param storage {@code mcap}, {@code sqlite3} or a name that Fathom does not know
 * @param startNanos the earliest message
 * @param durationNanos from there to the latest
 * @param messageCount of all topics
 * @param topics with their message counts
 * @param compressionFormat of files or messages; empty when they are not compressed
 * @param compressionMode {@code FILE}, {@code MESSAGE} or empty, in any case of letters
 * @param files relative to the directory, in time order
 * @param rosDistro empty when not stated
 */
public record BagMetadata(
    int version,
    String storage,
    long startNanos,
    long durationNanos,
    long messageCount,
    List<TopicCount> topics,
    String compressionFormat,
    String compressionMode,
    List<FileCount> files,
    String rosDistro) {
  public BagMetadata {
    topics = List.copyOf(topics);
    files = List.copyOf(files);
  }

  /** A topic and how many messages it has. */
  public record TopicCount(Connection connection, long messageCount) {}

  /**
   * A file; {@code messageCount} is −1 where it is not stated, as before version 5.
   *
   * @param path relative to the directory
   */
  public record FileCount(String path, long startNanos, long durationNanos, long messageCount) {}

  boolean compressesFiles() {
    return compressionMode.equalsIgnoreCase("file");
  }

  boolean compressesMessages() {
    return compressionMode.equalsIgnoreCase("message");
  }
}
