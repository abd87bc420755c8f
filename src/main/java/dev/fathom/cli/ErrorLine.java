package dev.fathom.cli;

import dev.fathom.codec.MalformedDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * One clear line for whatever a command threw. The stack trace comes with the environment variable
 * FATHOM_TRACE.
 */
final class ErrorLine {
  private ErrorLine() {}

  static int print(Exception error, CommandLine command, CommandLine.@Nullable ParseResult parsed) {
    command.getErr().println("fathom: " + text(error));
    if (System.getenv("FATHOM_TRACE") != null) {
      error.printStackTrace(command.getErr());
    }
    return error instanceof IllegalArgumentException ? ExitCode.USAGE : ExitCode.FAILURE;
  }

  static String text(Exception error) {
    if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return text(unchecked.getCause());
    }
    if (error instanceof NoSuchFileException missing && missing.getReason() == null) {
      return missing.getFile() + " does not exist";
    }
    if (error instanceof AccessDeniedException denied && denied.getReason() == null) {
      return denied.getFile() + ": permission denied";
    }
    boolean expected =
        error instanceof IllegalArgumentException
            || error instanceof IOException
            || error instanceof MalformedDataException
            || error instanceof FileSystemException;
    String message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    return expected
        ? message.lines().findFirst().orElse(message)
        : "internal error: "
            + error.getClass().getSimpleName()
            + ": "
            + message
            + " (FATHOM_TRACE=1 shows where)";
  }
}
