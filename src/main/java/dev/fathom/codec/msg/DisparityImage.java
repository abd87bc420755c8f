package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/**
 * Disparities as a 32FC1 image: depth is {@code f * t / disparity}.
 *
 * <p>Units: disparities and {@code f} in pixels, {@code t} in metres. Invalid: values below {@code
 * minDisparity}.
 */
@RosType("stereo_msgs/msg/DisparityImage")
public record DisparityImage(
    Header header,
    Image image,
    float f,
    float t,
    RegionOfInterest validWindow,
    float minDisparity,
    float maxDisparity,
    float deltaD) {}
