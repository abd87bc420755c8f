package dev.fathom.codec;

import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.schema.AtMost;
import dev.fathom.codec.schema.Octet;
import dev.fathom.codec.schema.Size;
import dev.fathom.codec.schema.UInt16;
import dev.fathom.codec.schema.UInt8;
import java.lang.reflect.Array;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Messages of any type, filled with content drawn from a seed. */
public final class RandomMessages {
  private static final String LETTERS = "abcXYZ_/ éß€水\uD83D\uDE80";
  private static final int LONGEST = 5;

  private final Random random;

  public RandomMessages(long seed) {
    random = new Random(seed);
  }

  /** A message of this type. */
  public Record next(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types = new Class<?>[components.length];
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      values[i] = value(components[i]);
    }
    try {
      return (Record) type.getDeclaredConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (type == Bytes.class) {
      byte[] array = new byte[2 + random.nextInt(LONGEST)];
      random.nextBytes(array);
      return new Bytes(array, 1, random.nextInt(array.length));
    }
    if (type == List.class) {
      AtMost atMost = component.getAnnotation(AtMost.class);
      int count = random.nextInt(atMost == null ? LONGEST : atMost.value() + 1);
      var generic = (ParameterizedType) component.getGenericType();
      List<Object> list = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        list.add(value((Class<?>) generic.getActualTypeArguments()[0], component));
      }
      return list;
    }
    if (type.isArray()) {
      Size size = component.getAnnotation(Size.class);
      int count = size == null ? random.nextInt(LONGEST) : size.value();
      Object array = Array.newInstance(type.getComponentType(), count);
      for (int i = 0; i < count; i++) {
        Array.set(array, i, value(type.getComponentType(), component));
      }
      return array;
    }
    return value(type, component);
  }

  private Object value(Class<?> type, RecordComponent component) {
    if (type.isRecord()) {
      return next(type);
    }
    if (type == String.class) {
      return text();
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == byte.class) {
      return (byte) random.nextInt();
    }
    if (type == short.class) {
      return (short) random.nextInt();
    }
    if (type == long.class) {
      return random.nextLong();
    }
    if (type == float.class) {
      return random.nextInt(8) == 0 ? Float.NaN : random.nextFloat() * 1e6f;
    }
    if (type == double.class) {
      return random.nextInt(8) == 0 ? Double.NEGATIVE_INFINITY : random.nextGaussian();
    }
    boolean octet =
        component.isAnnotationPresent(UInt8.class) || component.isAnnotationPresent(Octet.class);
    int mask = octet ? 0xff : component.isAnnotationPresent(UInt16.class) ? 0xffff : -1;
    return random.nextInt() & mask;
  }

  private String text() {
    int[] letters = LETTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(2 * LONGEST); i > 0; i--) {
      text.appendCodePoint(letters[random.nextInt(letters.length)]);
    }
    return text.toString();
  }
}
