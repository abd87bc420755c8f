package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** What a user would read of a failure. */
final class Failures {
  private Failures() {}

  /** The message of the exception that the call must throw. */
  static String message(Class<? extends Throwable> type, Executable call) {
    return String.valueOf(assertThrows(type, call).getMessage());
  }
}
