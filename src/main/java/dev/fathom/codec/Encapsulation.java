package dev.fathom.codec;

/**
 * The four bytes before a serialised message: which encoding follows.
 *
 * <p>Source: DDS-RTPS 2.5, section 10.2; DDS-XTypes 1.3, table 60.
 */
final class Encapsulation {
  static final int BYTES = 4;

  private static final int CDR_BE = 0x0000;
  private static final int CDR_LE = 0x0001;

  private Encapsulation() {}

  /** Checks that plain CDR follows and says in which byte order. */
  static boolean isBigEndian(byte[] bytes, int offset, int length) {
    if (length < BYTES) {
      throw new MalformedDataException(
          0, "encapsulation header of 4 bytes expected, found " + length + " bytes");
    }
    int kind = ((bytes[offset] & 0xff) << 8) | (bytes[offset + 1] & 0xff);
    if (kind != CDR_BE && kind != CDR_LE) {
      throw new MalformedDataException(
          0, "encapsulation CDR_BE or CDR_LE expected, found " + nameOf(kind));
    }
    return kind == CDR_BE;
  }

  /** Writes the header of little-endian CDR. */
  static void writeLittleEndian(byte[] bytes) {
    bytes[0] = 0;
    bytes[1] = CDR_LE;
    bytes[2] = 0;
    bytes[3] = 0;
  }

  private static String nameOf(int kind) {
    return switch (kind) {
      case 0x0002 -> "PL_CDR_BE";
      case 0x0003 -> "PL_CDR_LE";
      case 0x0004 -> "XML";
      case 0x0006 -> "CDR2_BE";
      case 0x0007 -> "CDR2_LE";
      case 0x0008 -> "D_CDR2_BE";
      case 0x0009 -> "D_CDR2_LE";
      case 0x000a -> "PL_CDR2_BE";
      case 0x000b -> "PL_CDR2_LE";
      default -> String.format("0x%04x", kind);
    };
  }
}
