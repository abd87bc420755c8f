package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;
import dev.fathom.codec.schema.UInt8;

/** An uncompressed image; {@code data} has {@code height} rows of {@code step} bytes. */
@RosType("sensor_msgs/msg/Image")
public record Image(
    Header header,
    @UInt32 int height,
    @UInt32 int width,
    String encoding,
    @UInt8 int isBigendian,
    @UInt32 int step,
    Bytes data) {}
