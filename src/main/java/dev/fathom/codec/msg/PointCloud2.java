package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;
import java.util.List;

/**
 * Points as packed bytes that {@code fields} describe; a height of 1 means unordered.
 *
 * <p>Shape: [height, width] points, {@code pointStep} bytes a point, {@code rowStep} bytes a row.
 * Invalid: NaN coordinates, unless {@code isDense}.
 */
@RosType("sensor_msgs/msg/PointCloud2")
public record PointCloud2(
    Header header,
    @UInt32 int height,
    @UInt32 int width,
    List<PointField> fields,
    boolean isBigendian,
    @UInt32 int pointStep,
    @UInt32 int rowStep,
    Bytes data,
    boolean isDense) {}
