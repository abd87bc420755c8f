package dev.fathom.ros.dds.rtps;

/** The built-in entities of every participant. Source: DDS-RTPS 2.5, table 9.14. */
final class EntityId {
  static final int UNKNOWN = 0;
  static final int PARTICIPANT = 0x000001c1;
  static final int PARTICIPANT_WRITER = 0x000100c2;
  static final int PARTICIPANT_READER = 0x000100c7;
  static final int PUBLICATIONS_WRITER = 0x000003c2;
  static final int PUBLICATIONS_READER = 0x000003c7;
  static final int SUBSCRIPTIONS_WRITER = 0x000004c2;
  static final int SUBSCRIPTIONS_READER = 0x000004c7;

  private EntityId() {}

  /** The reader that listens to one of the writers of endpoints. */
  static int readerOf(int writer) {
    return writer == PUBLICATIONS_WRITER ? PUBLICATIONS_READER : SUBSCRIPTIONS_READER;
  }
}
