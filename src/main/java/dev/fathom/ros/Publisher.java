package dev.fathom.ros;

/** One topic that this node publishes. Threads: any, one at a time. */
public interface Publisher extends AutoCloseable {
  /** The absolute topic. */
  String topic();

  /**
   * Sends one message in CDR with its encapsulation header; the bytes are copied once and free
   * again on return.
   *
   * @throws IllegalArgumentException if it is longer than the topic allows, or does not begin with
   *     the header of little-endian CDR
   * @throws IllegalStateException if the publisher or its transport is closed
   * @throws TransportException if the middleware refuses it
   */
  void publish(byte[] bytes, int offset, int length);

  /** How many subscriptions match now. Cost: cheap enough for every frame. */
  int subscribers();

  @Override
  void close();
}
