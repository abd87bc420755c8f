package dev.fathom.codec.msg;

import dev.fathom.codec.schema.AtMost;
import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;
import java.util.List;

/** What a parameter is and which values it may take. */
@RosType("rcl_interfaces/msg/ParameterDescriptor")
public record ParameterDescriptor(
    String name,
    @UInt8 int type,
    String description,
    String additionalConstraints,
    boolean readOnly,
    boolean dynamicTyping,
    @AtMost(1) List<FloatingPointRange> floatingPointRange,
    @AtMost(1) List<IntegerRange> integerRange) {}
