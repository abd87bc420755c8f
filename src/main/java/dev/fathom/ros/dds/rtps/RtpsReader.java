package dev.fathom.ros.dds.rtps;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads datagrams as far as discovery needs them. What is malformed ends the datagram's reading and
 * nothing else.
 *
 * <p>Source: DDS-RTPS 2.5, section 9.4. Threads: one.
 */
final class RtpsReader {
  private static final int MAGIC = 0x52545053;
  private static final int MAJOR = 2;
  private static final int HEADER_BYTES = 20;

  private static final int SOURCE_BYTES = 20;
  private static final int DATA_BYTES = 20;
  private static final int HEARTBEAT_BYTES = 28;
  private static final int GAP_BYTES = 28;

  /** What a datagram says that matters. Writers are named by their participant and entity. */
  interface Listener {
    /** A sample of a writer, which is gone if its parameters say so; its content is in them. */
    void data(Guid source, int writer, long sequence, ParameterList parameters);

    /** A writer has samples from first to last. */
    void heartbeat(Guid source, int writer, long first, long last, boolean mustAnswer);

    /** The samples from first up to, but not including, end will not come. */
    void gap(Guid source, int writer, long first, long end);
  }

  private final Guid self;
  private final Listener listener;

  RtpsReader(Guid self, Listener listener) {
    this.self = self;
    this.listener = listener;
  }

  /** Reads one datagram. */
  void read(ByteBuffer in) {
    in.order(ByteOrder.BIG_ENDIAN);
    if (in.remaining() < HEADER_BYTES || in.getInt() != MAGIC || in.get() != MAJOR) {
      return;
    }
    in.position(in.position() + 3);
    Guid source = prefix(in);
    boolean ours = true;
    while (in.remaining() >= 4) {
      int kind = in.get() & 0xff;
      int flags = in.get();
      in.order(
          (flags & Submessage.LITTLE_ENDIAN) != 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      int length = in.getShort() & 0xffff;
      // Zero stands for the rest, except where it is none.
      boolean mayBeEmpty = kind == Submessage.PAD || kind == Submessage.INFO_TIMESTAMP;
      length = length == 0 && !mayBeEmpty ? in.remaining() : length;
      if (length > in.remaining()) {
        return;
      }
      ByteBuffer body = in.slice(in.position(), length).order(in.order());
      in.position(in.position() + length);
      if (kind == Submessage.INFO_DESTINATION && length >= Guid.PREFIX_BYTES) {
        Guid destination = prefix(body);
        ours = destination.sameParticipant(self) || destination.sameParticipant(new Guid(0, 0));
      } else if (kind == Submessage.INFO_SOURCE && length >= SOURCE_BYTES) {
        body.position(8);
        source = prefix(body);
      } else if (ours && !source.sameParticipant(self)) {
        submessage(kind, flags, source, body);
      }
    }
  }

  /** Twelve bytes of a participant. */
  private static Guid prefix(ByteBuffer in) {
    ByteBuffer bytes = ByteBuffer.allocate(Guid.BYTES);
    for (int i = 0; i < Guid.PREFIX_BYTES; i++) {
      bytes.put(in.get());
    }
    return Guid.read(bytes.rewind()).participant();
  }

  private void submessage(int kind, int flags, Guid source, ByteBuffer body) {
    switch (kind) {
      case Submessage.DATA -> data(flags, source, body);
      case Submessage.HEARTBEAT -> {
        if (body.remaining() >= HEARTBEAT_BYTES) {
          entity(body);
          int writer = entity(body);
          boolean mustAnswer = (flags & Submessage.FINAL) == 0;
          listener.heartbeat(source, writer, sequence(body), sequence(body), mustAnswer);
        }
      }
      case Submessage.GAP -> gap(source, body);
      default -> {}
    }
  }

  private void data(int flags, Guid source, ByteBuffer body) {
    if (body.remaining() < DATA_BYTES) {
      return;
    }
    body.getShort();
    int toInlineQos = body.getShort() & 0xffff;
    int inlineQosAt = body.position() + toInlineQos;
    entity(body);
    int writer = entity(body);
    long sequence = sequence(body);
    if (inlineQosAt > body.limit() || inlineQosAt < body.position()) {
      return;
    }
    body.position(inlineQosAt);
    ParameterList parameters = new ParameterList(writer == EntityId.PUBLICATIONS_WRITER);
    boolean inlineQos = (flags & Submessage.WITH_INLINE_QOS) != 0;
    boolean payload = (flags & (Submessage.WITH_DATA | Submessage.WITH_KEY)) != 0;
    if ((inlineQos && !parameters.read(body)) || (payload && !parameters.readPayload(body))) {
      return;
    }
    listener.data(source, writer, sequence, parameters);
  }

  private void gap(Guid source, ByteBuffer body) {
    if (body.remaining() < GAP_BYTES) {
      return;
    }
    entity(body);
    int writer = entity(body);
    long first = sequence(body);
    long base = sequence(body);
    int bits = body.getInt();
    listener.gap(source, writer, first, base);
    if (bits < 0 || bits > 256 || body.remaining() < (bits + 31) / 32 * 4) {
      return;
    }
    for (int i = 0; i < bits; i++) {
      if ((body.getInt(body.position() + i / 32 * 4) & (1 << (31 - i % 32))) != 0) {
        listener.gap(source, writer, base + i, base + i + 1);
      }
    }
  }

  /** Entities are in the network's order whatever the flags say. */
  private static int entity(ByteBuffer in) {
    int value = in.getInt();
    return in.order() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
  }

  private static long sequence(ByteBuffer in) {
    return ((long) in.getInt() << 32) | Integer.toUnsignedLong(in.getInt());
  }
}
