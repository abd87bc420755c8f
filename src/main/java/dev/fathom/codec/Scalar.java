package dev.fathom.codec;

import static java.lang.invoke.MethodType.methodType;

import dev.fathom.codec.msg.Bytes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;

/** The types a ROS field can have that are not messages. */
enum Scalar {
  BOOL("bool", boolean.class, 1, "Bool"),
  OCTET("byte", int.class, 1, "UInt8"),
  INT8("int8", byte.class, 1, "Int8"),
  UINT8("uint8", int.class, 1, "UInt8"),
  INT16("int16", short.class, 2, "Int16"),
  UINT16("uint16", int.class, 2, "UInt16"),
  INT32("int32", int.class, 4, "Int32"),
  UINT32("uint32", int.class, 4, "Int32"),
  INT64("int64", long.class, 8, "Int64"),
  UINT64("uint64", long.class, 8, "Int64"),
  FLOAT32("float32", float.class, 4, "Float32"),
  FLOAT64("float64", double.class, 8, "Float64"),
  /** At least its count: the text and its final zero may be left out. */
  STRING("string", String.class, 4, "String");

  final String rosName;
  final Class<?> javaType;

  /** The fewest bytes a value takes. */
  final int leastBytes;

  private final String accessor;

  Scalar(String rosName, Class<?> javaType, int leastBytes, String accessor) {
    this.rosName = rosName;
    this.javaType = javaType;
    this.leastBytes = leastBytes;
    this.accessor = accessor;
  }

  Wire wire() {
    return accessors(accessor, javaType, leastBytes);
  }

  /**
   * How an array of these travels.
   *
   * @param arrayType the Java type of the field
   * @param fixed how many elements there always are; negative where a count goes before them
   */
  Wire arrayWire(Class<?> arrayType, int fixed) {
    Wire wire = accessors(accessor + "s", arrayType, fixed < 0 ? 4 : fixed * leastBytes, int.class);
    return new Wire(
        MethodHandles.insertArguments(wire.read(), 1, fixed),
        MethodHandles.insertArguments(wire.write(), 2, fixed),
        wire.leastBytes());
  }

  /** How a view on bytes travels. */
  static Wire bytesWire() {
    return accessors("Bytes", Bytes.class, 4);
  }

  private static Wire accessors(String name, Class<?> type, int leastBytes, Class<?>... more) {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      MethodHandle read = lookup.findVirtual(CdrInput.class, "read" + name, methodType(type, more));
      MethodHandle write =
          lookup.findVirtual(CdrBuffer.class, "write" + name, methodType(void.class, type, more));
      return new Wire(read, write, leastBytes);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no codec for a field of " + type.getName(), e);
    }
  }
}
