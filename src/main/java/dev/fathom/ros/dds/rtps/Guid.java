package dev.fathom.ros.dds.rtps;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What names a participant or endpoint in DDS: 12 bytes of participant, 4 of entity; here as Fast
 * DDS's Java layer hands them over, as two little-endian halves.
 */
public record Guid(long high, long low) {
  public static final int BYTES = 16;

  static final int PREFIX_BYTES = 12;
  private static final long ENTITY_MASK = 0xffffffff_00000000L;

  /** 00 00 01 c1, little-endian in the upper half. */
  private static final long PARTICIPANT_ENTITY = 0xc1010000_00000000L;

  /** From 16 bytes at the buffer's position. */
  public static Guid read(ByteBuffer in) {
    ByteBuffer little = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Guid guid = new Guid(little.getLong(), little.getLong());
    in.position(in.position() + BYTES);
    return guid;
  }

  public void write(ByteBuffer out) {
    ByteOrder order = out.order();
    out.order(ByteOrder.LITTLE_ENDIAN).putLong(high).putLong(low).order(order);
  }

  /**
   * The participant that it belongs to: the same first twelve bytes, and the participant's entity.
   */
  public Guid participant() {
    return new Guid(high, (low & ~ENTITY_MASK) | PARTICIPANT_ENTITY);
  }

  /** Whether both belong to one participant. */
  public boolean sameParticipant(Guid other) {
    return high == other.high && (low & ~ENTITY_MASK) == (other.low & ~ENTITY_MASK);
  }

  @Override
  public String toString() {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    write(bytes);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < BYTES; i++) {
      text.append(i == 0 ? "" : i == PREFIX_BYTES ? "|" : ".");
      text.append(String.format("%02x", bytes.get(i)));
    }
    return text.toString();
  }
}
