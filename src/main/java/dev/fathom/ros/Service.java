package dev.fathom.ros;

/** One service that this node offers. */
public interface Service extends AutoCloseable {
  /** The absolute name. */
  String name();

  @Override
  void close();
}
