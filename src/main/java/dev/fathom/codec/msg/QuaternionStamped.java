package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A rotation at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/QuaternionStamped")
public record QuaternionStamped(Header header, Quaternion quaternion) {}
