package dev.fathom.codec.msg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@code uint8[]} field: a view on bytes that someone else owns, never a copy.
 *
 * <p>A decoded view lives as long as the array it was decoded from keeps its content. Equality is
 * that of the bytes in view.
 *
 * @param array the array that holds the bytes
 * @param offset where they begin
 * @param length how many there are
 */
@SuppressWarnings("ArrayRecordComponent") // A view is the point; equality is by content below.
public record Bytes(byte[] array, int offset, int length) {
  private static final byte[] RESERVATION = new byte[0];

  /** No bytes. */
  public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);

  public Bytes {
    boolean inside = offset >= 0 && length >= 0 && offset <= array.length - length;
    if (array != RESERVATION && !inside) {
      throw new IllegalArgumentException(
          length + " bytes from " + offset + " on do not fit an array of " + array.length);
    }
  }

  public static Bytes of(byte... array) {
    return new Bytes(array, 0, array.length);
  }

  /**
   * Room for bytes that are written after encoding: the encoder leaves {@code length} bytes as they
   * are and remembers where, so that a kernel puts its result straight into the message.
   */
  public static Bytes reserved(int length) {
    if (length < 0) {
      throw new IllegalArgumentException("cannot reserve " + length + " bytes");
    }
    return new Bytes(RESERVATION, 0, length);
  }

  /** Whether this is room made by {@link #reserved} rather than bytes. */
  public boolean isReservation() {
    return array == RESERVATION;
  }

  public byte at(int index) {
    if (index < 0 || index >= length) {
      throw new IndexOutOfBoundsException("byte " + index + " of " + length);
    }
    return array[offset + index];
  }

  /** A copy of the bytes in view. */
  public byte[] toArray() {
    return Arrays.copyOfRange(array, offset, offset + length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Bytes that
        && isReservation() == that.isReservation()
        && (isReservation()
            ? length == that.length
            : Arrays.equals(
                array,
                offset,
                offset + length,
                that.array,
                that.offset,
                that.offset + that.length));
  }

  @Override
  public int hashCode() {
    int hash = length;
    for (int i = 0; !isReservation() && i < length; i++) {
      hash = 31 * hash + array[offset + i];
    }
    return hash;
  }

  @Override
  public String toString() {
    return length + (isReservation() ? " reserved bytes" : " bytes");
  }
}
