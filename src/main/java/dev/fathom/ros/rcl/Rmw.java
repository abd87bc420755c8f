package dev.fathom.ros.rcl;

import com.sun.jna.Pointer;

/** The functions of librmw.so that we call; see {@link Rcl}. */
@SuppressWarnings("MemberName") // The names are C's.
final class Rmw {
  private Rmw() {}

  static native int rmw_topic_endpoint_info_set_endpoint_type(Pointer info, int type);

  static native int rmw_topic_endpoint_info_set_qos_profile(Pointer info, Pointer profile);

  static native int rmw_topic_endpoint_info_array_fini(Pointer infos, long allocator);
}
