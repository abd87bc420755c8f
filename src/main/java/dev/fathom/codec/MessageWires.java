package dev.fathom.codec;

import static java.lang.invoke.MethodType.methodType;

import dev.fathom.codec.msg.Bytes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds the wire of a message record out of the wires of its fields.
 *
 * <p>All fields of a record become one method handle each way, in the order of the components, so
 * that a value never passes through an {@code Object[]} and nothing is boxed.
 */
final class MessageWires {
  private final Map<Class<?>, Wire> known = new HashMap<>();

  /** How a message travels. */
  Wire of(Class<? extends Record> message) {
    Wire wire = known.get(message);
    if (wire == null) {
      wire = build(message);
      known.put(message, wire);
    }
    return wire;
  }

  private Wire build(Class<? extends Record> message) {
    RecordComponent[] components = message.getRecordComponents();
    try {
      return components.length == 0 ? empty(message) : fields(message, components);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(message.getName() + " is not a public record", e);
    }
  }

  private Wire fields(Class<? extends Record> message, RecordComponent[] components)
      throws ReflectiveOperationException {
    int count = components.length;
    Class<?>[] types = new Class<?>[count];
    MethodHandle[] reads = new MethodHandle[count];
    MethodHandle[] writes = new MethodHandle[count];
    int leastBytes = 0;
    for (int i = 0; i < count; i++) {
      Wire field = of(FieldType.of(components[i]));
      types[i] = components[i].getType();
      reads[i] = field.read();
      MethodHandle get = MethodHandles.publicLookup().unreflect(components[i].getAccessor());
      writes[i] = MethodHandles.filterArguments(field.write(), 1, get);
      leastBytes += field.leastBytes();
    }
    return new Wire(readAll(message, types, reads), inTurn(writes), leastBytes);
  }

  private static MethodHandle readAll(
      Class<? extends Record> message, Class<?>[] types, MethodHandle[] reads)
      throws ReflectiveOperationException {
    MethodHandle construct =
        MethodHandles.publicLookup().findConstructor(message, methodType(void.class, types));
    // Filters run left to right, which is the order on the wire.
    return MethodHandles.permuteArguments(
        MethodHandles.filterArguments(construct, 0, reads),
        methodType(message, CdrInput.class),
        new int[types.length]);
  }

  private static MethodHandle inTurn(MethodHandle[] writes) {
    MethodHandle all = writes[writes.length - 1];
    for (int i = writes.length - 2; i >= 0; i--) {
      all = MethodHandles.foldArguments(all, writes[i]);
    }
    return all;
  }

  /** A message without fields: IDL allows none, so ROS sends one byte that means nothing. */
  private static Wire empty(Class<? extends Record> message) throws ReflectiveOperationException {
    Wire placeholder = Scalar.UINT8.wire();
    MethodHandle construct =
        MethodHandles.publicLookup().findConstructor(message, methodType(void.class));
    MethodHandle read =
        MethodHandles.filterReturnValue(
            placeholder.read(), MethodHandles.dropArguments(construct, 0, int.class));
    MethodHandle writeZero = MethodHandles.insertArguments(placeholder.write(), 1, 0);
    return new Wire(
        read, MethodHandles.dropArguments(writeZero, 1, message), placeholder.leastBytes());
  }

  private Wire of(FieldType field) {
    if (field.javaType() == Bytes.class) {
      return Scalar.bytesWire();
    }
    Scalar scalar = field.scalar();
    if (field.javaType().isArray() && scalar != null) {
      return scalar.arrayWire(field.javaType(), field.fixed());
    }
    Wire element = element(field);
    return field.javaType() == List.class ? ListWire.of(element, field.atMost()) : element;
  }

  private Wire element(FieldType field) {
    Scalar scalar = field.scalar();
    Class<? extends Record> message = field.message();
    if (scalar != null) {
      return scalar.wire();
    }
    if (message == null) {
      throw new IllegalArgumentException("no type: " + field);
    }
    return of(message);
  }
}
