package dev.fathom.ros.rcl;

import dev.fathom.ros.TransportException;
import java.util.Set;

/**
 * What rcl's functions return. Source: rcl/types.h and rmw/ret_types.h, the same from Humble on.
 */
final class RclReturn {
  static final int OK = 0;
  static final int TIMEOUT = 2;
  static final int SUBSCRIPTION_TAKE_FAILED = 401;
  static final int SERVICE_TAKE_FAILED = 601;

  /** Names that are none, and arguments that rcl cannot read. */
  private static final Set<Integer> CALLERS_FAULT =
      Set.of(103, 104, 105, 201, 202, 1001, 1002, 1003, 1010, 1020);

  private RclReturn() {}

  /**
   * Passes if a call went well.
   *
   * @param what was tried, for the message
   * @throws IllegalArgumentException if a name or a ROS argument is wrong
   * @throws TransportException if anything else is
   */
  static void check(int code, String what) {
    if (code == OK) {
      return;
    }
    String message = what + ": " + reason(code);
    if (CALLERS_FAULT.contains(code)) {
      throw new IllegalArgumentException(message);
    }
    throw new TransportException(message);
  }

  /** The thread's last error in one line; it is forgotten then, or rcl would complain of it. */
  static String reason(int code) {
    String text = Rcutils.rcutils_get_error_string().text();
    Rcutils.rcutils_reset_error();
    String line = text.replaceAll(", at [^ ,]+:\\d+", "").replaceAll("\\s*\\R\\s*", " ");
    return line.isBlank() || line.equals("error not set") ? "error " + code : line;
  }
}
