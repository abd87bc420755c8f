package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A pose at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/PoseStamped")
public record PoseStamped(Header header, Pose pose) {}
