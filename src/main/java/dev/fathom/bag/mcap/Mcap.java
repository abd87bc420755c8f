package dev.fathom.bag.mcap;

/**
 * Numbers of the MCAP format, and the caps that hold whatever a file claims.
 *
 * <p>Source: MCAP format specification, version 0.
 */
final class Mcap {
  static final int HEADER = 0x01;
  static final int FOOTER = 0x02;
  static final int SCHEMA = 0x03;
  static final int CHANNEL = 0x04;
  static final int MESSAGE = 0x05;
  static final int CHUNK = 0x06;
  static final int MESSAGE_INDEX = 0x07;
  static final int CHUNK_INDEX = 0x08;
  static final int ATTACHMENT = 0x09;
  static final int ATTACHMENT_INDEX = 0x0A;
  static final int STATISTICS = 0x0B;
  static final int METADATA = 0x0C;
  static final int METADATA_INDEX = 0x0D;
  static final int SUMMARY_OFFSET = 0x0E;
  static final int DATA_END = 0x0F;

  /** Opcode and length. */
  static final int RECORD_PREFIX = 9;

  /** Channel, sequence, log time, publish time: what precedes a message's payload. */
  static final int MESSAGE_PREFIX = 22;

  /** A chunk's fixed fields and the lengths of its compression's name and of its records. */
  static final int CHUNK_PREFIX = 40;

  /** A footer's content. */
  static final int FOOTER_BYTES = 20;

  /**
   * No chunk, decompressed or not, and no message may be larger: rosbag2's chunks are below 1 MiB
   * unless one message is larger, and the largest sensor messages are tens of megabytes.
   */
  static final int MAX_CHUNK_BYTES = 256 << 20;

  /** No other record, and no summary, may be larger; a summary has some 100 bytes a chunk. */
  static final int MAX_RECORD_BYTES = 128 << 20;

  private static final byte[] MAGIC = {(byte) 0x89, 'M', 'C', 'A', 'P', '0', '\r', '\n'};

  private Mcap() {}

  /** The eight bytes that begin and end every file. */
  static byte[] magic() {
    return MAGIC.clone();
  }
}
