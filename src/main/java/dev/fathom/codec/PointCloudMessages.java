package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import java.util.List;

/** Makes sensor_msgs/PointCloud2 of packed little-endian points. */
public final class PointCloudMessages {
  /** x, y, z as float32: points of 12 bytes. */
  public static final List<PointField> XYZ =
      List.of(float32("x", 0), float32("y", 4), float32("z", 8));

  /** x, y, z and the colour 0x00rrggbb in the bits of a float32, as PCL packs it: 16 bytes. */
  public static final List<PointField> XYZRGB =
      List.of(float32("x", 0), float32("y", 4), float32("z", 8), float32("rgb", 12));

  private PointCloudMessages() {}

  /** A field of one float32. */
  public static PointField float32(String name, int offset) {
    return new PointField(name, offset, PointField.FLOAT32, 1);
  }

  /**
   * A message of rows without padding.
   *
   * @param height rows of an organised cloud; 1 for an unordered one
   * @param pointStep bytes a point
   * @param dense whether every point is finite
   * @param data the points, or {@link Bytes#reserved} room for them
   */
  public static PointCloud2 message(
      Header header,
      int width,
      int height,
      List<PointField> fields,
      int pointStep,
      boolean dense,
      Bytes data) {
    int rowStep = Math.multiplyExact(width, pointStep);
    int expected = Math.multiplyExact(rowStep, height);
    if (data.length() != expected) {
      throw new IllegalArgumentException(
          "a cloud of "
              + width
              + "x"
              + height
              + " points of "
              + pointStep
              + " bytes has "
              + expected
              + " bytes, found "
              + data.length());
    }
    return new PointCloud2(header, height, width, fields, false, pointStep, rowStep, data, dense);
  }
}
