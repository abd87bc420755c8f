package dev.fathom.ros.rcljava;

import dev.fathom.codec.Messages;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.schema.RosType;
import dev.fathom.ros.TransportException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One message type as a record of Fathom's and as a class of a workspace: field by field.
 *
 * <p>Threads: any. Cost: a message object, its lists and what reflection boxes; bytes are lent to
 * rcljava as a list that is a view on them.
 */
final class JavaMessage {
  private final Constructor<? extends Record> toRecord;
  private final Constructor<?> toMessage;
  private final List<Field> fields = new ArrayList<>();

  private record Field(Method component, Method getter, Method setter, FieldForm form) {}

  private JavaMessage(Class<? extends Record> record, Class<?> message, JavaWorkspace workspace) {
    RecordComponent[] components = record.getRecordComponents();
    try {
      toMessage = message.getConstructor();
      toRecord =
          record.getConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(e);
    }
    for (RecordComponent component : components) {
      fields.add(field(component, message, workspace));
    }
  }

  /**
   * The two forms of a type.
   *
   * @throws TransportException if the workspace has no such type, or with other fields, or Fathom
   *     has no use for it
   */
  static JavaMessage of(String type, JavaWorkspace workspace) {
    if (Messages.forType(type) == null) {
      throw new TransportException("transport rcljava: Fathom does not know messages of " + type);
    }
    return new JavaMessage(Messages.recordOf(type), workspace.messageClass(type), workspace);
  }

  private static Field field(RecordComponent component, Class<?> message, JavaWorkspace workspace) {
    String name = component.getName();
    String property = Character.toUpperCase(name.charAt(0)) + name.substring(1);
    try {
      Method getter = message.getMethod("get" + property);
      Class<?> type = getter.getReturnType();
      return new Field(
          component.getAccessor(),
          getter,
          message.getMethod("set" + property, type),
          form(component, type, workspace));
    } catch (NoSuchMethodException e) {
      throw JavaObject.unknown(message.getName() + " has no field '" + name + "'");
    }
  }

  private static FieldForm form(
      RecordComponent component, Class<?> javaType, JavaWorkspace workspace) {
    Class<?> type = component.getType();
    if (type == Bytes.class) {
      return FieldForm.BYTES;
    }
    if (type.isArray()) {
      return FieldForm.array(type.getComponentType());
    }
    if (type.isRecord()) {
      return workspace.message(rosType(type)).form();
    }
    if (type == List.class) {
      Type element = ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0];
      boolean isText = element == String.class;
      return isText
          ? FieldForm.SAME
          : FieldForm.list(workspace.message(rosType((Class<?>) element)).form());
    }
    return type == javaType ? FieldForm.SAME : FieldForm.unsigned(javaType);
  }

  private static String rosType(Class<?> message) {
    return message.getAnnotation(RosType.class).value();
  }

  /** As a field of another message. */
  private FieldForm form() {
    return new FieldForm(this::toJava, this::toFathom);
  }

  /** A message of rcljava's. */
  Object toJava(Object message) {
    Object java = made(toMessage);
    for (Field field : fields) {
      Object value = JavaObject.value(field.component, message);
      Object unused = JavaObject.invoke(field.setter, java, field.form.toJava().apply(value));
    }
    return java;
  }

  /** The record. */
  Object toFathom(Object java) {
    Object[] values = new Object[fields.size()];
    for (int i = 0; i < values.length; i++) {
      Field field = fields.get(i);
      values[i] = field.form.toFathom().apply(JavaObject.value(field.getter, java));
    }
    return made(toRecord, values);
  }

  private static Object made(Constructor<?> constructor, Object... values) {
    try {
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(constructor.getDeclaringClass() + ": " + e.getCause(), e);
    }
  }
}
