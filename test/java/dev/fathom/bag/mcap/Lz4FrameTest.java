package dev.fathom.bag.mcap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.codec.MalformedDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameOutputStream;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** LZ4 frames of every kind that recorders write. */
class Lz4FrameTest {
  private final Lz4Frame lz4 = new Lz4Frame();

  /** Text that repeats itself at all distances, so that linked blocks have much to link to. */
  private static byte[] repetitive(int length, long seed) {
    Random random = new Random(seed);
    byte[] bytes = new byte[length];
    int at = 0;
    while (at < length) {
      int run = Math.min(length - at, 4 + random.nextInt(300));
      int distance = at == 0 ? 0 : 1 + random.nextInt(Math.min(at, 65_535));
      for (int i = 0; i < run; i++, at++) {
        boolean fresh = distance == 0 || random.nextInt(40) == 0;
        bytes[at] = fresh ? (byte) random.nextInt(256) : bytes[at - distance];
      }
    }
    return bytes;
  }

  private byte[] decode(byte[] frame, int length) {
    byte[] out = new byte[Lz4Frame.HEADROOM + length + Lz4Frame.TAILROOM];
    assertEquals(length, lz4.decompress(frame, 0, frame.length, out, Lz4Frame.HEADROOM, length, 0));
    return Arrays.copyOfRange(out, Lz4Frame.HEADROOM, Lz4Frame.HEADROOM + length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 8, 9, 12, 13, 40, 1000, 65_535, 65_536, 70_001, 300_000})
  void linkedBlocksAreDecoded(int length) {
    for (int block : new int[] {1, 2, 5, 9, 16, 300, 4096, 65_536}) {
      if (length / block > 2000) {
        continue;
      }
      byte[] plain = repetitive(length, length);
      assertArrayEquals(plain, decode(linkedFrame(plain, block), length), "blocks of " + block);
    }
  }

  @Test
  void framesOfLz4JavaAreDecodedWithTheirChecksums() throws IOException {
    byte[] plain = repetitive(500_000, 5);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    try (LZ4FrameOutputStream out =
        new LZ4FrameOutputStream(
            frame,
            LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB,
            LZ4FrameOutputStream.FLG.Bits.BLOCK_INDEPENDENCE,
            LZ4FrameOutputStream.FLG.Bits.BLOCK_CHECKSUM,
            LZ4FrameOutputStream.FLG.Bits.CONTENT_CHECKSUM)) {
      out.write(plain);
    }
    byte[] bytes = frame.toByteArray();
    assertArrayEquals(plain, decode(bytes, plain.length));
    bytes[bytes.length - 1] ^= 1;
    assertThrows(MalformedDataException.class, () -> decode(bytes, plain.length));
  }

  @Test
  void damagedFramesAreRefusedOrDecodedButNeverOverrun() {
    byte[] plain = repetitive(20_000, 6);
    byte[] frame = linkedFrame(plain, 1000);
    for (long seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] damaged = frame.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      byte[] out = new byte[Lz4Frame.HEADROOM + plain.length + Lz4Frame.TAILROOM + 64];
      Arrays.fill(out, out.length - 64, out.length, (byte) 77);
      try {
        int found =
            lz4.decompress(damaged, 0, damaged.length, out, Lz4Frame.HEADROOM, plain.length, 0);
        assertEquals(true, found <= plain.length, "seed " + seed);
      } catch (MalformedDataException e) {
        assertEquals(true, e.offset() <= damaged.length, "seed " + seed);
      }
      for (int i = out.length - 64; i < out.length; i++) {
        assertEquals(77, out[i], "seed " + seed);
      }
    }
  }

  /** A frame whose blocks refer to the blocks before them, by a plain greedy search. */
  private static byte[] linkedFrame(byte[] plain, int blockBytes) {
    ByteBuffer out = ByteBuffer.allocate(64 + plain.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    byte[] descriptor = {0x40, 0x40};
    int sum = XXHashFactory.safeInstance().hash32().hash(descriptor, 0, 2, 0) >>> 8;
    out.putInt(Lz4Frame.MAGIC).put(descriptor).put((byte) sum);
    int[] table = new int[1 << 16];
    Arrays.fill(table, -1);
    for (int from = 0; from < plain.length; from += blockBytes) {
      int at = out.position();
      out.putInt(0);
      linkedBlock(plain, from, Math.min(plain.length, from + blockBytes), table, out);
      out.putInt(at, out.position() - at - 4);
    }
    out.putInt(0);
    return Arrays.copyOf(out.array(), out.position());
  }

  private static void linkedBlock(byte[] plain, int from, int to, int[] table, ByteBuffer out) {
    int anchor = from;
    int at = from;
    // The last match begins twelve bytes before the end at the latest.
    while (at < to - 12) {
      int word = (int) ByteCursor.u32(plain, at);
      int slot = (word * 0x9E3779B1) >>> 16;
      int match = table[slot];
      table[slot] = at;
      if (match < 0 || at - match > 65_535 || (int) ByteCursor.u32(plain, match) != word) {
        at++;
        continue;
      }
      int length = 4;
      while (at + length < to - 5 && plain[match + length] == plain[at + length]) {
        length++;
      }
      sequence(plain, anchor, at - anchor, length, out);
      out.putShort((short) (at - match));
      extension(length - 4, out);
      at += length;
      anchor = at;
    }
    sequence(plain, anchor, to - anchor, 4, out);
  }

  private static void sequence(byte[] plain, int from, int literals, int match, ByteBuffer out) {
    out.put((byte) (Math.min(literals, 15) << 4 | Math.min(match - 4, 15)));
    extension(literals, out);
    out.put(plain, from, literals);
  }

  private static void extension(int length, ByteBuffer out) {
    if (length >= 15) {
      int rest = length - 15;
      for (; rest >= 255; rest -= 255) {
        out.put((byte) 255);
      }
      out.put((byte) rest);
    }
  }
}
