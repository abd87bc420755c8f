package dev.fathom.codec.msg;

import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.UInt8;

/** The kinds of value a parameter can have. */
@RosType("rcl_interfaces/msg/ParameterType")
public record ParameterType() {
  @UInt8 public static final int PARAMETER_NOT_SET = 0;
  @UInt8 public static final int PARAMETER_BOOL = 1;
  @UInt8 public static final int PARAMETER_INTEGER = 2;
  @UInt8 public static final int PARAMETER_DOUBLE = 3;
  @UInt8 public static final int PARAMETER_STRING = 4;
  @UInt8 public static final int PARAMETER_BYTE_ARRAY = 5;
  @UInt8 public static final int PARAMETER_BOOL_ARRAY = 6;
  @UInt8 public static final int PARAMETER_INTEGER_ARRAY = 7;
  @UInt8 public static final int PARAMETER_DOUBLE_ARRAY = 8;
  @UInt8 public static final int PARAMETER_STRING_ARRAY = 9;
}
