package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.schema.AtMost;
import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.RosType;
import dev.fathom.codec.schema.Size;
import dev.fathom.codec.schema.UInt16;
import dev.fathom.codec.schema.UInt32;
import dev.fathom.codec.schema.UInt64;
import dev.fathom.codec.schema.UInt8;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The ROS type of one record component, read off its Java type and annotations.
 *
 * @param name the field's name in ROS: snake case
 * @param javaType the component's erased type
 * @param scalar what the value or each element is, unless it is a message
 * @param message what the value or each element is, if it is a message
 * @param fixed how many elements an array always has; {@link #UNBOUNDED} otherwise
 * @param atMost how many elements a sequence may have; {@link #UNBOUNDED} otherwise
 */
record FieldType(
    String name,
    Class<?> javaType,
    @Nullable Scalar scalar,
    @Nullable Class<? extends Record> message,
    int fixed,
    int atMost) {
  static final int UNBOUNDED = -1;

  static FieldType of(RecordComponent component) {
    Class<?> javaType = component.getType();
    Class<?> element = elementType(component);
    boolean isMessage = element.isRecord() && element != Bytes.class;
    Scalar scalar = isMessage ? null : scalarOf(element, component);
    Class<? extends Record> message = scalar == null ? element.asSubclass(Record.class) : null;
    Size size = component.getAnnotation(Size.class);
    AtMost atMost = component.getAnnotation(AtMost.class);
    return new FieldType(
        snakeCase(component.getName()),
        javaType,
        scalar,
        message,
        size == null ? UNBOUNDED : size.value(),
        atMost == null ? UNBOUNDED : atMost.value());
  }

  boolean isSequence() {
    return javaType.isArray() || javaType == List.class || javaType == Bytes.class;
  }

  /** The field's type as a message definition writes it. */
  String rosName() {
    String element = scalar != null ? scalar.rosName : message == null ? "" : shortName(message);
    if (!isSequence()) {
      return element;
    }
    if (fixed != UNBOUNDED) {
      return element + "[" + fixed + "]";
    }
    return element + (atMost == UNBOUNDED ? "[]" : "[<=" + atMost + "]");
  }

  /** {@code sensor_msgs/Image}, as message definitions name a type. */
  static String shortName(Class<?> message) {
    return rosType(message).replaceFirst("/(msg|srv)/", "/");
  }

  /** {@code sensor_msgs/msg/Image}. */
  static String rosType(Class<?> message) {
    RosType type = message.getAnnotation(RosType.class);
    if (type == null) {
      throw new IllegalArgumentException(message.getName() + " has no @RosType");
    }
    return type.value();
  }

  /** What the annotations on {@code where} make of a Java type. */
  static Scalar scalarOf(Class<?> type, AnnotatedElement where) {
    if (where.isAnnotationPresent(Octet.class)) {
      return Scalar.OCTET;
    }
    if (type == Bytes.class || where.isAnnotationPresent(UInt8.class)) {
      return Scalar.UINT8;
    }
    if (where.isAnnotationPresent(UInt16.class)) {
      return Scalar.UINT16;
    }
    if (where.isAnnotationPresent(UInt32.class)) {
      return Scalar.UINT32;
    }
    if (where.isAnnotationPresent(UInt64.class)) {
      return Scalar.UINT64;
    }
    for (Scalar scalar : Scalar.values()) {
      if (scalar.javaType == type && scalar != Scalar.OCTET && scalar != Scalar.UINT8) {
        return type == int.class ? Scalar.INT32 : scalar;
      }
    }
    throw new IllegalArgumentException("no ROS type for " + type.getName() + " at " + where);
  }

  private static Class<?> elementType(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isArray()) {
      return type.getComponentType();
    }
    if (type != List.class) {
      return type;
    }
    Type argument = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
    return (Class<?>) argument;
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
  }
}
