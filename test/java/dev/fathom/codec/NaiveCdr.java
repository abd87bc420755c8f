package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.Size;
import dev.fathom.codec.schema.UInt16;
import dev.fathom.codec.schema.UInt8;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The plainest CDR writer there can be, in either byte order: the codec's oracle. */
final class NaiveCdr {
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final ByteOrder order;

  private NaiveCdr(ByteOrder order) {
    this.order = order;
  }

  static byte[] encode(Record message, ByteOrder order) {
    NaiveCdr cdr = new NaiveCdr(order);
    cdr.message(message);
    byte[] content = cdr.body.toByteArray();
    return ByteBuffer.allocate(4 + content.length)
        .put(1, (byte) (order == ByteOrder.LITTLE_ENDIAN ? 1 : 0))
        .put(4, content)
        .array();
  }

  private void message(Record message) {
    RecordComponent[] components = message.getClass().getRecordComponents();
    if (components.length == 0) {
      number(1, 0);
    }
    for (RecordComponent component : components) {
      try {
        field(component, component.getAccessor().invoke(message));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError(e.getMessage(), e);
      }
    }
  }

  private void field(RecordComponent component, Object value) {
    boolean octet =
        component.isAnnotationPresent(UInt8.class) || component.isAnnotationPresent(Octet.class);
    int intBytes = octet ? 1 : component.isAnnotationPresent(UInt16.class) ? 2 : 4;
    if (value instanceof Bytes bytes) {
      number(4, bytes.length());
      body.writeBytes(bytes.toArray());
    } else if (value instanceof List<?> list) {
      number(4, list.size());
      list.forEach(element -> value(element, intBytes));
    } else if (value.getClass().isArray()) {
      int count = Array.getLength(value);
      if (!component.isAnnotationPresent(Size.class)) {
        number(4, count);
      }
      for (int i = 0; i < count; i++) {
        value(Array.get(value, i), intBytes);
      }
    } else {
      value(value, intBytes);
    }
  }

  private void value(Object value, int intBytes) {
    if (value instanceof Record message) {
      message(message);
    } else if (value instanceof String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(4, utf8.length + 1);
      body.writeBytes(utf8);
      body.write(0);
    } else if (value instanceof Boolean flag) {
      number(1, flag ? 1 : 0);
    } else if (value instanceof Byte small) {
      number(1, small);
    } else if (value instanceof Short small) {
      number(2, small);
    } else if (value instanceof Integer whole) {
      number(intBytes, whole);
    } else if (value instanceof Long whole) {
      number(8, whole);
    } else if (value instanceof Float real) {
      number(4, Float.floatToRawIntBits(real));
    } else {
      number(8, Double.doubleToRawLongBits((Double) value));
    }
  }

  private void number(int size, long value) {
    while (body.size() % size != 0) {
      body.write(0);
    }
    for (int i = 0; i < size; i++) {
      int shift = order == ByteOrder.LITTLE_ENDIAN ? 8 * i : 8 * (size - 1 - i);
      body.write((int) (value >>> shift));
    }
  }
}
