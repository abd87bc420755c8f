package dev.fathom.codec.msg;

import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;
import java.util.List;

/** A parameter's value: the field that {@code type}, one of {@link ParameterType}, selects. */
@SuppressWarnings("ArrayRecordComponent") // Primitive arrays spare a box an element.
@RosType("rcl_interfaces/msg/ParameterValue")
public record ParameterValue(
    @UInt8 int type,
    boolean boolValue,
    long integerValue,
    double doubleValue,
    String stringValue,
    @Octet Bytes byteArrayValue,
    boolean[] boolArrayValue,
    long[] integerArrayValue,
    double[] doubleArrayValue,
    List<String> stringArrayValue) {}
