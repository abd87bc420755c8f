package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** Transforms for the tree of frames. */
@RosType("tf2_msgs/msg/TFMessage")
public record TfMessage(List<TransformStamped> transforms) {}
