package dev.fathom.ros.dds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one line of Fast DDS's log says.
 *
 * <p>Source: Fast DDS 2.14.3, the messages in {@code ReaderHistory.cpp}.
 */
sealed interface LogLine {
  /** A sample longer than a reader's type allows; nothing says which reader. */
  record TooLong(long bytes, long most) implements LogLine {}

  /** Another error, without the time that the library writes before it. */
  record Failure(String text) implements LogLine {}

  Pattern TOO_LONG =
      Pattern.compile(
          "payload size of '(\\d{1,18})' bytes is larger than the history payload size of"
              + " '(\\d{1,18})'");

  /** Reads a line; null if it says nothing that matters. */
  static @Nullable LogLine parse(String line) {
    Matcher tooLong = TOO_LONG.matcher(line);
    if (tooLong.find()) {
      return new TooLong(Long.parseLong(tooLong.group(1)), Long.parseLong(tooLong.group(2)));
    }
    return line.contains(" Error]")
        ? new Failure(line.substring(Math.max(0, line.indexOf('['))))
        : null;
  }
}
