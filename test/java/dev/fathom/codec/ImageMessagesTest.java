package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageMessagesTest {
  private static final Header HEADER = new Header(new Time(0, 0), "camera_optical");

  @ParameterizedTest
  @EnumSource(PixelEncoding.class)
  void everyEncodingSurvivesItsMessage(PixelEncoding encoding) {
    Bytes data = Bytes.of(new byte[ImageMessages.dataBytes(encoding, 4, 6)]);
    ImageView view = ImageMessages.view(ImageMessages.message(HEADER, encoding, 4, 6, data));
    assertEquals(encoding, view.encoding());
    assertEquals(4, view.width());
    assertEquals(6, view.height());
    assertSame(data.array(), view.bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "yuyv, YUV422_YUYV",
    "yuv422_yuy2, YUV422_YUYV",
    "uyvy, YUV422_UYVY",
    "yuv422, YUV422_UYVY",
    "8UC3, U8C3"
  })
  void driversNamesForOneEncodingMeanTheSame(String name, PixelEncoding encoding) {
    assertEquals(encoding, PixelEncoding.named(name));
  }

  @Test
  void viewBeginsAtThePayloadAndKeepsRowPaddingAndByteOrder() {
    Bytes data = new Bytes(new byte[100], 20, 2 * 12 - 2);
    ImageView view = ImageMessages.view(new Image(HEADER, 2, 5, "mono16", 1, 12, data));
    assertEquals(20, view.offset());
    assertEquals(12, view.step());
    assertTrue(view.bigEndian());
  }

  @Test
  void unknownEncodingIsRefusedByNameWithTheKnownOnes() {
    refused(image("rgb9", 2, 2, 6, 12), "'rgb9'");
    refused(image("rgb9", 2, 2, 6, 12), "16UC1");
  }

  @Test
  void sizesThatTheDataContradictsAreRefused() {
    refused(image("rgb8", 2, 2, 6, 11), "11 bytes");
    refused(image("rgb8", 2, 2, 5, 12), "step is 5");
    refused(image("rgb8", 0, 2, 6, 12), "0");
    refused(image("rgb8", -1, 2, 6, 12), "-1");
    refused(image("mono8", 1, Integer.MAX_VALUE, Integer.MAX_VALUE, 12), "12 bytes");
    assertThrows(
        IllegalArgumentException.class,
        () -> ImageMessages.message(HEADER, PixelEncoding.RGB8, 2, 2, Bytes.reserved(11)));
  }

  private static Image image(String encoding, int width, int height, int step, int length) {
    return new Image(HEADER, height, width, encoding, 0, step, Bytes.of(new byte[length]));
  }

  private static void refused(Image image, String reason) {
    MalformedDataException e =
        assertThrows(MalformedDataException.class, () -> ImageMessages.view(image));
    assertTrue(e.reason().contains(reason), e.reason());
  }
}
