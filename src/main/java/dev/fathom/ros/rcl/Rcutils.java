package dev.fathom.ros.rcl;

/** The functions of librcutils.so that we call; see {@link Rcl}. */
@SuppressWarnings("MemberName") // The names are C's.
final class Rcutils {
  private Rcutils() {}

  static native AllocatorValue rcutils_get_default_allocator();

  static native ErrorTextValue rcutils_get_error_string();

  static native void rcutils_reset_error();

  static native int rcutils_uint8_array_init(long array, long capacity, long allocator);

  static native int rcutils_uint8_array_fini(long array);

  static native int rcutils_uint8_array_resize(long array, long capacity);
}
