package dev.fathom.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM as a request: work in progress ends at its next frame, and the process waits
 * until it has closed its files.
 *
 * <p>Threads: a shutdown hook sets the request and waits; the working thread asks for it and closes
 * this when it is done.
 */
final class StopRequest implements AutoCloseable {
  /** Longer than any frame takes; then the files are left as they are, which recovery can mend. */
  private static final long PATIENCE_SECONDS = 30;

  private final CountDownLatch done = new CountDownLatch(1);
  private final Thread hook = new Thread(this::await, "fathom-stop");
  private volatile boolean requested;

  StopRequest() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  boolean isRequested() {
    return requested;
  }

  private void await() {
    requested = true;
    try {
      if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("fathom: still busy after " + PATIENCE_SECONDS + " s, giving up");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    done.countDown();
    if (!requested) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}
