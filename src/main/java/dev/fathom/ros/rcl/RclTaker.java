package dev.fathom.ros.rcl;

import com.sun.jna.Memory;

/**
 * What the receive thread waits for and takes from: rcl's structure, the bytes of what was taken
 * last, and an end that comes once.
 *
 * <p>Threads: the receive thread takes; closing and finishing on any.
 */
abstract class RclTaker implements AutoCloseable {
  private static final int BYTES = 64;

  private final RclTransport transport;
  private final int mostInATurn;
  private final Memory memory = CString.zeroed(BYTES);
  private final long address = CString.address(memory);
  private final SerializedMessage message;
  private volatile boolean closed;
  private boolean finished;

  /**
   * Makes room for it; rcl makes the thing itself.
   *
   * @param mostInATurn so that a flood here does not starve the others
   */
  RclTaker(RclTransport transport, NativeSymbols symbols, int mostInATurn) {
    this.transport = transport;
    this.mostInATurn = mostInATurn;
    this.message = new SerializedMessage(symbols);
  }

  /** Passes if rcl has made it; frees what was made for it otherwise. */
  final void requireMade(int code, String what) {
    boolean made = false;
    try {
      RclReturn.check(code, what);
      made = true;
    } finally {
      if (!made) {
        message.free();
      }
    }
  }

  /** rcl's structure, for rcl and for the wait set. */
  final long address() {
    return address;
  }

  /** What was taken last. Threads: the receive thread. */
  final SerializedMessage message() {
    return message;
  }

  /** Takes what is there; says whether anything was. Cost: allocates nothing of its own. */
  final boolean takeAll() {
    boolean any = false;
    for (int i = 0; i < mostInATurn && !closed && takeOne(); i++) {
      any = true;
    }
    return any;
  }

  /** Takes one; false if there was none, or none could be taken. */
  abstract boolean takeOne();

  @Override
  public final void close() {
    closed = true;
    transport.close(this);
  }

  /** Ends it; for its transport, when the receive thread does not know it any more. */
  final synchronized void finish() {
    closed = true;
    if (!finished) {
      finished = true;
      end();
      message.free();
    }
  }

  /** Whether rcl's structure is gone; to be asked under the lock of this. */
  final boolean isFinished() {
    return finished;
  }

  /** Has rcl end it; called once. */
  abstract void end();
}
