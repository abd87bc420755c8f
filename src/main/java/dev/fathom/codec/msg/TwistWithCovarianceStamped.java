package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A velocity with covariance at a time. Frame: the header's. */
@RosType("geometry_msgs/msg/TwistWithCovarianceStamped")
public record TwistWithCovarianceStamped(Header header, TwistWithCovariance twist) {}
