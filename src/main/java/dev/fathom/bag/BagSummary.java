package dev.fathom.bag;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a recording holds.
 *
 * <p>Units: nanoseconds since the epoch, bytes.
 *
 * @param startNanos the earliest log time; 0 when there are no messages
 * @param endNanos the latest log time; 0 when there are no messages
 * @param messageCount messages of all topics
 * @param messagesPerTopic in the order of the reader's connections
 * @param files in the order in which they were given
 * @param storage {@code mcap}, {@code sqlite3} or both
 * @param compression of chunks ({@code zstd}, {@code lz4}, {@code none}), of files ({@code zstd
 *     files}) and of messages ({@code zstd messages})
 * @param sizeBytes of all files
 * @param metadata of each directory that has a readable {@code metadata.yaml}
 */
public record BagSummary(
    long startNanos,
    long endNanos,
    long messageCount,
    Map<String, Long> messagesPerTopic,
    List<Path> files,
    Set<String> storage,
    Set<String> compression,
    long sizeBytes,
    List<BagMetadata> metadata) {

  /** From the first message to the last. */
  public long durationNanos() {
    return endNanos - startNanos;
  }
}
