package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service GetState asks. */
@RosType("lifecycle_msgs/srv/GetState_Request")
public record GetStateRequest() {}
