package dev.fathom.ros.rcl;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.TransportException;

/**
 * Sends one message of ours through the middleware's own serialiser and back, before anything is
 * published: it finds a middleware that is not installed and layouts that are not what we think.
 */
final class SelfCheck {
  private static final MessageCodec<Log> CODEC = MessageCodec.of(Log.class);
  private static final Log SENT =
      new Log(new Time(7, 8), Log.WARN, "fathom", "self check, ü", "file", "function", 9);

  private SelfCheck() {}

  /**
   * Passes if the message comes back as it went.
   *
   * @throws TransportException if not
   */
  static void run(NativeSymbols symbols) {
    CdrBuffer ours = new CdrBuffer();
    CODEC.encode(SENT, ours);
    SerializedMessage message = new SerializedMessage(symbols);
    try {
      message.write(ours.array(), 0, ours.length());
      MessageStructure structure =
          new TypeSupport(symbols.installation()).structure(CODEC.rosType());
      long log = structure.make();
      try {
        structure.deserialize(message, log);
        structure.serialize(log, message);
      } finally {
        structure.destroy(log);
      }
      compare(message);
    } finally {
      message.free();
    }
  }

  private static void compare(SerializedMessage message) {
    byte[] back = new byte[(int) Math.min(message.length(), 4096)];
    message.read(back, back.length);
    Log received;
    try {
      received = CODEC.decode(back);
    } catch (MalformedDataException e) {
      throw new TransportException("self check: the middleware gives " + e.getMessage(), e);
    }
    if (!SENT.equals(received)) {
      throw new TransportException("self check: sent " + SENT + ", received " + received);
    }
  }
}
