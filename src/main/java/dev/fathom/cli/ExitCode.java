package dev.fathom.cli;

/** What commands return to the shell. */
final class ExitCode {
  static final int SUCCESS = 0;
  static final int FAILURE = 1;
  static final int USAGE = 2;
  static final int DATA_LOST = 3;

  private ExitCode() {}
}
