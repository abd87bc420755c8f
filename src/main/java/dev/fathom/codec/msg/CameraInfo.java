package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.Size;
import dev.fathom.codec.schema.UInt32;

/**
 * A camera's calibration.
 *
 * <p>Shape: {@code k} and {@code r} are float64 [3, 3], {@code p} is float64 [3, 4], row-major;
 * {@code d} is as long as the distortion model asks. Units: pixels of the unbinned full image.
 * Invalid: {@code k[0]} of 0 means uncalibrated.
 */
@SuppressWarnings("ArrayRecordComponent") // Primitive arrays spare a box an element.
@RosType("sensor_msgs/msg/CameraInfo")
public record CameraInfo(
    Header header,
    @UInt32 int height,
    @UInt32 int width,
    String distortionModel,
    double[] d,
    @Size(9) double[] k,
    @Size(9) double[] r,
    @Size(12) double[] p,
    @UInt32 int binningX,
    @UInt32 int binningY,
    RegionOfInterest roi) {}
