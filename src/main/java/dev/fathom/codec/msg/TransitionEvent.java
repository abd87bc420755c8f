package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt64;

/** A transition that a life cycle node has made. Units: nanoseconds. */
@RosType("lifecycle_msgs/msg/TransitionEvent")
public record TransitionEvent(
    @UInt64 long timestamp,
    LifecycleTransition transition,
    LifecycleState startState,
    LifecycleState goalState) {}
