package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the life cycle service GetAvailableTransitions answers. */
@RosType("lifecycle_msgs/srv/GetAvailableTransitions_Response")
public record GetAvailableTransitionsResponse(List<TransitionDescription> availableTransitions) {}
