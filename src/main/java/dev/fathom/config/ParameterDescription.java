package dev.fathom.config;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a parameter is.
 *
 * @param name dotted, as in ROS
 * @param type of the record's component
 * @param text in a few words; empty where it is not {@link Described}
 * @param constraint which values it may take, besides its range
 * @param range which numbers it may take
 * @param readOnly whether only a start can set it
 */
public record ParameterDescription(
    String name,
    Class<?> type,
    String text,
    String constraint,
    Optional<Bounds> range,
    boolean readOnly) {

  /** A {@link Range}. */
  public record Bounds(double min, double max, double step) {
    /** Whether a number lies in it; between doubles a step leaves room for rounding. */
    public boolean contains(double value) {
      if (!(value >= min && value <= max)) {
        return false;
      }
      double steps = step == 0 ? 0 : (value - min) / step;
      return Math.abs(steps - Math.rint(steps)) < 1e-9;
    }

    /** Such as {@code 0 to 10 in steps of 2}. */
    @Override
    public String toString() {
      return number(min)
          + " to "
          + number(max)
          + (step == 0 || step == 1 ? "" : " in steps of " + number(step));
    }

    private static String number(double value) {
      boolean whole = value == Math.rint(value) && Math.abs(value) < 1e15;
      return whole ? String.valueOf((long) value) : String.valueOf(value);
    }
  }

  static ParameterDescription of(String name, RecordComponent component) {
    Described described = component.getAnnotation(Described.class);
    Range range = component.getAnnotation(Range.class);
    String constraint = described == null ? "" : described.constraint();
    return new ParameterDescription(
        name,
        component.getType(),
        described == null ? "" : described.value(),
        constraint.isEmpty() && component.getType().isEnum()
            ? "one of " + constants(component.getType())
            : constraint,
        Optional.ofNullable(range).map(r -> new Bounds(r.min(), r.max(), r.step())),
        component.isAnnotationPresent(ReadOnly.class));
  }

  /** The names of an enumeration, as parameters have them. */
  static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  /** Refuses a number out of range. */
  void check(Object value, Setting setting) {
    if (range.isPresent()
        && value instanceof Number number
        && !range.get().contains(number.doubleValue())) {
      throw new IllegalArgumentException(
          setting.origin()
              + ": parameter '"
              + name
              + "' must be "
              + range.get()
              + ", found "
              + setting.value());
    }
  }

  /** All that is known but the name, in one line; empty if nothing is. */
  public String line() {
    String limits =
        range.map(Bounds::toString).stream().collect(Collectors.joining())
            + (range.isPresent() && !constraint.isEmpty() ? ", " : "")
            + constraint;
    return text
        + (limits.isEmpty() ? "" : (text.isEmpty() ? "" : "; ") + limits)
        + (readOnly ? " (only at the start)" : "");
  }
}
