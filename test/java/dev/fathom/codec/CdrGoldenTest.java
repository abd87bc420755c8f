package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.KeyValue;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.codec.msg.StdBool;
import dev.fathom.codec.msg.StdEmpty;
import dev.fathom.codec.msg.StdFloat64;
import dev.fathom.codec.msg.StdString;
import dev.fathom.codec.msg.Time;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes written out by hand from the CDR rules, spaced by field. */
class CdrGoldenTest {
  private static final String LE = "00 01 00 00 ";
  private static final String BE = "00 00 00 00 ";

  @Test
  void imageFieldsFollowOneAnotherEachAlignedToItsSize() {
    Image image =
        new Image(
            new Header(new Time(1, 2), "cam"), 1, 2, "mono8", 0, 2, Bytes.of((byte) 7, (byte) 9));
    assertGolden(
        Image.class,
        image,
        LE
            + "01000000 02000000 04000000 63616d00 " // stamp, frame id with its zero
            + "01000000 02000000 06000000 6d6f6e6f3800 " // height, width, encoding
            + "00 00 02000000 02000000 0709"); // is_bigendian, padding to 4, step, data
  }

  @Test
  void doublesAlignToEightBytesBehindTheHeader() {
    assertGolden(StdFloat64.class, new StdFloat64(1.0), LE + "000000000000f03f");
    ParameterValue value =
        new ParameterValue(
            9,
            true,
            -2,
            0.5,
            "a",
            Bytes.of((byte) 5),
            new boolean[] {true, false},
            new long[] {3},
            new double[0],
            List.of("b", ""));
    assertGolden(
        ParameterValue.class,
        value,
        LE
            + "09 01 000000000000 feffffffffffffff 000000000000e03f " // type, bool, padding to 8
            + "02000000 6100 0000 " // string, padding to 4
            + "01000000 05 000000 " // bytes
            + "02000000 0100 0000 " // bools
            + "01000000 00000000 0300000000000000 " // count, padding to 8, one int64
            + "00000000 " // no doubles, hence no padding for them
            + "02000000 02000000 6200 0000 01000000 00"); // strings
  }

  @Test
  void messageWithoutFieldsIsOneByte() {
    assertGolden(StdEmpty.class, new StdEmpty(), LE + "00");
  }

  @Test
  void textIsUtf8() {
    assertGolden(StdString.class, new StdString("é€"), LE + "06000000 c3a9e282ac00");
  }

  @Test
  void bigEndianBytesDecodeToTheSameMessage() {
    byte[] bytes =
        hex(
            BE
                + "00000001 00000002 00000004 63616d00 "
                + "00000001 00000002 00000006 6d6f6e6f3800 "
                + "00 00 00000002 00000002 0709");
    Image image = MessageCodec.of(Image.class).decode(bytes);
    assertEquals(new Time(1, 2), image.header().stamp());
    assertEquals("cam", image.header().frameId());
    assertEquals(2, image.width());
    assertEquals(Bytes.of((byte) 7, (byte) 9), image.data());
    assertEquals(
        new StdFloat64(1.0),
        MessageCodec.of(StdFloat64.class).decode(hex(BE + "3ff0000000000000")));
  }

  @Test
  void alignmentCountsFromTheMessageNotFromTheArray() {
    byte[] message = hex(LE + "09 01 000000000000 feffffffffffffff");
    for (int shift = 0; shift < 8; shift++) {
      byte[] array = new byte[shift + message.length];
      System.arraycopy(message, 0, array, shift, message.length);
      CdrInput in = new CdrInput();
      in.open(array, shift, message.length);
      assertEquals(9, in.readUInt8());
      assertEquals(true, in.readBool());
      assertEquals(-2, in.readInt64());
    }
  }

  @Test
  void payloadOfADecodedImageIsAViewOnTheBytes() {
    Image image =
        new Image(new Header(new Time(0, 0), ""), 1, 3, "mono8", 0, 3, Bytes.of(new byte[3]));
    byte[] bytes = encoded(Image.class, image);
    assertSame(bytes, MessageCodec.of(Image.class).decode(bytes).data().array());
  }

  @Test
  void sameTextComesAsTheSameString() {
    MessageCodec<KeyValue> codec = MessageCodec.of(KeyValue.class);
    byte[] bytes = encoded(KeyValue.class, new KeyValue("camera_optical", "x"));
    assertSame(codec.decode(bytes).key(), codec.decode(bytes.clone()).key());
  }

  @Test
  void zeroLengthStringAndBytesBehindTheMessageAreAccepted() {
    MessageCodec<StdString> strings = MessageCodec.of(StdString.class);
    assertEquals(new StdString(""), strings.decode(hex(LE + "00000000")));
    assertEquals(new StdString("a"), strings.decode(hex(LE + "02000000 6100 0000")));
    assertEquals(
        new StdBool(true), MessageCodec.of(StdBool.class).decode(hex(LE + "01 0000000000")));
  }

  private static <T> void assertGolden(Class<T> type, T message, String golden) {
    byte[] bytes = hex(golden);
    assertArrayEquals(bytes, encoded(type, message));
    MessageCodec<T> codec = MessageCodec.of(type);
    assertArrayEquals(bytes, encoded(type, codec.decode(bytes)));
  }

  private static <T> byte[] encoded(Class<T> type, T message) {
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(type).encode(message, out);
    return out.toArray();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
