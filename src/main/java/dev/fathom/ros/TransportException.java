package dev.fathom.ros;

/** A middleware that is not there, lacks a piece, or refuses; the message names the piece. */
public final class TransportException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TransportException(String message) {
    super(message);
  }

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }
}
