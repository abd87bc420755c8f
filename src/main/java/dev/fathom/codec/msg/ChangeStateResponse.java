package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service ChangeState answers. */
@RosType("lifecycle_msgs/srv/ChangeState_Response")
public record ChangeStateResponse(boolean success) {}
