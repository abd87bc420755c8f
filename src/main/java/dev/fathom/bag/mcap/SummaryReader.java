package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.ChunkIndex;
import dev.fathom.bag.mcap.McapRecord.Footer;
import dev.fathom.bag.mcap.McapRecord.Statistics;
import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Builds the index of a file from its summary, and refuses one that cannot be relied on.
 *
 * <p>A summary that is used has statistics, lists as many chunks and channels as they say, and no
 * chunk lies outside the list.
 *
 * <p>Threads: one at a time.
 */
final class SummaryReader {
  private final McapInput input;
  private final SegmentLoader loader;
  private final McapIndex index = new McapIndex();
  private final List<ChunkIndex> chunks = new ArrayList<>();
  private @Nullable Statistics statistics;

  SummaryReader(McapInput input, SegmentLoader loader) {
    this.input = input;
    this.loader = loader;
  }

  /**
   * The index; null when the file has no summary.
   *
   * @throws MalformedDataException when it has one that cannot be used
   */
  @Nullable McapIndex read() throws IOException {
    byte[] magic = Mcap.magic();
    long footerAt = input.size() - magic.length - Mcap.RECORD_PREFIX - Mcap.FOOTER_BYTES;
    if (footerAt < magic.length) {
      return null;
    }
    int tailLength = (int) (input.size() - footerAt);
    byte[] tail = Arrays.copyOf(input.peek(footerAt, tailLength), tailLength);
    ByteCursor cursor = new ByteCursor(tail, 0, tailLength, footerAt);
    boolean footer =
        cursor.u8("footer opcode") == Mcap.FOOTER
            && cursor.u64("footer length") == Mcap.FOOTER_BYTES
            && Arrays.equals(tail, tailLength - magic.length, tailLength, magic, 0, magic.length);
    if (!footer) {
      return null;
    }
    Footer found = RecordParser.footer(cursor);
    if (found.summaryStart() == 0) {
      return null;
    }
    readSummary(found, footerAt, tail);
    return index();
  }

  private void readSummary(Footer footer, long footerAt, byte[] tail) throws IOException {
    long length = footerAt - footer.summaryStart();
    if (length < 0 || length > Mcap.MAX_RECORD_BYTES) {
      throw new MalformedDataException(
          footerAt, "summary starts at byte " + footer.summaryStart() + ", behind the footer");
    }
    SegmentBuffer summary = new SegmentBuffer();
    summary.reserve((int) length);
    input.read(footer.summaryStart(), summary.bytes(), summary.start(), (int) length);
    summary.setRange(summary.start(), (int) length);
    if (footer.summaryCrc() != 0) {
      CRC32 crc = new CRC32();
      crc.update(summary.bytes(), summary.start(), (int) length);
      crc.update(tail, 0, Mcap.RECORD_PREFIX + 16);
      if (crc.getValue() != footer.summaryCrc()) {
        throw new MalformedDataException(
            footer.summaryStart(),
            String.format("summary CRC is %08x, found %08x", footer.summaryCrc(), crc.getValue()));
      }
    }
    RecordWalk walk = new RecordWalk(summary, footer.summaryStart(), false);
    while (walk.next()) {
      switch (walk.opcode()) {
        case Mcap.SCHEMA, Mcap.CHANNEL -> index.registry().read(walk.opcode(), walk.cursor());
        case Mcap.CHUNK_INDEX -> chunks.add(RecordParser.chunkIndex(walk.cursor()));
        case Mcap.STATISTICS -> statistics = RecordParser.statistics(walk.cursor());
        default -> {
          // Attachments and metadata are found in the data; offsets within the summary not needed.
        }
      }
    }
  }

  private @Nullable McapIndex index() throws IOException {
    Statistics counts = statistics;
    if (counts == null) {
      return null;
    }
    int channels = index.registry().channels().size();
    if (counts.chunkCount() != chunks.size() || counts.channelCount() != channels) {
      if (chunks.isEmpty() || channels == 0) {
        // Both are optional in a summary.
        return null;
      }
      throw new MalformedDataException(
          0,
          String.format(
              "summary lists %d chunks and %d channels, its statistics say %d and %d",
              chunks.size(), channels, counts.chunkCount(), counts.channelCount()));
    }
    index.messageCounts().putAll(counts.channelMessageCounts());
    if (counts.messageCount() != index.messageCount()) {
      throw new MalformedDataException(
          0,
          String.format(
              "summary counts %d messages, but %d by channel",
              counts.messageCount(), index.messageCount()));
    }
    chunks.sort(Comparator.comparingLong(ChunkIndex::chunkOffset));
    addChunks();
    if (counts.messageCount() > 0) {
      index.cover(counts.startTime(), counts.endTime());
    }
    return index;
  }

  /** Adds the chunks, and what lies between them: metadata, and messages outside chunks. */
  private void addChunks() throws IOException {
    McapScanner gaps = new McapScanner(input, loader, index, false);
    long at = Mcap.magic().length;
    for (ChunkIndex chunk : chunks) {
      long end = chunk.chunkOffset() + chunk.chunkLength();
      if (chunk.chunkOffset() < at || end < at || end > input.size()) {
        throw new MalformedDataException(
            chunk.chunkOffset(), "chunk index of " + chunk.chunkLength() + " bytes is impossible");
      }
      gaps.scan(at, chunk.chunkOffset());
      index.compressions().add(chunk.compression().isEmpty() ? "none" : chunk.compression());
      Set<Integer> channels = Set.copyOf(chunk.messageIndexOffsets().keySet());
      index
          .segments()
          .add(
              new Segment(
                  true,
                  chunk.chunkOffset(),
                  chunk.chunkLength(),
                  chunk.startTime(),
                  chunk.endTime(),
                  channels,
                  false));
      at = Math.min(input.size(), end + chunk.messageIndexLength());
    }
    gaps.scan(at, input.size());
    if (gaps.foundChunk() || index.problems().stream().anyMatch(McapProblem::dataLost)) {
      throw new MalformedDataException(at, "summary does not list all chunks");
    }
  }
}
