package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;

/** A way from one state of a life cycle node to another. */
@RosType("lifecycle_msgs/msg/Transition")
public record LifecycleTransition(@UInt8 int id, String label) {
  @UInt8 public static final int TRANSITION_CREATE = 0;
  @UInt8 public static final int TRANSITION_CONFIGURE = 1;
  @UInt8 public static final int TRANSITION_CLEANUP = 2;
  @UInt8 public static final int TRANSITION_ACTIVATE = 3;
  @UInt8 public static final int TRANSITION_DEACTIVATE = 4;
  @UInt8 public static final int TRANSITION_UNCONFIGURED_SHUTDOWN = 5;
  @UInt8 public static final int TRANSITION_INACTIVE_SHUTDOWN = 6;
  @UInt8 public static final int TRANSITION_ACTIVE_SHUTDOWN = 7;
  @UInt8 public static final int TRANSITION_DESTROY = 8;
  @UInt8 public static final int TRANSITION_ON_CONFIGURE_SUCCESS = 10;
  @UInt8 public static final int TRANSITION_ON_CONFIGURE_FAILURE = 11;
  @UInt8 public static final int TRANSITION_ON_CONFIGURE_ERROR = 12;
  @UInt8 public static final int TRANSITION_ON_CLEANUP_SUCCESS = 20;
  @UInt8 public static final int TRANSITION_ON_CLEANUP_FAILURE = 21;
  @UInt8 public static final int TRANSITION_ON_CLEANUP_ERROR = 22;
  @UInt8 public static final int TRANSITION_ON_ACTIVATE_SUCCESS = 30;
  @UInt8 public static final int TRANSITION_ON_ACTIVATE_FAILURE = 31;
  @UInt8 public static final int TRANSITION_ON_ACTIVATE_ERROR = 32;
  @UInt8 public static final int TRANSITION_ON_DEACTIVATE_SUCCESS = 40;
  @UInt8 public static final int TRANSITION_ON_DEACTIVATE_FAILURE = 41;
  @UInt8 public static final int TRANSITION_ON_DEACTIVATE_ERROR = 42;
  @UInt8 public static final int TRANSITION_ON_SHUTDOWN_SUCCESS = 50;
  @UInt8 public static final int TRANSITION_ON_SHUTDOWN_FAILURE = 51;
  @UInt8 public static final int TRANSITION_ON_SHUTDOWN_ERROR = 52;
  @UInt8 public static final int TRANSITION_ON_ERROR_SUCCESS = 60;
  @UInt8 public static final int TRANSITION_ON_ERROR_FAILURE = 61;
  @UInt8 public static final int TRANSITION_ON_ERROR_ERROR = 62;
  @UInt8 public static final int TRANSITION_CALLBACK_SUCCESS = 97;
  @UInt8 public static final int TRANSITION_CALLBACK_FAILURE = 98;
  @UInt8 public static final int TRANSITION_CALLBACK_ERROR = 99;
}
