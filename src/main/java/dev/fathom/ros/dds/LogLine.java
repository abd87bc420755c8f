package dev.fathom.ros.dds;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What one line of Fast DDS's log says.
 *
 * <p>Source: Fast DDS 2.14.3, the messages in {@code EDP.cpp} and {@code ReaderHistory.cpp}.
 */
sealed interface LogLine {
  /**
   * A reader and a writer of one topic and type that do not match.
   *
   * @param reader the reader of the two
   * @param policy what the reader asks for and the writer does not offer
   */
  record Mismatch(String topic, Guid reader, Policy policy) implements LogLine {}

  /** A sample longer than a reader's type allows; nothing says which reader. */
  record TooLong(long bytes, long most) implements LogLine {}

  /** Another error. */
  record Failure(String text) implements LogLine {}

  /** What a reader may ask for. */
  enum Policy {
    RELIABILITY,
    DURABILITY,
    DEADLINE
  }

  Pattern MISMATCH =
      Pattern.compile(
          "INCOMPATIBLE QOS \\(topic: (.+?)\\):Remote ?[Rr]eader ([0-9a-f.|]+)\\s+(.*)");
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
    Matcher mismatch = MISMATCH.matcher(line);
    if (mismatch.find()) {
      Guid reader = Guid.parse(mismatch.group(2));
      Policy policy = policy(mismatch.group(3));
      return reader == null || policy == null
          ? null
          : new Mismatch(mismatch.group(1), reader, policy);
    }
    return line.contains(" Error]") ? new Failure(line) : null;
  }

  private static @Nullable Policy policy(String text) {
    if (text.startsWith("is Reliable")) {
      return Policy.RELIABILITY;
    }
    if (text.startsWith("has TRANSIENT_LOCAL")) {
      return Policy.DURABILITY;
    }
    return text.startsWith("has smaller DEADLINE") ? Policy.DEADLINE : null;
  }
}
