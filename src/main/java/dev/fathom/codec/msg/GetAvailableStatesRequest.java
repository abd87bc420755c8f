package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service GetAvailableStates asks. */
@RosType("lifecycle_msgs/srv/GetAvailableStates_Request")
public record GetAvailableStatesRequest() {}
