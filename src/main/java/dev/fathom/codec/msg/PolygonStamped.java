package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A polygon at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/PolygonStamped")
public record PolygonStamped(Header header, Polygon polygon) {}
