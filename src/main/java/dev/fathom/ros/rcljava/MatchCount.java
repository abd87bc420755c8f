package dev.fathom.ros.rcljava;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import dev.fathom.ros.TransportException;

/** How many endpoints match one of ours: rcljava does not tell, rcl below it does. */
final class MatchCount {
  private final Function count;
  private final long handle;
  private final Memory number = new Memory(Long.BYTES);

  private MatchCount(Function count, JavaObject endpoint) {
    this.count = count;
    this.handle = (Long) endpoint.call("getHandle");
  }

  static MatchCount ofPublisher(JavaObject publisher, JavaWorkspace workspace) {
    String name = "rcl_publisher_get_subscription_count";
    return new MatchCount(workspace.rcl().getFunction(name), publisher);
  }

  static MatchCount ofSubscription(JavaObject subscription, JavaWorkspace workspace) {
    String name = "rcl_subscription_get_publisher_count";
    return new MatchCount(workspace.rcl().getFunction(name), subscription);
  }

  /** The number now; not after the endpoint is disposed of. Threads: one at a time. */
  int get() {
    int code = count.invokeInt(new Object[] {handle, number});
    if (code != 0) {
      throw new TransportException("rcljava: " + count.getName() + " gives " + code);
    }
    return (int) number.getLong(0);
  }
}
