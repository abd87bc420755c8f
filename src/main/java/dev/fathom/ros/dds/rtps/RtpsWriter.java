package dev.fathom.ros.dds.rtps;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes the two messages that a listening participant sends: what it is, and what it received.
 *
 * <p>Source: DDS-RTPS 2.5, sections 9.4 and 8.5.3. Threads: one.
 */
final class RtpsWriter {
  private static final byte[] MAGIC = "RTPS".getBytes(StandardCharsets.US_ASCII);
  private static final byte MAJOR = 2;
  private static final byte MINOR = 3;

  /** Nobody's number. */
  private static final byte[] VENDOR_ID = {1, (byte) 0xfa};

  /** Announces itself and hears of participants, writers and readers; has none of its own. */
  private static final int LISTENS_ONLY = 0x0000002b;

  private final Guid self;
  private final ByteBuffer out = ByteBuffer.allocateDirect(2048).order(ByteOrder.LITTLE_ENDIAN);

  RtpsWriter(Guid self) {
    this.self = self;
  }

  private void begin() {
    out.clear();
    out.put(MAGIC).put(MAJOR).put(MINOR).put(VENDOR_ID);
    putPrefix(self);
  }

  private void putPrefix(Guid guid) {
    int at = out.position();
    guid.write(out);
    out.position(at + Guid.PREFIX_BYTES);
  }

  private void putEntity(int entity) {
    out.order(ByteOrder.BIG_ENDIAN).putInt(entity).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void putSequence(long sequence) {
    out.putInt((int) (sequence >> 32)).putInt((int) sequence);
  }

  /** Begins a submessage and gives where its length stands. */
  private int submessage(int kind, int flags) {
    out.put((byte) kind).put((byte) (Submessage.LITTLE_ENDIAN | flags)).putShort((short) 0);
    return out.position() - 2;
  }

  private void endSubmessage(int lengthAt) {
    out.putShort(lengthAt, (short) (out.position() - lengthAt - 2));
  }

  /** Says what it is: the announcement of a participant. */
  ByteBuffer announcement(
      int domain, long sequence, List<InetAddress> addresses, int port, int leaseSeconds) {
    begin();
    int lengthAt = submessage(Submessage.DATA, Submessage.WITH_DATA);
    out.putShort((short) 0).putShort((short) 16);
    putEntity(EntityId.PARTICIPANT_READER);
    putEntity(EntityId.PARTICIPANT_WRITER);
    putSequence(sequence);
    out.put((byte) 0).put((byte) 3).putShort((short) 0);
    parameter(ParameterList.VERSION, 4).put(MAJOR).put(MINOR).putShort((short) 0);
    parameter(ParameterList.VENDOR, 4).put(VENDOR_ID).putShort((short) 0);
    parameter(ParameterList.DOMAIN, 4).putInt(domain);
    parameter(ParameterList.PARTICIPANT_GUID, Guid.BYTES);
    self.write(out);
    parameter(ParameterList.LEASE, 8).putInt(leaseSeconds).putInt(0);
    parameter(ParameterList.BUILTIN_ENDPOINTS, 4).putInt(LISTENS_ONLY);
    for (InetAddress address : addresses) {
      putLocator(ParameterList.METATRAFFIC_UNICAST, address, port);
      putLocator(ParameterList.DEFAULT_UNICAST, address, port);
    }
    parameter(ParameterList.SENTINEL, 0);
    endSubmessage(lengthAt);
    return out.flip();
  }

  private ByteBuffer parameter(int id, int length) {
    return out.putShort((short) id).putShort((short) length);
  }

  private void putLocator(int id, InetAddress address, int port) {
    parameter(id, 24).putInt(1).putInt(port).put(new byte[12]).put(address.getAddress());
  }

  /** Says that it leaves: the announcement's end. */
  ByteBuffer farewell(long sequence) {
    begin();
    int lengthAt = submessage(Submessage.DATA, Submessage.WITH_INLINE_QOS);
    out.putShort((short) 0).putShort((short) 16);
    putEntity(EntityId.PARTICIPANT_READER);
    putEntity(EntityId.PARTICIPANT_WRITER);
    putSequence(sequence);
    parameter(ParameterList.KEY_HASH, Guid.BYTES);
    self.write(out);
    parameter(ParameterList.STATUS, 4).put(new byte[] {0, 0, 0, 3});
    parameter(ParameterList.SENTINEL, 0);
    endSubmessage(lengthAt);
    return out.flip();
  }

  /**
   * Says what one of a participant's writers of endpoints need not send again and what it should.
   *
   * @param last the newest sample that the writer has
   */
  ByteBuffer acknowledgement(
      Guid to, int writer, SequenceTracker tracker, long last, int count, boolean asksForMore) {
    begin();
    int lengthAt = submessage(Submessage.INFO_DESTINATION, 0);
    putPrefix(to);
    endSubmessage(lengthAt);
    lengthAt = submessage(Submessage.ACKNACK, asksForMore ? 0 : Submessage.FINAL);
    putEntity(EntityId.readerOf(writer));
    putEntity(writer);
    putSequence(tracker.next());
    int bits = (int) Math.max(0, Math.min(SequenceTracker.WINDOW, last - tracker.next() + 1));
    out.putInt(bits);
    for (int word = 0; word < (bits + 31) / 32; word++) {
      int mask = 0;
      for (int bit = 0; bit < 32 && word * 32 + bit < bits; bit++) {
        boolean missing = tracker.isMissing(tracker.next() + word * 32L + bit);
        mask |= missing ? 1 << (31 - bit) : 0;
      }
      out.putInt(mask);
    }
    out.putInt(count);
    endSubmessage(lengthAt);
    return out.flip();
  }
}
