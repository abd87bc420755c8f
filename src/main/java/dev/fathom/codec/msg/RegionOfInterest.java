package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt32;

/** A rectangle of the full-resolution image. Units: pixels. All zero means the whole image. */
@RosType("sensor_msgs/msg/RegionOfInterest")
public record RegionOfInterest(
    @UInt32 int xOffset,
    @UInt32 int yOffset,
    @UInt32 int height,
    @UInt32 int width,
    boolean doRectify) {
  /** The whole image. */
  public static final RegionOfInterest FULL = new RegionOfInterest(0, 0, 0, 0, false);
}
