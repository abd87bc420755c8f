package dev.fathom.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * SIGINT and SIGTERM end a node as they should: it leaves the graph in order, and the process exits
 * with 0, as rclcpp's do. A shutdown hook would come too late for that, beside the hooks of the
 * middleware. A second signal ends the process at once.
 */
final class TerminationRequest {
  private static final long LOOK_MILLIS = 200;

  private final CountDownLatch requested = new CountDownLatch(1);

  TerminationRequest() {
    for (String name : new String[] {"INT", "TERM"}) {
      Signals.register(name, () -> request(name));
    }
  }

  private void request(String signal) {
    requested.countDown();
    Signals.registerDefault(signal);
  }

  /** Waits a moment for the request; whether it has come. */
  boolean await() throws InterruptedException {
    return requested.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
