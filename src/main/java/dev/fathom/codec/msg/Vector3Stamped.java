package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A direction at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/Vector3Stamped")
public record Vector3Stamped(Header header, Vector3 vector) {}
