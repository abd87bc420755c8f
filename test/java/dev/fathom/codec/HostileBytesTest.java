package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.StdBool;
import dev.fathom.codec.msg.StdString;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the bytes, decoding ends in a message or a MalformedDataException, and stays small. */
class HostileBytesTest {
  private static final int SEEDS = 300;

  /** An exception with its trace, and per byte what the smallest list elements cost as objects. */
  private static final long MOST_ALLOCATED = 256 << 10;

  static Stream<String> rosTypes() {
    return Messages.all().stream().map(MessageCodec::rosType);
  }

  @ParameterizedTest
  @MethodSource("rosTypes")
  void everyTruncationIsAMessageOrMalformed(String rosType) {
    byte[] bytes = bytes(rosType, 1);
    for (int length = 0; length < bytes.length; length++) {
      decode(rosType, Arrays.copyOf(bytes, length), "cut to " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("rosTypes")
  void flippedBitsAndLyingLengthsAreAMessageOrMalformed(String rosType) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = bytes(rosType, seed % 10);
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[4 + random.nextInt(bytes.length - 4)] ^= (byte) (1 << random.nextInt(8));
      }
      if (bytes.length >= 8 && random.nextBoolean()) {
        int[] lies = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 28, bytes.length};
        int at = 4 + 4 * random.nextInt((bytes.length - 4) / 4);
        ByteBuffer.wrap(bytes)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(at, lies[random.nextInt(lies.length)]);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      decode(rosType, bytes, "seed " + seed);
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      // The first decoding of a type builds its codec.
      String what = "seed " + seed + " allocates " + allocated + " for " + bytes.length + " bytes";
      assertTrue(seed == 0 || allocated < MOST_ALLOCATED, what);
    }
  }

  @Test
  void lyingCountNamesItselfAndItsOffset() {
    byte[] bytes =
        hex(
            "00010000 01000000 02000000 04000000 63616d00 01000000 02000000"
                + "06000000 6d6f6e6f3800 0000 02000000 ffffff7f 0709");
    assertMalformed(Image.class, bytes, 44, "2147483647 elements cannot fit the 2 bytes left");
    byte[] text = hex("00010000 05000000 61626300");
    assertMalformed(StdString.class, text, 4, "5 elements cannot fit the 4 bytes left");
  }

  @Test
  void stringWithoutItsZeroAndBoolOfTwoAreRefused() {
    assertMalformed(StdString.class, hex("00010000 02000000 6161"), 9, "found 97");
    assertMalformed(StdBool.class, hex("00010000 02"), 4, "found 2");
  }

  @Test
  void otherEncapsulationsAreRefusedByName() {
    assertMalformed(StdBool.class, hex("00030000 01"), 0, "PL_CDR_LE");
    assertMalformed(StdBool.class, hex("00070000 01"), 0, "CDR2_LE");
    assertMalformed(StdBool.class, hex("00090000 01"), 0, "D_CDR2_LE");
    assertMalformed(StdBool.class, hex("12340000 01"), 0, "0x1234");
    assertMalformed(StdBool.class, hex("0001"), 0, "found 2 bytes");
  }

  private static void assertMalformed(Class<?> type, byte[] bytes, int offset, String reason) {
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> MessageCodec.of(type).decode(bytes), reason);
    assertTrue(e.offset() == offset && e.reason().contains(reason), e.toString());
  }

  private static byte[] bytes(String rosType, long seed) {
    Record message = new RandomMessages(seed).next(Messages.recordOf(rosType));
    return NaiveCdr.encode(message, ByteOrder.LITTLE_ENDIAN);
  }

  @SuppressWarnings("EmptyCatch") // Malformed is one of the two good ends.
  private static void decode(String rosType, byte[] bytes, String what) {
    try {
      MessageCodec.of(Messages.recordOf(rosType)).decode(bytes);
    } catch (MalformedDataException expected) {
    } catch (Throwable e) {
      fail(rosType + ", " + what, e);
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
