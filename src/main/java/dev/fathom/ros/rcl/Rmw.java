package dev.fathom.ros.rcl;

/** The functions of librmw.so that we call; see {@link Rcl}. */
@SuppressWarnings("MemberName") // The names are C's.
final class Rmw {
  private Rmw() {}

  static native int rmw_topic_endpoint_info_set_endpoint_type(long info, int type);

  static native int rmw_topic_endpoint_info_set_qos_profile(long info, long profile);

  static native int rmw_topic_endpoint_info_array_fini(long infos, long allocator);
}
