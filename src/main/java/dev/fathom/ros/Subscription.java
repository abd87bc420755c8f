package dev.fathom.ros;

/** One topic that this node subscribes to. */
public interface Subscription extends AutoCloseable {
  /** The absolute topic. */
  String topic();

  /** How many publishers match now, quality of service included. */
  int publishers();

  /** After it returns, the intake is not called any more. Not to be called by an intake. */
  @Override
  void close();
}
