package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** A closed polygon, its last point joined to its first. */
@RosType("geometry_msgs/msg/Polygon")
public record Polygon(List<Point32> points) {}
