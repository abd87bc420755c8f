package dev.fathom.ros.dds;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * What names a participant or endpoint in DDS: 12 bytes of participant, 4 of entity; here as Fast
 * DDS's Java layer hands them over, as two little-endian halves.
 */
record Guid(long high, long low) {
  static final int BYTES = 16;

  private static final int PREFIX_BYTES = 12;
  private static final long ENTITY_MASK = 0xffffffff_00000000L;

  /** From 16 bytes at the buffer's position. */
  static Guid read(ByteBuffer in) {
    ByteBuffer little = in.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    Guid guid = new Guid(little.getLong(), little.getLong());
    in.position(in.position() + BYTES);
    return guid;
  }

  void write(ByteBuffer out) {
    ByteOrder order = out.order();
    out.order(ByteOrder.LITTLE_ENDIAN).putLong(high).putLong(low).order(order);
  }

  /** Whether both belong to one participant. */
  boolean sameParticipant(Guid other) {
    return high == other.high && (low & ~ENTITY_MASK) == (other.low & ~ENTITY_MASK);
  }

  /**
   * Reads it as Fast DDS prints it: {@code 01.0f.a2.…|0.0.1.c1}, twelve and four bytes in
   * hexadecimal; null where it is none.
   */
  static @Nullable Guid parse(String text) {
    String[] parts = text.split("[.|]");
    if (parts.length != BYTES || text.chars().filter(c -> c == '|').count() != 1) {
      return null;
    }
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    for (String part : parts) {
      if (!part.matches("[0-9a-fA-F]{1,2}")) {
        return null;
      }
      bytes.put((byte) Integer.parseInt(part, 16));
    }
    return read(bytes.flip());
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
