package dev.fathom.ros.rcl;

/**
 * The functions of librmw_implementation.so that we call; it passes them on to the middleware that
 * {@code RMW_IMPLEMENTATION} names. See {@link Rcl}.
 */
@SuppressWarnings("MemberName") // The names are C's.
final class RmwImplementation {
  private RmwImplementation() {}

  static native long rmw_get_implementation_identifier();

  static native int rmw_serialize(long message, long typeSupport, long serialized);

  static native int rmw_deserialize(long serialized, long typeSupport, long message);
}
