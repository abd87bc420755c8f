package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;
import dev.fathom.codec.schema.UInt8;

/** Where one value of a point lies within the bytes of that point, and what it is. */
@RosType("sensor_msgs/msg/PointField")
public record PointField(String name, @UInt32 int offset, @UInt8 int datatype, @UInt32 int count) {
  @UInt8 public static final int INT8 = 1;
  @UInt8 public static final int UINT8 = 2;
  @UInt8 public static final int INT16 = 3;
  @UInt8 public static final int UINT16 = 4;
  @UInt8 public static final int INT32 = 5;
  @UInt8 public static final int UINT32 = 6;
  @UInt8 public static final int FLOAT32 = 7;
  @UInt8 public static final int FLOAT64 = 8;
}
