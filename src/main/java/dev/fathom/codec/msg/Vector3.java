package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A direction or a rate; its unit is that of the field that holds it. */
@RosType("geometry_msgs/msg/Vector3")
public record Vector3(double x, double y, double z) {}
