package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** A transition with both its states. */
@RosType("lifecycle_msgs/msg/TransitionDescription")
public record TransitionDescription(
    LifecycleTransition transition, LifecycleState startState, LifecycleState goalState) {}
