package dev.fathom.ros.rcljava;

import dev.fathom.codec.msg.Bytes;
import java.lang.reflect.Array;
import java.util.AbstractList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * How the value of one field goes from Fathom's record to a message of rcljava and back.
 *
 * @param toJava gives the value for the message's setter
 * @param toFathom gives the value for the record's constructor
 */
record FieldForm(UnaryOperator<Object> toJava, UnaryOperator<Object> toFathom) {
  /** Both have the same type. */
  static final FieldForm SAME = new FieldForm(UnaryOperator.identity(), UnaryOperator.identity());

  /** A view on bytes; rcljava has a list of them and asks for each. */
  static final FieldForm BYTES = new FieldForm(FieldForm::lend, FieldForm::bytes);

  /** A list that is a view on somebody's array. */
  private static final class Lent extends AbstractList<Object> {
    private final int size;
    private final IntFunction<Object> element;

    Lent(int size, IntFunction<Object> element) {
      this.size = size;
      this.element = element;
    }

    @Override
    public Object get(int index) {
      return element.apply(index);
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static Object lend(Object value) {
    Bytes bytes = (Bytes) value;
    byte[] array = bytes.array();
    int offset = bytes.offset();
    return new Lent(bytes.length(), i -> array[offset + i]);
  }

  private static Object bytes(Object value) {
    List<?> list = (List<?>) value;
    byte[] bytes = new byte[list.size()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (Byte) list.get(i);
    }
    return Bytes.of(bytes);
  }

  /** Numbers without a sign: wide enough in a record, with wrapped values in rcljava. */
  static FieldForm unsigned(Class<?> javaType) {
    return javaType == byte.class
        ? new FieldForm(v -> ((Integer) v).byteValue(), v -> Byte.toUnsignedInt((Byte) v))
        : new FieldForm(v -> ((Integer) v).shortValue(), v -> Short.toUnsignedInt((Short) v));
  }

  /** An array of numbers; a list in rcljava. */
  static FieldForm array(Class<?> element) {
    return new FieldForm(
        value -> new Lent(Array.getLength(value), i -> Array.get(value, i)),
        value -> array(element, (List<?>) value));
  }

  private static Object array(Class<?> element, List<?> list) {
    Object array = Array.newInstance(element, list.size());
    for (int i = 0; i < list.size(); i++) {
      Array.set(array, i, list.get(i));
    }
    return array;
  }

  /** A list of messages. */
  static FieldForm list(FieldForm element) {
    return new FieldForm(
        value -> ((List<?>) value).stream().map(element.toJava()).toList(),
        value -> ((List<?>) value).stream().map(element.toFathom()).toList());
  }
}
