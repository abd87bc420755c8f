package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A position at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/PointStamped")
public record PointStamped(Header header, Point point) {}
