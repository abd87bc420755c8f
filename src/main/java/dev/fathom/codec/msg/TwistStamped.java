package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A velocity at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/TwistStamped")
public record TwistStamped(Header header, Twist twist) {}
