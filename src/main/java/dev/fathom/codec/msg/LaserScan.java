package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** One sweep of a planar range finder. Units: radians, seconds, metres. */
@SuppressWarnings("ArrayRecordComponent") // Primitive arrays spare a box an element.
@RosType("sensor_msgs/msg/LaserScan")
public record LaserScan(
    Header header,
    float angleMin,
    float angleMax,
    float angleIncrement,
    float timeIncrement,
    float scanTime,
    float rangeMin,
    float rangeMax,
    float[] ranges,
    float[] intensities) {}
