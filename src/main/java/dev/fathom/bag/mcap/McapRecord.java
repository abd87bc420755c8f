package dev.fathom.bag.mcap;

import java.util.Map;

/**
 * The records of an MCAP file as pure data.
 *
 * <p>Units: times are nanoseconds, offsets and lengths are bytes from the start of the file.
 * Source: MCAP format specification, version 0.
 */
public sealed interface McapRecord {

  /** The first record of a file. */
  record Header(String profile, String library) implements McapRecord {}

  /** The last record of a file; a {@code summaryStart} of 0 means that there is no summary. */
  record Footer(long summaryStart, long summaryOffsetStart, long summaryCrc)
      implements McapRecord {}

  /** What the messages of a channel look like. */
  record Schema(int id, String name, String encoding, String text) implements McapRecord {}

  /** A stream of messages on one topic; a {@code schemaId} of 0 means none. */
  record Channel(
      int id, int schemaId, String topic, String messageEncoding, Map<String, String> metadata)
      implements McapRecord {}

  /**
   * What precedes a chunk's records.
   *
   * @param recordsStart where the (compressed) records begin within the bytes that were parsed
   * @param compressedSize how many bytes they are
   */
  record ChunkHeader(
      long startTime,
      long endTime,
      long uncompressedSize,
      long uncompressedCrc,
      String compression,
      int recordsStart,
      long compressedSize)
      implements McapRecord {}

  /**
   * Where a chunk lies and which channels it holds.
   *
   * @param chunkOffset the chunk record's first byte (its opcode)
   * @param chunkLength the chunk record's bytes, opcode and length included
   * @param messageIndexOffsets by channel, where the message index lies; empty when there is none
   * @param messageIndexLength bytes of all message indexes, which follow the chunk
   */
  record ChunkIndex(
      long startTime,
      long endTime,
      long chunkOffset,
      long chunkLength,
      Map<Integer, Long> messageIndexOffsets,
      long messageIndexLength,
      String compression,
      long compressedSize,
      long uncompressedSize)
      implements McapRecord {}

  /** Counts over the whole file. */
  record Statistics(
      long messageCount,
      int schemaCount,
      long channelCount,
      long attachmentCount,
      long metadataCount,
      long chunkCount,
      long startTime,
      long endTime,
      Map<Integer, Long> channelMessageCounts)
      implements McapRecord {}

  /** Named pairs of text. */
  record Metadata(String name, Map<String, String> values) implements McapRecord {}

  /** The end of the data; a CRC of 0 means that none was computed. */
  record DataEnd(long dataCrc) implements McapRecord {}
}
