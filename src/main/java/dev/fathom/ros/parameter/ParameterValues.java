package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.ParameterValue;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Values of option records as parameter messages have them, and back. */
final class ParameterValues {
  private static final boolean[] NO_BOOLS = {};
  private static final long[] NO_LONGS = {};
  private static final double[] NO_DOUBLES = {};

  /** By type number, as rclcpp calls them. */
  private static final List<String> TYPE_NAMES =
      List.of(
          "not set",
          "bool",
          "integer",
          "double",
          "string",
          "byte_array",
          "bool_array",
          "integer_array",
          "double_array",
          "string_array");

  private ParameterValues() {}

  static final ParameterValue NOT_SET =
      new ParameterValue(
          ParameterType.PARAMETER_NOT_SET,
          false,
          0,
          0,
          "",
          Bytes.EMPTY,
          NO_BOOLS,
          NO_LONGS,
          NO_DOUBLES,
          List.of());

  /** What a type number is called; numbers that ROS does not know are told as they are. */
  static String typeName(int type) {
    return type >= 0 && type < TYPE_NAMES.size() ? TYPE_NAMES.get(type) : "type " + type;
  }

  /** The type number for a record component of this type. */
  static int type(Class<?> component) {
    if (component.isEnum()) {
      return ParameterType.PARAMETER_STRING;
    }
    return switch (component.getSimpleName()) {
      case "boolean", "Boolean" -> ParameterType.PARAMETER_BOOL;
      case "int", "long", "Integer", "Long" -> ParameterType.PARAMETER_INTEGER;
      case "double", "Double" -> ParameterType.PARAMETER_DOUBLE;
      case "String" -> ParameterType.PARAMETER_STRING;
      case "int[]" -> ParameterType.PARAMETER_INTEGER_ARRAY;
      default ->
          throw new IllegalArgumentException(
              "no parameter can be of type " + component.getSimpleName());
    };
  }

  /** A component's value as a message. */
  static ParameterValue of(Object value) {
    if (value instanceof Enum<?> constant) {
      return string(constant.toString().toLowerCase(Locale.ROOT));
    }
    if (value instanceof Boolean flag) {
      return of(ParameterType.PARAMETER_BOOL, flag, 0, 0, "", NO_LONGS);
    }
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      return of(ParameterType.PARAMETER_INTEGER, false, number, 0, "", NO_LONGS);
    }
    if (value instanceof Double number) {
      return of(ParameterType.PARAMETER_DOUBLE, false, 0, number, "", NO_LONGS);
    }
    if (value instanceof int[] numbers) {
      long[] longs = Arrays.stream(numbers).asLongStream().toArray();
      return of(ParameterType.PARAMETER_INTEGER_ARRAY, false, 0, 0, "", longs);
    }
    if (value instanceof String text) {
      return string(text);
    }
    throw new IllegalArgumentException("no parameter can hold a " + value.getClass().getName());
  }

  private static ParameterValue string(String text) {
    return of(ParameterType.PARAMETER_STRING, false, 0, 0, text, NO_LONGS);
  }

  private static ParameterValue of(
      int type, boolean flag, long integer, double real, String text, long[] integers) {
    return new ParameterValue(
        type, flag, integer, real, text, Bytes.EMPTY, NO_BOOLS, integers, NO_DOUBLES, List.of());
  }

  /**
   * A message's value as YAML would have given it: numbers and their lists as short as they fit.
   */
  static Object plain(ParameterValue value) {
    return switch (value.type()) {
      case ParameterType.PARAMETER_BOOL -> value.boolValue();
      case ParameterType.PARAMETER_INTEGER -> shortest(value.integerValue());
      case ParameterType.PARAMETER_DOUBLE -> value.doubleValue();
      case ParameterType.PARAMETER_STRING -> value.stringValue();
      case ParameterType.PARAMETER_INTEGER_ARRAY ->
          Arrays.stream(value.integerArrayValue()).mapToObj(ParameterValues::shortest).toList();
      default ->
          throw new IllegalArgumentException(
              "a value of type " + typeName(value.type()) + " is not taken");
    };
  }

  private static Object shortest(long number) {
    return number == (int) number ? (Object) (int) number : (Object) number;
  }
}
