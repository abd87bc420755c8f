package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.FloatingPointRange;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.StdUInt16;
import dev.fathom.codec.msg.StdUInt8;
import dev.fathom.codec.msg.Time;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
  private static final int SEEDS = 50;

  static Stream<String> rosTypes() {
    return Messages.all().stream().map(MessageCodec::rosType);
  }

  @ParameterizedTest
  @MethodSource("rosTypes")
  void encodesAsTheNaiveWriterDoes(String rosType) {
    CdrBuffer out = new CdrBuffer();
    for (long seed = 0; seed < SEEDS; seed++) {
      Record message = new RandomMessages(seed).next(Messages.recordOf(rosType));
      encode(message, out);
      assertArrayEquals(
          NaiveCdr.encode(message, ByteOrder.LITTLE_ENDIAN), out.toArray(), "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("rosTypes")
  void decodesEitherByteOrderFromAnywhereInAnArray(String rosType) {
    CdrBuffer out = new CdrBuffer();
    for (long seed = 0; seed < SEEDS; seed++) {
      Record message = new RandomMessages(seed).next(Messages.recordOf(rosType));
      byte[] expected = NaiveCdr.encode(message, ByteOrder.LITTLE_ENDIAN);
      for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
        byte[] bytes = NaiveCdr.encode(message, order);
        int shift = (int) seed % 9;
        byte[] array = new byte[shift + bytes.length + 3];
        System.arraycopy(bytes, 0, array, shift, bytes.length);
        encode((Record) codec(message).decode(array, shift, bytes.length), out);
        assertArrayEquals(expected, out.toArray(), order + ", seed " + seed);
      }
    }
  }

  @Test
  void decodedRecordsEqualTheEncodedOnes() {
    Image image =
        new Image(
            new Header(new Time(-1, 999_999_999), "cam"),
            2,
            3,
            "rgb8",
            1,
            9,
            Bytes.of(new byte[18]));
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(Image.class).encode(image, out);
    assertEquals(image, MessageCodec.of(Image.class).decode(out.array(), 0, out.length()));
  }

  @Test
  void codecOfAClassIsMadeOnce() {
    assertSame(MessageCodec.of(Image.class), Messages.forType("sensor_msgs/msg/Image"));
  }

  @Test
  void valuesThatDoNotFitTheirTypeAreRefusedWithTheValue() {
    refused(new StdUInt8(256), "256");
    refused(new StdUInt8(-1), "-1");
    refused(new StdUInt16(65536), "65536");
    double[] three = new double[3];
    Header header = new Header(new Time(0, 0), "");
    refused(
        new CameraInfo(header, 1, 1, "", three, three, three, three, 0, 0, RegionOfInterest.FULL),
        "9 elements expected, found 3");
    var range = new FloatingPointRange(0, 1, 0);
    refused(
        new ParameterDescriptor("", 0, "", "", false, false, List.of(range, range), List.of()),
        "at most 1 elements expected, found 2");
  }

  @Test
  void decodingAnImageAllocatesOnlyItsRecords() {
    Image image =
        new Image(
            new Header(new Time(1, 2), "camera_optical"),
            480,
            640,
            "rgb8",
            0,
            1920,
            Bytes.of(new byte[480 * 1920]));
    MessageCodec<Image> codec = MessageCodec.of(Image.class);
    CdrBuffer out = new CdrBuffer();
    codec.encode(image, out);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = Long.MAX_VALUE;
    // The first rounds load classes and compile handles; the steady state is the least of all.
    for (int round = 0; round < 200; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      Image decoded = codec.decode(out.array(), 0, out.length());
      codec.encode(decoded, out);
      allocated = Math.min(allocated, threads.getCurrentThreadAllocatedBytes() - before);
    }
    System.out.println("decode and encode of an image allocate " + allocated + " bytes");
    assertTrue(allocated <= 256, () -> "four small records expected");
  }

  private static void refused(Record message, String value) {
    String reason =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> encode(message, new CdrBuffer()))
                .getMessage());
    assertTrue(reason.contains(value), reason);
  }

  @SuppressWarnings("unchecked") // The codec is that of the message's own class.
  private static MessageCodec<Record> codec(Record message) {
    return (MessageCodec<Record>) MessageCodec.of(message.getClass());
  }

  private static void encode(Record message, CdrBuffer out) {
    codec(message).encode(message, out);
  }
}
