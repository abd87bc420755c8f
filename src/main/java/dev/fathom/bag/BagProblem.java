package dev.fathom.bag;

import java.nio.file.Path;

/**
 * Something in a recording that is damaged or contradicts the rest; reading went on.
 *
 * @param file where it is
 * @param offset the byte where it is; −1 where a byte cannot be named
 * @param text what was found and what was expected
 * @param dataLost whether messages could not be read because of it
 */
public record BagProblem(Path file, long offset, String text, boolean dataLost) {

  /** One line for a person. */
  @Override
  public String toString() {
    return file + (offset >= 0 ? " (byte " + offset + ")" : "") + ": " + text;
  }
}
