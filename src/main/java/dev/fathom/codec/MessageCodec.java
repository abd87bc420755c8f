package dev.fathom.codec;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandle;

/**
 * Turns the bytes of one ROS message type into its record and back.
 *
 * <p>Decoding gives a view: {@code uint8[]} fields point into the bytes that were decoded. Encoding
 * is always little-endian. Threads: any number at once. Cost: decoding allocates the records, their
 * arrays and lists, and strings not seen lately; encoding allocates only when the buffer grows.
 */
public final class MessageCodec<T> {
  private static final ClassValue<MessageCodec<?>> CODECS =
      new ClassValue<>() {
        @Override
        protected MessageCodec<?> computeValue(Class<?> message) {
          return new MessageCodec<>(message.asSubclass(Record.class));
        }
      };

  private static final ThreadLocal<CdrInput> INPUTS = ThreadLocal.withInitial(CdrInput::new);

  private final Class<?> message;
  private final String rosType;
  private final MethodHandle read;
  private final MethodHandle write;

  private MessageCodec(Class<? extends Record> message) {
    Wire wire = new MessageWires().of(message);
    this.message = message;
    this.rosType = FieldType.rosType(message);
    this.read = wire.read().asType(methodType(Object.class, CdrInput.class));
    this.write = wire.write().asType(methodType(void.class, CdrBuffer.class, Object.class));
  }

  /** The codec of a message record; the same one at every call. */
  @SuppressWarnings("unchecked") // A class's value is the codec made from that class.
  public static <T> MessageCodec<T> of(Class<T> message) {
    if (!message.isRecord()) {
      throw new IllegalArgumentException(message.getName() + " is not a record");
    }
    return (MessageCodec<T>) CODECS.get(message);
  }

  /** The type's name in ROS, such as {@code sensor_msgs/msg/Image}. */
  public String rosType() {
    return rosType;
  }

  /**
   * The text that says what the message consists of: its own fields, then each message type they
   * use, as rosbag2 stores it with the schema encoding {@code ros2msg}.
   */
  public String definition() {
    return MessageDefinition.full(message);
  }

  /**
   * Reads a message with its encapsulation header. Bytes behind the message are ignored, as ROS
   * does.
   *
   * @throws MalformedDataException if the bytes are not such a message; its offset counts from
   *     {@code offset}
   */
  @SuppressWarnings("unchecked") // The handle ends in T's constructor.
  public T decode(byte[] bytes, int offset, int length) {
    if (offset < 0 || length < 0 || offset > bytes.length - length) {
      throw new IllegalArgumentException(
          length + " bytes from " + offset + " on do not fit an array of " + bytes.length);
    }
    CdrInput in = INPUTS.get();
    try {
      in.open(bytes, offset, length);
      return (T) (Object) read.invokeExact(in);
    } catch (MalformedDataException e) {
      throw new MalformedDataException(e.offset(), rosType + ": " + e.reason());
    } catch (Throwable e) {
      throw unchecked(e);
    } finally {
      in.close();
    }
  }

  public T decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /** Writes a message with its encapsulation header over whatever {@code out} held. */
  public void encode(T value, CdrBuffer out) {
    out.reset();
    try {
      write.invokeExact(out, (Object) value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(rosType + ": " + e.getMessage(), e);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /** Neither records nor wires declare checked exceptions; method handles merely might. */
  private static RuntimeException unchecked(Throwable e) {
    if (e instanceof RuntimeException exception) {
      return exception;
    }
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }
}
