package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/**
 * Where a body is and how it moves. Frame: the pose in the header's frame, the twist in {@code
 * childFrameId}.
 */
@RosType("nav_msgs/msg/Odometry")
public record Odometry(
    Header header, String childFrameId, PoseWithCovariance pose, TwistWithCovariance twist) {}
