package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** The pose of a child frame in its parent. Units: metres. */
@RosType("geometry_msgs/msg/Transform")
public record Transform(Vector3 translation, Quaternion rotation) {}
