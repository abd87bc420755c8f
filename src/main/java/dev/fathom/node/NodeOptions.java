package dev.fathom.node;

import dev.fathom.config.Described;
import dev.fathom.config.Range;
import dev.fathom.config.ReadOnly;

/**
 * What a user can set about a live node beside its pipeline; parameter names are these in snake
 * case.
 */
public record NodeOptions(
    @Described(
            value = "how ROS is reached; auto: the first that is there",
            constraint = "auto, rcl, dds or rcljava")
        @ReadOnly
        String transport,
    @Described("whether the node configures and activates itself") @ReadOnly boolean autostart,
    @Described(
            value = "which stages run in this process (mono, stereo)",
            constraint = "all or depth")
        @ReadOnly
        String stages,
    @Described(
            value =
                "how images come; auto: raw, and compressed where only TOPIC/compressed is"
                    + " published",
            constraint = "auto, raw or compressed")
        @ReadOnly
        String imageTransport,
    @Described("how far the stamps of a pair may differ, seconds (stereo)")
        @Range(min = 0, max = 1)
        @ReadOnly
        double syncTolerance,
    @Described("highest rate of frames, per second; 0: as they come") @Range(min = 0, max = 10_000)
        double maxRate,
    @Described(
            "longest time from an image's arrival to its depth, seconds; a later depth is dropped;"
                + " 0: none is")
        @Range(min = 0, max = 3600)
        double deadline,
    @Described("after how many seconds without images the camera counts as stopped")
        @Range(min = 0.01, max = 3600)
        double cameraTimeout,
    @Described(
            "how far the stamps of an image and of measured_depth may lie apart, seconds; an image"
                + " without is dropped; 0: any distance (mono)")
        @Range(min = 0, max = 3600)
        @ReadOnly
        double measuredMaxAge,
    @Described("longest message that can come in or go out, bytes")
        @Range(min = 65_536, max = 1 << 30)
        @ReadOnly
        int maxMessageBytes) {
  /** The longest that dds carries; room that no message needs is never resident. */
  private static final int DEFAULT_MAX_MESSAGE_BYTES = 64 << 20;

  private static final int LEAST_MAX_MESSAGE_BYTES = 64 << 10;

  public static final NodeOptions DEFAULT =
      new NodeOptions("auto", true, "all", "auto", 0.002, 0, 0, 2, 0.5, DEFAULT_MAX_MESSAGE_BYTES);

  public NodeOptions {
    if (!transport.matches("auto|rcl|dds|rcljava")) {
      throw new IllegalArgumentException(
          "transport must be auto, rcl, dds or rcljava, found '" + transport + "'");
    }
    if (!stages.equals("all") && !stages.equals("depth")) {
      throw new IllegalArgumentException("stages must be all or depth, found '" + stages + "'");
    }
    if (!imageTransport.matches("auto|raw|compressed")) {
      throw new IllegalArgumentException(
          "image_transport must be auto, raw or compressed, found '" + imageTransport + "'");
    }
    requireSeconds("sync_tolerance", syncTolerance);
    requireSeconds("deadline", deadline);
    requireSeconds("measured_max_age", measuredMaxAge);
    if (!(maxRate >= 0 && maxRate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("max_rate must be 0 or more, found " + maxRate);
    }
    if (!(cameraTimeout > 0)) {
      throw new IllegalArgumentException("camera_timeout must be positive, found " + cameraTimeout);
    }
    if (maxMessageBytes < LEAST_MAX_MESSAGE_BYTES) {
      throw new IllegalArgumentException(
          "max_message_bytes must be at least "
              + LEAST_MAX_MESSAGE_BYTES
              + ", found "
              + maxMessageBytes);
    }
  }

  private static void requireSeconds(String name, double seconds) {
    if (!(seconds >= 0 && seconds <= 3600)) {
      throw new IllegalArgumentException(name + " must be 0 to 3600 seconds, found " + seconds);
    }
  }

  /** Whether clouds are made in this process. */
  public boolean makesClouds() {
    return stages.equals("all");
  }

  long deadlineNanos() {
    return Math.round(deadline * 1e9);
  }

  long measuredMaxAgeNanos() {
    return measuredMaxAge == 0 ? Long.MAX_VALUE : Math.round(measuredMaxAge * 1e9);
  }

  long minIntervalNanos() {
    return maxRate == 0 ? 0 : Math.round(1e9 / maxRate);
  }
}
