package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** Poses in the order of travel. */
@RosType("nav_msgs/msg/Path")
public record Path(Header header, List<PoseStamped> poses) {}
