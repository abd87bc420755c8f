package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.ChunkHeader;
import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads segments of one file into buffers.
 *
 * <p>Threads: one at a time.
 */
final class SegmentLoader implements AutoCloseable {
  private final McapInput input;
  private final ChunkDecoder decoder = new ChunkDecoder();
  private final SegmentBuffer raw = new SegmentBuffer();
  private String lastCompression = "";

  SegmentLoader(McapInput input) {
    this.input = input;
  }

  /**
   * Fills {@code into} with a segment's records.
   *
   * @throws MalformedDataException when the segment is damaged
   */
  void load(Segment segment, SegmentBuffer into) throws IOException {
    load(segment, into, null);
  }

  /** Like the other, and feeds the bytes as they are in the file to {@code crc}. */
  void load(Segment segment, SegmentBuffer into, @Nullable DataCrc crc) throws IOException {
    if (segment.length() > Mcap.MAX_CHUNK_BYTES || segment.end() > input.size()) {
      throw new MalformedDataException(
          segment.offset(),
          "chunk of "
              + segment.length()
              + " bytes; at most "
              + Math.min(Mcap.MAX_CHUNK_BYTES, input.size() - segment.offset()));
    }
    int length = (int) segment.length();
    SegmentBuffer target = segment.chunk() ? raw : into;
    target.reserve(length);
    input.read(segment.offset(), target.bytes(), target.start(), length);
    target.setRange(target.start(), length);
    if (crc != null) {
      crc.update(segment.offset(), target.bytes(), target.start(), length);
    }
    if (!segment.chunk()) {
      return;
    }
    ChunkHeader header = header(segment);
    lastCompression = header.compression().isEmpty() ? "none" : header.compression();
    if (segment.partial()) {
      loadPartial(header, segment, into);
    } else {
      decoder.decode(header, raw, segment.offset(), into);
    }
  }

  private ChunkHeader header(Segment segment) {
    ByteCursor cursor = new ByteCursor(raw.bytes(), raw.start(), raw.length(), segment.offset());
    int opcode = cursor.u8("chunk opcode");
    long content = cursor.u64("chunk length");
    if (opcode != Mcap.CHUNK || (!segment.partial() && content != cursor.remaining())) {
      throw new MalformedDataException(
          segment.offset(),
          String.format(
              "expected a chunk of %d bytes, found opcode 0x%02x and %d bytes",
              cursor.remaining(), opcode, content));
    }
    ChunkHeader header = RecordParser.chunkHeader(cursor);
    if (!segment.partial() && header.compressedSize() > cursor.remaining()) {
      throw new MalformedDataException(
          segment.offset(),
          "chunk claims "
              + header.compressedSize()
              + " bytes of records, but "
              + cursor.remaining()
              + " are left");
    }
    return header;
  }

  /** What is there of an uncompressed chunk; of a compressed one nothing can be trusted. */
  private void loadPartial(ChunkHeader header, Segment segment, SegmentBuffer into) {
    if (ChunkDecoder.compression(header, segment.offset()) != ChunkCompression.NONE) {
      throw new MalformedDataException(segment.offset(), "the file ends within a compressed chunk");
    }
    int there = raw.start() + raw.length() - header.recordsStart();
    into.swap(raw);
    into.setRange(header.recordsStart(), (int) Math.min(there, header.compressedSize()));
  }

  /** Name of the compression of the chunk that was read last. */
  String lastCompression() {
    return lastCompression;
  }

  @Override
  public void close() {
    decoder.close();
  }
}
