package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.DisparityImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.Time;
import dev.fathom.image.PixelEncoding;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CdrBufferTest {
  private static final Header HEADER = new Header(new Time(1, 2), "camera_optical");

  @Test
  void payloadWrittenIntoReservedRoomEqualsThatOfAnEncodedArray() {
    byte[] pixels = new byte[4 * 5 * 3];
    new Random(7).nextBytes(pixels);
    CdrBuffer copied = new CdrBuffer();
    MessageCodec.of(Image.class).encode(image(Bytes.of(pixels)), copied);

    CdrBuffer reserved = new CdrBuffer();
    MessageCodec.of(Image.class).encode(image(Bytes.reserved(pixels.length)), reserved);
    assertEquals(pixels.length, reserved.reservedLength());
    System.arraycopy(pixels, 0, reserved.array(), reserved.reservedOffset(), pixels.length);
    assertArrayEquals(copied.toArray(), reserved.toArray());
  }

  @Test
  void fieldsBehindReservedRoomAreWritten() {
    PointCloud2 cloud =
        PointCloudMessages.message(
            HEADER, 2, 1, PointCloudMessages.XYZ, 12, true, Bytes.reserved(24));
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(PointCloud2.class).encode(cloud, out);
    Arrays.fill(out.array(), out.reservedOffset(), out.reservedOffset() + 24, (byte) 3);
    PointCloud2 decoded = MessageCodec.of(PointCloud2.class).decode(out.toArray());
    assertEquals(true, decoded.isDense());
    assertEquals(3, decoded.data().at(23));

    DisparityImage disparity =
        new DisparityImage(
            HEADER, image(Bytes.reserved(60)), 700, 0.1f, RegionOfInterest.FULL, 0, 64, 0.0625f);
    MessageCodec.of(DisparityImage.class).encode(disparity, out);
    assertEquals(0.0625f, MessageCodec.of(DisparityImage.class).decode(out.toArray()).deltaD());
  }

  @Test
  void bufferUsedAgainGivesTheSameBytesAndKeepsItsArray() {
    CdrBuffer out = new CdrBuffer();
    byte[] noise = new byte[1000];
    Arrays.fill(noise, (byte) -1);
    Image large = new Image(HEADER, 1, 1000, "mono8", 0, 1000, Bytes.of(noise));
    Image small = image(Bytes.of(new byte[60]));
    MessageCodec.of(Image.class).encode(large, out);
    byte[] array = out.array();
    MessageCodec.of(Image.class).encode(small, out);
    assertSame(array, out.array());
    assertArrayEquals(NaiveCdr.encode(small, ByteOrder.LITTLE_ENDIAN), out.toArray());
    assertThrows(IllegalStateException.class, out::reservedOffset);
    assertEquals(0, out.reservedLength());
  }

  @Test
  void bytesOutsideTheirArrayAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Bytes(new byte[3], 1, 3));
    assertThrows(IllegalArgumentException.class, () -> new Bytes(new byte[3], -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bytes(new byte[3], 2, 1 << 31));
    assertThrows(IllegalArgumentException.class, () -> Bytes.reserved(-1));
    assertThrows(IndexOutOfBoundsException.class, () -> new Bytes(new byte[3], 1, 1).at(1));
    assertEquals(Bytes.of((byte) 2), new Bytes(new byte[] {1, 2, 3}, 1, 1));
  }

  private static Image image(Bytes data) {
    return ImageMessages.message(HEADER, PixelEncoding.RGB8, 5, 4, data);
  }
}
