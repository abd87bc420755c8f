package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.Size;

/**
 * One inertial sample. Units: radians a second, metres a second squared.
 *
 * <p>Shape: covariances are float64 [3, 3], row-major. Invalid: a first element of -1 means that
 * the quantity was not measured; all zero, that its covariance is unknown.
 */
@SuppressWarnings("ArrayRecordComponent") // Primitive arrays spare a box an element.
@RosType("sensor_msgs/msg/Imu")
public record Imu(
    Header header,
    Quaternion orientation,
    @Size(9) double[] orientationCovariance,
    Vector3 angularVelocity,
    @Size(9) double[] angularVelocityCovariance,
    Vector3 linearAcceleration,
    @Size(9) double[] linearAccelerationCovariance) {}
