package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.Size;

/**
 * A pose and how sure it is. Shape: the covariance is float64 [6, 6], row-major, over x, y, z and
 * the rotations about x, y, z. Invalid: all zero means unknown.
 */
@SuppressWarnings("ArrayRecordComponent") // Primitive arrays spare a box an element.
@RosType("geometry_msgs/msg/PoseWithCovariance")
public record PoseWithCovariance(Pose pose, @Size(36) double[] covariance) {}
