package dev.fathom.ros.lifecycle;

import dev.fathom.codec.msg.LifecycleState;

/** The states of a life cycle node: those it stays in, and those that it passes through. */
public enum State {
  UNKNOWN(LifecycleState.PRIMARY_STATE_UNKNOWN, "unknown"),
  UNCONFIGURED(LifecycleState.PRIMARY_STATE_UNCONFIGURED, "unconfigured"),
  INACTIVE(LifecycleState.PRIMARY_STATE_INACTIVE, "inactive"),
  ACTIVE(LifecycleState.PRIMARY_STATE_ACTIVE, "active"),
  FINALIZED(LifecycleState.PRIMARY_STATE_FINALIZED, "finalized"),
  CONFIGURING(LifecycleState.TRANSITION_STATE_CONFIGURING, "configuring"),
  CLEANING_UP(LifecycleState.TRANSITION_STATE_CLEANINGUP, "cleaningup"),
  SHUTTING_DOWN(LifecycleState.TRANSITION_STATE_SHUTTINGDOWN, "shuttingdown"),
  ACTIVATING(LifecycleState.TRANSITION_STATE_ACTIVATING, "activating"),
  DEACTIVATING(LifecycleState.TRANSITION_STATE_DEACTIVATING, "deactivating"),
  ERROR_PROCESSING(LifecycleState.TRANSITION_STATE_ERRORPROCESSING, "errorprocessing");

  private final int id;
  private final String label;

  State(int id, String label) {
    this.id = id;
    this.label = label;
  }

  /** The number in {@code lifecycle_msgs/msg/State}. */
  public int id() {
    return id;
  }

  /** What tools call it. */
  public String label() {
    return label;
  }
}
