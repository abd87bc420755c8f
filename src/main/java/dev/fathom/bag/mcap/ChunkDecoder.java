package dev.fathom.bag.mcap;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.fathom.bag.mcap.McapRecord.ChunkHeader;
import dev.fathom.codec.MalformedDataException;
import java.util.zip.CRC32;

/**
 * Makes a chunk's records readable: decompresses them and checks their size and CRC.
 *
 * <p>Threads: one at a time.
 */
final class ChunkDecoder implements AutoCloseable {
  /** LZ4 spends at least one byte on 255. */
  private static final int LZ4_MAX_RATIO = 255;

  private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
  private final Lz4Frame lz4 = new Lz4Frame();
  private final CRC32 crc = new CRC32();

  /**
   * Fills {@code into} with the records of a chunk.
   *
   * @param raw the chunk record; an uncompressed chunk's array moves to {@code into}
   * @param base the offset of the chunk record in the file, for errors
   */
  void decode(ChunkHeader header, SegmentBuffer raw, long base, SegmentBuffer into) {
    int start = header.recordsStart();
    int size = checkedSize(header, raw.bytes(), base);
    int packed = (int) header.compressedSize();
    if (size == 0) {
      into.setRange(into.start(), 0);
      return;
    }
    switch (compression(header, base)) {
      case NONE -> {
        into.swap(raw);
        into.setRange(start, size);
      }
      case LZ4 -> {
        into.reserve(size);
        int found =
            lz4.decompress(raw.bytes(), start, packed, into.bytes(), into.start(), size, base);
        expectSize(size, found, base);
      }
      case ZSTD -> {
        into.reserve(size);
        expectSize(size, unzstd(raw.bytes(), start, packed, into, size, base), base);
      }
    }
    into.setRange(into.start(), size);
    checkCrc(header, into, base);
  }

  static ChunkCompression compression(ChunkHeader header, long base) {
    return ChunkCompression.named(header.compression())
        .orElseThrow(
            () ->
                new MalformedDataException(
                    base,
                    "chunk is compressed with '"
                        + printable(header.compression())
                        + "'; known are lz4, zstd and none"));
  }

  private void checkCrc(ChunkHeader header, SegmentBuffer records, long base) {
    if (header.uncompressedCrc() == 0) {
      return;
    }
    crc.reset();
    crc.update(records.bytes(), records.start(), records.length());
    if (crc.getValue() != header.uncompressedCrc()) {
      throw new MalformedDataException(
          base,
          String.format(
              "chunk CRC is %08x, its records have %08x",
              header.uncompressedCrc(), crc.getValue()));
    }
  }

  /** The uncompressed size, if the compressed bytes can be as many: checked before allocation. */
  private static int checkedSize(ChunkHeader header, byte[] raw, long base) {
    long size = header.uncompressedSize();
    long packed = header.compressedSize();
    if (size > Mcap.MAX_CHUNK_BYTES) {
      throw new MalformedDataException(
          base, "chunk claims " + size + " bytes; at most " + Mcap.MAX_CHUNK_BYTES);
    }
    if (size == 0) {
      return 0;
    }
    long possible =
        switch (compression(header, base)) {
          case NONE -> packed;
          case LZ4 -> Math.min(size, packed * LZ4_MAX_RATIO);
          case ZSTD -> zstdSize(raw, header.recordsStart(), (int) packed, size);
        };
    expectSize(size, possible, base);
    return (int) size;
  }

  /** The size that the first frame states, if that is too much; otherwise what is claimed. */
  private static long zstdSize(byte[] raw, int rawOffset, int packed, long claimed) {
    try {
      // Further frames may follow the first.
      return Math.max(claimed, Zstd.getFrameContentSize(raw, rawOffset, packed));
    } catch (ZstdException e) {
      // A frame may leave its size open, and then only decompressing shows it.
      return claimed;
    }
  }

  private int unzstd(
      byte[] raw, int rawOffset, int packed, SegmentBuffer into, int size, long base) {
    try {
      return zstd.decompressByteArray(into.bytes(), into.start(), size, raw, rawOffset, packed);
    } catch (ZstdException e) {
      MalformedDataException malformed =
          new MalformedDataException(base, "zstd chunk is malformed: " + e.getMessage());
      malformed.initCause(e);
      throw malformed;
    }
  }

  private static void expectSize(long claimed, long found, long base) {
    if (claimed != found) {
      throw new MalformedDataException(
          base, "chunk claims " + claimed + " bytes of records, but holds " + found);
    }
  }

  private static String printable(String text) {
    String cut = text.length() > 32 ? text.substring(0, 32) + "…" : text;
    return cut.replaceAll("\\p{Cntrl}", "?");
  }

  @Override
  public void close() {
    zstd.close();
  }
}
