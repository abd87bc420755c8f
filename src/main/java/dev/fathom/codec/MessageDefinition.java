package dev.fathom.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Writes message definitions: the text form of message types.
 *
 * <p>Source: the ROS 2 interface definition format; the concatenated form is that of the MCAP
 * registry's {@code ros2msg} schemas.
 */
final class MessageDefinition {
  private static final String SEPARATOR = "=".repeat(80) + "\n";

  private MessageDefinition() {}

  /** The message's own constants and fields: what its {@code .msg} file says. */
  static String own(Class<?> message) {
    StringBuilder text = new StringBuilder();
    for (Field constant : message.getDeclaredFields()) {
      if (Modifier.isStatic(constant.getModifiers()) && constant.getAnnotations().length > 0) {
        text.append(constantLine(constant));
      }
    }
    for (RecordComponent component : message.getRecordComponents()) {
      FieldType field = FieldType.of(component);
      text.append(field.rosName()).append(' ').append(field.name()).append('\n');
    }
    return text.toString();
  }

  /** The message's own text, then that of every message it uses, depth first, each once. */
  static String full(Class<?> message) {
    StringBuilder text = new StringBuilder(own(message));
    Set<Class<?>> used = new LinkedHashSet<>();
    collect(message, used);
    for (Class<?> dependency : used) {
      text.append(SEPARATOR).append("MSG: ").append(FieldType.shortName(dependency)).append('\n');
      text.append(own(dependency));
    }
    return text.toString();
  }

  private static void collect(Class<?> message, Set<Class<?>> used) {
    for (RecordComponent component : message.getRecordComponents()) {
      Class<?> dependency = FieldType.of(component).message();
      if (dependency != null && used.add(dependency)) {
        collect(dependency, used);
      }
    }
  }

  private static String constantLine(Field constant) {
    try {
      String type = FieldType.scalarOf(constant.getType(), constant).rosName;
      return type + " " + constant.getName() + "=" + constant.get(null) + "\n";
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(constant + " is not public", e);
    }
  }
}
