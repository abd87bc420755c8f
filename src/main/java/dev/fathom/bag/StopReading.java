package dev.fathom.bag;

import java.io.IOException;

/** A {@link MessageSink} throws this to end the reading; the reader then returns normally. */
public final class StopReading extends IOException {
  private static final long serialVersionUID = 1L;

  public StopReading() {
    super("no more messages wanted");
  }

  /** It says that nothing is wrong, so nobody needs to know where from. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
