package dev.fathom.ros.rcl;

import com.sun.jna.Native;
import com.sun.jna.Structure;

/**
 * {@code rcutils_error_string_t}: the text of the thread's last error.
 *
 * <p>Public, as JNA makes it by reflection.
 */
@Structure.FieldOrder("bytes")
public final class ErrorTextValue extends Structure implements Structure.ByValue {
  /** RCUTILS_ERROR_MESSAGE_MAX_LENGTH is 1024. */
  public byte[] bytes = new byte[2048];

  String text() {
    return Native.toString(bytes, "UTF-8");
  }
}
