package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A transform at a time: it takes points from {@code childFrameId} to the frame of the header. */
@RosType("geometry_msgs/msg/TransformStamped")
public record TransformStamped(Header header, String childFrameId, Transform transform) {}
