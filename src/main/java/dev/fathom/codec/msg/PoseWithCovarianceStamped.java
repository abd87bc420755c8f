package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A pose with covariance at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/PoseWithCovarianceStamped")
public record PoseWithCovarianceStamped(Header header, PoseWithCovariance pose) {}
