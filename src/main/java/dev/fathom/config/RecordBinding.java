package dev.fathom.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Binds settings to an option record by name: component {@code minRange} of a nested record {@code
 * obstacles} is the parameter {@code obstacles.min_range}.
 *
 * <p>Defaults exist once, in the record that is handed in. An unknown name is refused with the
 * nearest known one, a value of the wrong kind with both kinds, and a value out of range by the
 * record's own constructor.
 */
public final class RecordBinding {
  private RecordBinding() {}

  /** {@code defaults} with the settings applied in order. */
  public static <T extends Record> T bind(T defaults, List<Setting> settings) {
    Map<String, Setting> byName = new LinkedHashMap<>();
    List<String> known = names(defaults);
    for (Setting setting : settings) {
      if (!known.contains(setting.name())) {
        throw new IllegalArgumentException(
            setting.origin()
                + ": unknown parameter '"
                + setting.name()
                + "'; the nearest known one is '"
                + NearestName.of(setting.name(), known)
                + "'");
      }
      byName.put(setting.name(), setting);
    }
    return rebuild(defaults, "", byName);
  }

  /**
   * Every parameter name that {@link #bind} knows for this record, in the order of its components.
   */
  public static List<String> names(Record defaults) {
    return new ArrayList<>(values(defaults).keySet());
  }

  /** Every parameter with the value it has in {@code options}. */
  public static Map<String, Object> values(Record options) {
    Map<String, Object> values = new LinkedHashMap<>();
    flatten("", options, values);
    return values;
  }

  /** What every parameter of this record is, in the order of its components. */
  public static List<ParameterDescription> describe(Record defaults) {
    List<ParameterDescription> descriptions = new ArrayList<>();
    describe("", defaults, descriptions);
    return descriptions;
  }

  private static void describe(
      String prefix, Record options, List<ParameterDescription> descriptions) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      if (read(component, options) instanceof Record inner) {
        describe(innerPrefix(prefix, name, component), inner, descriptions);
      } else {
        descriptions.add(ParameterDescription.of(name, component));
      }
    }
  }

  private static String innerPrefix(String prefix, String name, RecordComponent component) {
    return component.isAnnotationPresent(Unprefixed.class) ? prefix : name + ".";
  }

  private static void flatten(String prefix, Record options, Map<String, Object> values) {
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      String name = prefix + snakeCase(component.getName());
      Object value = read(component, options);
      if (value instanceof Record inner) {
        flatten(innerPrefix(prefix, name, component), inner, values);
      } else {
        values.put(name, value);
      }
    }
  }

  private static <T extends Record> T rebuild(
      T defaults, String prefix, Map<String, Setting> settings) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] arguments = new Object[components.length];
    List<Setting> used = new ArrayList<>();
    for (int i = 0; i < components.length; i++) {
      String name = prefix + snakeCase(components[i].getName());
      Object value = read(components[i], defaults);
      Setting setting = settings.get(name);
      if (value instanceof Record inner) {
        arguments[i] = rebuild(inner, innerPrefix(prefix, name, components[i]), settings);
      } else if (setting != null) {
        arguments[i] = convert(setting, components[i].getType());
        ParameterDescription.of(name, components[i]).check(arguments[i], setting);
        used.add(setting);
      } else {
        arguments[i] = value;
      }
    }
    return construct(defaults, components, arguments, used);
  }

  private static <T extends Record> T construct(
      T defaults, RecordComponent[] components, Object[] arguments, List<Setting> used) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) defaults.getClass();
      return type.getDeclaredConstructor(types).newInstance(arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        String reason = String.valueOf(refused.getMessage());
        throw new IllegalArgumentException(origins(used, reason) + reason, refused);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where the refused values stand, and in full those nested names that the reason is about. */
  private static String origins(List<Setting> used, String reason) {
    String origins =
        used.stream().map(Setting::origin).distinct().collect(Collectors.joining(", "));
    String named =
        used.stream()
            .filter(setting -> !setting.origin().contains(setting.name()))
            .filter(setting -> names(reason, setting.name()))
            .map(setting -> "'" + setting.name() + "'")
            .collect(Collectors.joining(", "));
    return origins + ": " + (named.isEmpty() ? "" : "parameter " + named + ": ");
  }

  private static boolean names(String reason, String parameter) {
    int dot = parameter.lastIndexOf('.');
    return dot >= 0 && List.of(reason.split("\\W+")).contains(parameter.substring(dot + 1));
  }

  private static Object read(RecordComponent component, Record options) {
    try {
      return component.getAccessor().invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object convert(Setting setting, Class<?> type) {
    Object value = setting.value();
    Object converted = type.isEnum() ? constant(value, type) : scalar(value, type);
    if (converted == null) {
      boolean tooLong = type == int.class && value instanceof Long;
      throw new IllegalArgumentException(
          setting.origin()
              + ": parameter '"
              + setting.name()
              + "' must be "
              + describe(type)
              + (tooLong ? " of at most 32 bits" : "")
              + ", found '"
              + value
              + "'");
    }
    return converted;
  }

  /** Null where the value is of another kind. */
  private static @Nullable Object scalar(Object value, Class<?> type) {
    if (type == boolean.class && value instanceof Boolean) {
      return value;
    }
    if (type == int.class && value instanceof Integer) {
      return value;
    }
    if (type == long.class && (value instanceof Integer || value instanceof Long)) {
      return ((Number) value).longValue();
    }
    if (type == int[].class && value instanceof List<?> list) {
      return list.stream().allMatch(Integer.class::isInstance)
          ? list.stream().mapToInt(Integer.class::cast).toArray()
          : null;
    }
    if (type == double.class && value instanceof Number number) {
      return number.doubleValue();
    }
    return type == String.class && !(value instanceof List) ? value.toString() : null;
  }

  private static @Nullable Object constant(Object value, Class<?> type) {
    for (Object constant : type.getEnumConstants()) {
      if (constant.toString().equalsIgnoreCase(value.toString())) {
        return constant;
      }
    }
    return null;
  }

  private static String describe(Class<?> type) {
    if (type.isEnum()) {
      return "one of " + ParameterDescription.constants(type);
    }
    return switch (type.getSimpleName()) {
      case "boolean" -> "true or false";
      case "int", "long" -> "a whole number";
      case "double" -> "a number";
      case "int[]" -> "a list of whole numbers";
      default -> "text";
    };
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
