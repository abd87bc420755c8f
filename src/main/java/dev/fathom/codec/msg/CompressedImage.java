package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** An image file as a message; {@code format} names its compression in words. */
@RosType("sensor_msgs/msg/CompressedImage")
public record CompressedImage(Header header, String format, Bytes data) {}
