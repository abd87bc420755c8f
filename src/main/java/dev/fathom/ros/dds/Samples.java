package dev.fathom.ros.dds;

import java.nio.ByteBuffer;

/** What makes a sample that arrived no message. */
final class Samples {
  static final int HEADER_BYTES = 4;

  private static final int CDR_LITTLE_ENDIAN = 0x0001;

  private Samples() {}

  /** Says what is wrong with a sample; empty if it is little-endian CDR of a fitting length. */
  static String fault(ByteBuffer bytes, int length, int maxBytes) {
    if (length < HEADER_BYTES) {
      return tooShort(length);
    }
    if (length > maxBytes) {
      return "at most " + maxBytes + " bytes expected, found " + length;
    }
    return encapsulationFault(bytes.get(0), bytes.get(1));
  }

  static String tooShort(int length) {
    return "an encapsulation header of 4 bytes expected, found " + length + " bytes";
  }

  /** Says what is wrong with the first two bytes of a sample; empty if nothing is. */
  static String encapsulationFault(byte first, byte second) {
    int kind = ((first & 0xff) << 8) | (second & 0xff);
    return kind == CDR_LITTLE_ENDIAN
        ? ""
        : "encapsulation CDR_LE (0x0001) expected, found " + nameOf(kind);
  }

  /** Source: DDS-XTypes 1.3, table 60. */
  private static String nameOf(int kind) {
    String name =
        switch (kind) {
          case 0x0000 -> "CDR_BE";
          case 0x0002 -> "PL_CDR_BE";
          case 0x0003 -> "PL_CDR_LE";
          case 0x0006 -> "CDR2_BE";
          case 0x0007 -> "CDR2_LE";
          case 0x0008 -> "D_CDR2_BE";
          case 0x0009 -> "D_CDR2_LE";
          case 0x000a -> "PL_CDR2_BE";
          case 0x000b -> "PL_CDR2_LE";
          default -> "an unknown one";
        };
    return String.format("%s (0x%04x)", name, kind);
  }
}
