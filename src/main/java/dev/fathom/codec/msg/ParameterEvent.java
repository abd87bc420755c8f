package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import java.util.List;

/** Which parameters of a node have changed. */
@RosType("rcl_interfaces/msg/ParameterEvent")
public record ParameterEvent(
    Time stamp,
    String node,
    List<Parameter> newParameters,
    List<Parameter> changedParameters,
    List<Parameter> deletedParameters) {}
