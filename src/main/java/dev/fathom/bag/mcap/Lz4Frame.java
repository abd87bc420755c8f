package dev.fathom.bag.mcap;

import dev.fathom.codec.MalformedDataException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.XXHash32;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Decodes LZ4 frames, with linked blocks too.
 *
 * <p>lz4-java decodes single blocks, and its frame reader refuses linked ones, which liblz4 writes
 * by default. A linked block may repeat bytes of the 64 KiB before it. Here the block decoder is
 * made to believe that it has itself just written those bytes: a sequence is put before the block
 * that holds them as literals and ends, as it must, with a match, of four bytes, which rewrites
 * their end.
 *
 * <p>Source: LZ4 Frame Format 1.6.1, LZ4 Block Format. Threads: one at a time.
 */
final class Lz4Frame {
  /** Bytes that the caller leaves free before the output; what they hold is overwritten. */
  static final int HEADROOM = 16;

  /** Bytes that the caller leaves free behind the output; what they hold is overwritten. */
  static final int TAILROOM = 16;

  static final int MAGIC = 0x184D2204;
  static final int STORED = 1 << 31;
  private static final int SKIPPABLE = 0x184D2A50;
  private static final int MAX_DISTANCE = 65535;
  private static final int MIN_MATCH = 4;

  /** A block of fewer bytes has no match: it would need two tokens, an offset, five literals. */
  private static final int MIN_BLOCK_WITH_MATCH = 9;

  private final LZ4SafeDecompressor decompressor = LZ4Factory.fastestInstance().safeDecompressor();
  private final XXHash32 hash = XXHashFactory.fastestInstance().hash32();
  private byte[] primed = new byte[0];
  private final byte[] overwritten = new byte[MIN_MATCH];

  private record Descriptor(
      int bytes, boolean linked, boolean blockSums, boolean contentSum, int maxBlock) {}

  /**
   * Decodes all frames in a range.
   *
   * @param base the offset of {@code in[inOffset]} that errors name
   * @param out has {@link #HEADROOM} bytes before {@code outOffset} and {@link #TAILROOM} behind
   *     {@code outLength}
   * @return the number of bytes written to {@code out}
   */
  int decompress(
      byte[] in, int inOffset, int length, byte[] out, int outOffset, int outLength, long base) {
    ByteCursor cursor = new ByteCursor(in, inOffset, length, base);
    int outEnd = outOffset + outLength;
    int written = outOffset;
    while (cursor.remaining() > 0) {
      long magic = cursor.u32("LZ4 magic");
      if ((magic & ~0xFL) == SKIPPABLE) {
        cursor.skip(cursor.u32("LZ4 skippable frame"), "LZ4 skippable frame");
      } else if (magic == MAGIC) {
        written = frame(cursor, in, out, written, outEnd);
      } else {
        throw new MalformedDataException(
            cursor.offset() - 4, "LZ4 frame begins with 0x" + Long.toHexString(magic));
      }
    }
    return written - outOffset;
  }

  private int frame(ByteCursor cursor, byte[] in, byte[] out, int outStart, int outEnd) {
    Descriptor descriptor = descriptor(cursor, in);
    int written = outStart;
    while (true) {
      int word = (int) cursor.u32("LZ4 block size");
      if (word == 0) {
        break;
      }
      int size = word & ~STORED;
      if (size > descriptor.maxBlock) {
        throw new MalformedDataException(
            cursor.offset() - 4,
            "LZ4 block of " + size + " bytes, but the frame allows " + descriptor.maxBlock);
      }
      long offset = cursor.offset();
      int at = cursor.skip(size, "LZ4 block");
      int history = descriptor.linked ? written - outStart : 0;
      written =
          word < 0
              ? stored(in, at, size, out, written, outEnd, offset)
              : block(in, at, size, out, written, history, outEnd, offset);
      if (descriptor.blockSums) {
        check(cursor, "LZ4 block checksum", hash.hash(in, at, size, 0));
      }
    }
    if (descriptor.contentSum) {
      check(cursor, "LZ4 content checksum", hash.hash(out, outStart, written - outStart, 0));
    }
    return written;
  }

  private Descriptor descriptor(ByteCursor cursor, byte[] in) {
    int start = cursor.position();
    int flags = cursor.u8("LZ4 flags");
    int sizes = cursor.u8("LZ4 block descriptor");
    if ((flags & 0xC1) != 0x40 || (sizes & 0x70) < 0x40) {
      throw new MalformedDataException(
          cursor.offset() - 2,
          String.format("LZ4 frame descriptor %02x %02x is not supported", flags, sizes));
    }
    if ((flags & 0x08) != 0) {
      cursor.u64("LZ4 content size");
    }
    int bytes = cursor.position() - start;
    int expected = (hash.hash(in, start, bytes, 0) >>> 8) & 0xFF;
    if (cursor.u8("LZ4 header checksum") != expected) {
      throw new MalformedDataException(cursor.offset() - 1, "LZ4 header checksum is wrong");
    }
    return new Descriptor(
        bytes,
        (flags & 0x20) == 0,
        (flags & 0x10) != 0,
        (flags & 0x04) != 0,
        1 << (8 + 2 * (sizes >> 4 & 7)));
  }

  private static void check(ByteCursor cursor, String name, int found) {
    int expected = (int) cursor.u32(name);
    if (found != expected) {
      throw new MalformedDataException(
          cursor.offset() - 4, String.format("%s is %08x, found %08x", name, expected, found));
    }
  }

  private static int stored(
      byte[] in, int at, int size, byte[] out, int written, int outEnd, long offset) {
    if (size > outEnd - written) {
      throw overrun(offset, written + (long) size - outEnd);
    }
    System.arraycopy(in, at, out, written, size);
    return written + size;
  }

  private int block(
      byte[] in, int at, int size, byte[] out, int written, int history, int outEnd, long offset) {
    int end;
    try {
      end =
          history == 0 || size < MIN_BLOCK_WITH_MATCH
              ? written + decompressor.decompress(in, at, size, out, written, outEnd - written)
              : linkedBlock(in, at, size, out, written, history, outEnd);
    } catch (LZ4Exception e) {
      MalformedDataException malformed =
          new MalformedDataException(offset, "LZ4 block is malformed: " + e.getMessage());
      malformed.initCause(e);
      throw malformed;
    }
    if (end > outEnd) {
      throw overrun(offset, end - outEnd);
    }
    return end;
  }

  private static MalformedDataException overrun(long offset, long bytes) {
    return new MalformedDataException(
        offset, "LZ4 block has " + bytes + " bytes more than the chunk says");
  }

  private int linkedBlock(
      byte[] in, int at, int size, byte[] out, int written, int history, int outEnd) {
    int window = Math.min(Math.max(history, MIN_MATCH), MAX_DISTANCE);
    int start = written - window - MIN_MATCH;
    int primedLength = prime(out, written, window, size);
    System.arraycopy(in, at, primed, primedLength, size);
    System.arraycopy(out, start, overwritten, 0, MIN_MATCH);
    int decoded =
        decompressor.decompress(
            primed, 0, primedLength + size, out, start, outEnd + TAILROOM - start);
    System.arraycopy(overwritten, 0, out, start, MIN_MATCH);
    return start + decoded;
  }

  /**
   * The sequence that writes {@code window}'s last four bytes, then the window: literals are the
   * last four bytes and all before them; the match, one window back, is the last four again.
   */
  private int prime(byte[] out, int windowEnd, int window, int room) {
    int most = 1 + window / 255 + 1 + window + 2 + room;
    if (primed.length < most) {
      primed = new byte[most];
    }
    int p = 0;
    primed[p++] = (byte) (Math.min(window, 15) << 4);
    if (window >= 15) {
      int rest = window - 15;
      for (; rest >= 255; rest -= 255) {
        primed[p++] = (byte) 255;
      }
      primed[p++] = (byte) rest;
    }
    System.arraycopy(out, windowEnd - MIN_MATCH, primed, p, MIN_MATCH);
    System.arraycopy(out, windowEnd - window, primed, p + MIN_MATCH, window - MIN_MATCH);
    p += window;
    primed[p++] = (byte) window;
    primed[p++] = (byte) (window >>> 8);
    return p;
  }
}
