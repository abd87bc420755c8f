package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service GetState answers. */
@RosType("lifecycle_msgs/srv/GetState_Response")
public record GetStateResponse(LifecycleState currentState) {}
