package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service ChangeState asks. */
@RosType("lifecycle_msgs/srv/ChangeState_Request")
public record ChangeStateRequest(LifecycleTransition transition) {}
