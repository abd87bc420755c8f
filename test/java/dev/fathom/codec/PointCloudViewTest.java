package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.Time;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointCloudViewTest {
  private static final Header HEADER = new Header(new Time(0, 0), "lidar");

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void everyDatatypeIsReadInEitherByteOrder(boolean bigEndian) {
    ByteBuffer point = ByteBuffer.allocate(40);
    point.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    point.put(1, (byte) -3).put(2, (byte) -3).putShort(3, (short) -300).putShort(5, (short) -300);
    point.putInt(7, -70_000).putInt(11, -70_000).putFloat(15, 1.5f).putDouble(19, 1e-300);
    List<PointField> fields =
        List.of(
            new PointField("i8", 1, PointField.INT8, 1),
            new PointField("u8", 2, PointField.UINT8, 1),
            new PointField("i16", 3, PointField.INT16, 1),
            new PointField("u16", 5, PointField.UINT16, 1),
            new PointField("i32", 7, PointField.INT32, 1),
            new PointField("u32", 11, PointField.UINT32, 1),
            new PointField("f32", 15, PointField.FLOAT32, 1),
            new PointField("f64", 19, PointField.FLOAT64, 1));
    PointCloudView view =
        new PointCloudView(cloud(1, 1, fields, bigEndian, 40, 40, Bytes.of(point.array())));
    double[] expected = {-3, 253, -300, 65236, -70_000, 4294897296.0, 1.5, 1e-300};
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], view.field(fields.get(i).name()).at(0, 0));
    }
  }

  @Test
  void organisedCloudWithPaddedPointsAndRowsIsReadFromTheMiddleOfAnArray() {
    ByteBuffer bytes = ByteBuffer.allocate(200).order(ByteOrder.LITTLE_ENDIAN);
    float[] expected = new float[6];
    for (int row = 0; row < 2; row++) {
      for (int column = 0; column < 3; column++) {
        expected[row * 3 + column] = 10 * row + column;
        bytes.putFloat(7 + row * 70 + column * 20 + 4, 10 * row + column);
      }
    }
    Bytes data = new Bytes(bytes.array(), 7, 70 + 60);
    PointCloudView view =
        new PointCloudView(cloud(3, 2, PointCloudMessages.XYZ, false, 20, 70, data));
    assertEquals(6, view.size());
    assertEquals(12, view.field("y").at(1, 2));
    float[] all = new float[6];
    view.field("y").copyTo(all);
    assertArrayEquals(expected, all);
    assertThrows(IndexOutOfBoundsException.class, () -> view.field("y").at(0, 3));
    assertThrows(IllegalArgumentException.class, () -> view.field("y").copyTo(new float[5]));
  }

  @Test
  void layoutsThatTheDataContradictsAreRefused() {
    List<PointField> fields = PointCloudMessages.XYZ;
    refused(cloud(2, 1, fields, false, 12, 24, Bytes.of(new byte[23])), "23 bytes");
    refused(cloud(2, 2, fields, false, 12, 20, Bytes.of(new byte[48])), "row_step 20");
    refused(cloud(-1, 1, fields, false, 12, 24, Bytes.of(new byte[24])), "4294967295x1");
    refused(cloud(1 << 30, 1, fields, false, 12, 0, Bytes.of(new byte[24])), "1073741824x1");
    refused(cloud(1 << 30, 1, fields, false, 0, 0, Bytes.of(new byte[24])), "point_step 0");
    refused(cloud(1, 1, fields, false, 11, 11, Bytes.of(new byte[24])), "'z' of 4 bytes at 8");
    var wild = List.of(new PointField("z", -4, PointField.FLOAT32, 1));
    refused(cloud(1, 1, wild, false, 12, 12, Bytes.of(new byte[24])), "4294967292");
    var odd = List.of(new PointField("z", 0, 9, 1));
    refused(cloud(1, 1, odd, false, 12, 12, Bytes.of(new byte[24])), "datatype 9");
    var nameless = List.of(PointCloudMessages.float32("x", 0));
    refused(cloud(1, 1, nameless, false, 12, 12, Bytes.of(new byte[24])), "no point field 'z'");
  }

  @Test
  void emptyCloudIsACloud() {
    PointCloudView view =
        new PointCloudView(cloud(0, 1, PointCloudMessages.XYZRGB, false, 16, 0, Bytes.EMPTY));
    assertEquals(0, view.size());
    assertTrue(view.has("rgb"));
    assertFalse(view.has("intensity"));
    view.field("x").copyTo(new float[0]);
  }

  @Test
  void messageOfTheWrongLengthIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () ->
            PointCloudMessages.message(
                HEADER, 2, 1, PointCloudMessages.XYZ, 12, true, Bytes.reserved(23)));
  }

  private static void refused(PointCloud2 cloud, String reason) {
    MalformedDataException e =
        assertThrows(
            MalformedDataException.class, () -> new PointCloudView(cloud).field("z").at(0, 0));
    assertTrue(e.reason().contains(reason), e.reason());
  }

  private static PointCloud2 cloud(
      int width,
      int height,
      List<PointField> fields,
      boolean bigEndian,
      int pointStep,
      int rowStep,
      Bytes data) {
    return new PointCloud2(
        HEADER, height, width, fields, bigEndian, pointStep, rowStep, data, false);
  }
}
