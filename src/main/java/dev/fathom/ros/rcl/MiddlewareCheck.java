package dev.fathom.ros.rcl;

import dev.fathom.ros.TransportException;

/**
 * What rcl itself checks as it is loaded, ending the whole process where it fails; so we look
 * first.
 */
final class MiddlewareCheck {
  private static final int LAST_DOMAIN = 232;

  private MiddlewareCheck() {}

  /**
   * Passes if the middleware that the environment names can be loaded. Needs {@link
   * RmwImplementation} and {@link Rcutils} bound.
   *
   * @throws TransportException if not, with what to do
   */
  static void run(RclInstallation installation) {
    String named = installation.variable("RMW_IMPLEMENTATION");
    String asserted = installation.variable("RCL_ASSERT_RMW_ID_MATCHES");
    String found = CString.at(RmwImplementation.rmw_get_implementation_identifier());
    String wanted = named.isEmpty() ? asserted : named;
    if (found.isEmpty()) {
      throw new TransportException(
          "the middleware "
              + (wanted.isEmpty() ? "of this installation" : wanted)
              + " is not installed here: "
              + RclReturn.reason(0)
              + (wanted.isEmpty() ? "" : "; apt install " + installation.binaryPackage(wanted))
              + ", or set RMW_IMPLEMENTATION to one that is");
    }
    if (differs(wanted, found) || differs(asserted, found)) {
      throw new TransportException(
          "RMW_IMPLEMENTATION is '"
              + named
              + "', RCL_ASSERT_RMW_ID_MATCHES '"
              + asserted
              + "', but the middleware that is loaded is "
              + found);
    }
    checkDomain(installation.variable("ROS_DOMAIN_ID"));
  }

  private static boolean differs(String wanted, String found) {
    return !wanted.isEmpty() && !wanted.equals(found);
  }

  /** Outside of 0 to 232 a middleware has no ports, and may end the process. */
  private static void checkDomain(String domain) {
    if (!domain.isEmpty()
        && (!domain.matches("\\d{1,3}") || Integer.parseInt(domain) > LAST_DOMAIN)) {
      throw new TransportException(
          "ROS_DOMAIN_ID must be 0 to " + LAST_DOMAIN + ", found '" + domain + "'");
    }
  }
}
