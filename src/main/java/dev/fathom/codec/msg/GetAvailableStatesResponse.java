package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** What a call of the life cycle service GetAvailableStates answers. */
@RosType("lifecycle_msgs/srv/GetAvailableStates_Response")
public record GetAvailableStatesResponse(List<LifecycleState> availableStates) {}
