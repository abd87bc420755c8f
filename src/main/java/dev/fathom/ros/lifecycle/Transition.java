package dev.fathom.ros.lifecycle;

import static dev.fathom.ros.lifecycle.State.ACTIVATING;
import static dev.fathom.ros.lifecycle.State.ACTIVE;
import static dev.fathom.ros.lifecycle.State.CLEANING_UP;
import static dev.fathom.ros.lifecycle.State.CONFIGURING;
import static dev.fathom.ros.lifecycle.State.DEACTIVATING;
import static dev.fathom.ros.lifecycle.State.ERROR_PROCESSING;
import static dev.fathom.ros.lifecycle.State.FINALIZED;
import static dev.fathom.ros.lifecycle.State.INACTIVE;
import static dev.fathom.ros.lifecycle.State.SHUTTING_DOWN;
import static dev.fathom.ros.lifecycle.State.UNCONFIGURED;

import dev.fathom.codec.msg.LifecycleTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * A way from one state to another.
 *
 * @param id number in {@code lifecycle_msgs/msg/Transition}
 * @param label what tools call it; unique among those of one start
 */
public record Transition(int id, String label, State start, State goal) {
  /** All there are. Source: "Managed nodes" at design.ros2.org, ids and labels of rcl_lifecycle. */
  public static final List<Transition> ALL = all();

  private static List<Transition> all() {
    List<Transition> all = new ArrayList<>();
    step(all, LifecycleTransition.TRANSITION_CONFIGURE, "configure", UNCONFIGURED, CONFIGURING);
    results(
        all,
        LifecycleTransition.TRANSITION_ON_CONFIGURE_SUCCESS,
        CONFIGURING,
        INACTIVE,
        UNCONFIGURED);
    step(all, LifecycleTransition.TRANSITION_CLEANUP, "cleanup", INACTIVE, CLEANING_UP);
    results(
        all,
        LifecycleTransition.TRANSITION_ON_CLEANUP_SUCCESS,
        CLEANING_UP,
        UNCONFIGURED,
        INACTIVE);
    step(all, LifecycleTransition.TRANSITION_ACTIVATE, "activate", INACTIVE, ACTIVATING);
    results(all, LifecycleTransition.TRANSITION_ON_ACTIVATE_SUCCESS, ACTIVATING, ACTIVE, INACTIVE);
    step(all, LifecycleTransition.TRANSITION_DEACTIVATE, "deactivate", ACTIVE, DEACTIVATING);
    results(
        all, LifecycleTransition.TRANSITION_ON_DEACTIVATE_SUCCESS, DEACTIVATING, INACTIVE, ACTIVE);
    step(
        all,
        LifecycleTransition.TRANSITION_UNCONFIGURED_SHUTDOWN,
        "shutdown",
        UNCONFIGURED,
        SHUTTING_DOWN);
    step(
        all, LifecycleTransition.TRANSITION_INACTIVE_SHUTDOWN, "shutdown", INACTIVE, SHUTTING_DOWN);
    step(all, LifecycleTransition.TRANSITION_ACTIVE_SHUTDOWN, "shutdown", ACTIVE, SHUTTING_DOWN);
    results(
        all,
        LifecycleTransition.TRANSITION_ON_SHUTDOWN_SUCCESS,
        SHUTTING_DOWN,
        FINALIZED,
        FINALIZED);
    results(
        all,
        LifecycleTransition.TRANSITION_ON_ERROR_SUCCESS,
        ERROR_PROCESSING,
        UNCONFIGURED,
        FINALIZED);
    return List.copyOf(all);
  }

  private static void step(List<Transition> all, int id, String label, State start, State goal) {
    all.add(new Transition(id, label, start, goal));
  }

  /** The three ends of a step; their ids follow each other. */
  private static void results(
      List<Transition> all, int successId, State during, State success, State failure) {
    State error = during == ERROR_PROCESSING ? FINALIZED : ERROR_PROCESSING;
    all.add(new Transition(successId, Outcome.SUCCESS.label(), during, success));
    all.add(new Transition(successId + 1, Outcome.FAILURE.label(), during, failure));
    all.add(new Transition(successId + 2, Outcome.ERROR.label(), during, error));
  }

  /** Those that a state allows. */
  public static List<Transition> from(State state) {
    return ALL.stream().filter(transition -> transition.start() == state).toList();
  }
}
