package dev.fathom.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.List;

/** How a sequence of messages or strings travels: a count, then the elements. */
final class ListWire {
  private static final int COUNT_BYTES = 4;

  private final MethodHandle readElement;
  private final MethodHandle writeElement;
  private final int elementBytes;
  private final int atMost;

  private ListWire(Wire element, int atMost) {
    this.readElement = element.read().asType(methodType(Object.class, CdrInput.class));
    this.writeElement =
        element.write().asType(methodType(void.class, CdrBuffer.class, Object.class));
    this.elementBytes = element.leastBytes();
    this.atMost = atMost == FieldType.UNBOUNDED ? Integer.MAX_VALUE : atMost;
  }

  /** The wire of lists whose elements travel as {@code element} does. */
  static Wire of(Wire element, int atMost) {
    ListWire list = new ListWire(element, atMost);
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      return new Wire(
          lookup.bind(list, "read", methodType(List.class, CdrInput.class)),
          lookup.bind(list, "write", methodType(void.class, CdrBuffer.class, List.class)),
          COUNT_BYTES);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("ListWire cannot see its own methods", e);
    }
  }

  @SuppressWarnings("unused") // Called through its method handle.
  private List<Object> read(CdrInput in) throws Throwable {
    int count = in.readCount(elementBytes, atMost);
    if (count == 0) {
      return List.of();
    }
    Object[] elements = new Object[count];
    for (int i = 0; i < count; i++) {
      elements[i] = readElement.invokeExact(in);
    }
    return List.of(elements);
  }

  @SuppressWarnings("unused") // Called through its method handle.
  private void write(CdrBuffer out, List<?> elements) throws Throwable {
    int count = elements.size();
    if (count > atMost) {
      throw new IllegalArgumentException(
          "at most " + atMost + " elements expected, found " + count);
    }
    out.writeInt32(count);
    for (int i = 0; i < count; i++) {
      writeElement.invokeExact(out, (Object) elements.get(i));
    }
  }
}
