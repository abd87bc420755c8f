package dev.fathom.codec;

/**
 * Bytes that do not mean what their format says they must.
 *
 * <p>Thrown before anything is allocated from a length that the bytes claim. The message names the
 * offset of the first byte that is wrong, what was found there and what was expected.
 */
public final class MalformedDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long offset;
  private final String reason;

  public MalformedDataException(long offset, String reason) {
    super(reason + " (at byte " + offset + ")");
    this.offset = offset;
    this.reason = reason;
  }

  /** Offset of the first wrong byte, counted from the start of the buffer or file that was read. */
  public long offset() {
    return offset;
  }

  /** What was found and what was expected, without the offset. */
  public String reason() {
    return reason;
  }
}
