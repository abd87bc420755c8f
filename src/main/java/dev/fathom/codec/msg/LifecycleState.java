package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;

/** A state of a life cycle node. */
@RosType("lifecycle_msgs/msg/State")
public record LifecycleState(@UInt8 int id, String label) {
  @UInt8 public static final int PRIMARY_STATE_UNKNOWN = 0;
  @UInt8 public static final int PRIMARY_STATE_UNCONFIGURED = 1;
  @UInt8 public static final int PRIMARY_STATE_INACTIVE = 2;
  @UInt8 public static final int PRIMARY_STATE_ACTIVE = 3;
  @UInt8 public static final int PRIMARY_STATE_FINALIZED = 4;
  @UInt8 public static final int TRANSITION_STATE_CONFIGURING = 10;
  @UInt8 public static final int TRANSITION_STATE_CLEANINGUP = 11;
  @UInt8 public static final int TRANSITION_STATE_SHUTTINGDOWN = 12;
  @UInt8 public static final int TRANSITION_STATE_ACTIVATING = 13;
  @UInt8 public static final int TRANSITION_STATE_DEACTIVATING = 14;
  @UInt8 public static final int TRANSITION_STATE_ERRORPROCESSING = 15;
}
