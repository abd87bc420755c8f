package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;

/** What a call of the life cycle service GetAvailableTransitions asks. */
@RosType("lifecycle_msgs/srv/GetAvailableTransitions_Request")
public record GetAvailableTransitionsRequest() {}
