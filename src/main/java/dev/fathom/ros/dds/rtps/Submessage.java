package dev.fathom.ros.dds.rtps;

/**
 * The parts of a message that matter here, and their flags. Source: DDS-RTPS 2.5, section 9.4.5.
 */
final class Submessage {
  static final int PAD = 0x01;
  static final int ACKNACK = 0x06;
  static final int HEARTBEAT = 0x07;
  static final int GAP = 0x08;
  static final int INFO_TIMESTAMP = 0x09;
  static final int INFO_SOURCE = 0x0c;
  static final int INFO_DESTINATION = 0x0e;
  static final int DATA = 0x15;

  /** Of every part. */
  static final int LITTLE_ENDIAN = 0x01;

  /** Of data. */
  static final int WITH_INLINE_QOS = 0x02;

  /** Of data. */
  static final int WITH_DATA = 0x04;

  /** Of data: what names the instance, in the place of its content. */
  static final int WITH_KEY = 0x08;

  /** Of heartbeats and acknowledgements: no answer is needed. */
  static final int FINAL = 0x02;

  private Submessage() {}
}
