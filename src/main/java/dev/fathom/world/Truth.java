package dev.fathom.world;

import java.util.Locale;

/** What a {@link WorldSample} may hold beside its picture and its depth. */
public enum Truth {
  /** Which object each pixel shows. */
  INSTANCES,
  /** The planes that are seen, and which pixel shows which. */
  PLANES,
  /** The direction that each surface faces. */
  NORMALS,
  /** Which pixels show people. */
  PEOPLE,
  /** Which pixels show objects that move in the sequence. */
  MOVERS,
  /** The scene as a long-wave infrared camera sees it. */
  THERMAL,
  /** The returns of a LiDAR beside the camera. */
  LIDAR,
  /** The depth that an RGB-D camera would measure. */
  SENSOR_DEPTH;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
