package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** Poses at one time. Frame: the header's. */
@RosType("geometry_msgs/msg/PoseArray")
public record PoseArray(Header header, List<Pose> poses) {}
