package dev.fathom.cloud;

import java.util.List;

/**
 * How Fathom's points lie in a sensor_msgs/PointCloud2: 16 little-endian bytes each.
 *
 * <p>{@code rgb} holds the bits 0x00RRGGBB in a field declared as float32, as ROS viewers expect.
 * Units: metres. Frame: the camera's optical frame.
 */
public final class PointLayout {
  /** {@code point_step}. */
  public static final int POINT_BYTES = 16;

  /** {@code datatype} of all fields: sensor_msgs/PointField.FLOAT32. */
  public static final int FLOAT32 = 7;

  public static final int X_OFFSET = 0;
  public static final int Y_OFFSET = 4;
  public static final int Z_OFFSET = 8;
  public static final int RGB_OFFSET = 12;

  /** {@code fields}, in the order of their bytes. */
  public static final List<Field> FIELDS =
      List.of(
          new Field("x", X_OFFSET, FLOAT32, 1),
          new Field("y", Y_OFFSET, FLOAT32, 1),
          new Field("z", Z_OFFSET, FLOAT32, 1),
          new Field("rgb", RGB_OFFSET, FLOAT32, 1));

  private PointLayout() {}

  /**
   * One column of a cloud.
   *
   * @param name as in sensor_msgs/PointField
   * @param offset bytes from the start of the point
   * @param datatype number of the element type in sensor_msgs/PointField
   * @param count elements a point
   */
  public record Field(String name, int offset, int datatype, int count) {}
}
