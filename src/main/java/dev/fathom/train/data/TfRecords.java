package dev.fathom.train.data;

import java.util.zip.CRC32C;

/**
 * What writer and reader of TFRecord files agree on.
 *
 * <p>A record is: length (uint64), masked checksum of the length's bytes (uint32), data, masked
 * checksum of the data (uint32); all little-endian.
 *
 * <p>Source: tensorflow/core/lib/io/record_writer.h and hash/crc32c.h.
 */
final class TfRecords {
  /** Bytes before the data: length and its checksum. */
  static final int HEADER_BYTES = Long.BYTES + Integer.BYTES;

  /** Bytes after the data: their checksum. */
  static final int FOOTER_BYTES = Integer.BYTES;

  private static final int MASK_ROTATION = 15;
  private static final int MASK_DELTA = 0xa282ead8;

  private TfRecords() {}

  /** CRC-32C, rotated right by 15 bits plus a constant: a checksum of checksums would be weak. */
  static int maskedChecksum(byte[] bytes, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, 0, length);
    return Integer.rotateRight((int) checksum.getValue(), MASK_ROTATION) + MASK_DELTA;
  }
}
