package dev.fathom.cli;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.model.ModelException;
import dev.fathom.ros.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.List;
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
    return exitCode(error);
  }

  /** A model that cannot be used is no fault of the command line. */
  static int exitCode(Exception error) {
    return error instanceof IllegalArgumentException && !(error instanceof ModelException)
        ? ExitCode.USAGE
        : ExitCode.FAILURE;
  }

  /** What is wrong with the command line, the nearest right word, and where to read on. */
  static int usage(CommandLine.ParameterException error, String[] arguments) {
    CommandLine command = error.getCommandLine();
    if (arguments.length == 0) {
      command.usage(command.getErr());
      return ExitCode.USAGE;
    }
    List<String> suggestions =
        error instanceof CommandLine.UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String message = oneLine(String.valueOf(error.getMessage()));
    command
        .getErr()
        .printf(
            "fathom: %s%s ('%s --help' shows what there is)%n",
            message,
            suggestions.isEmpty() ? "" : "; the nearest known one is '" + suggestions.get(0) + "'",
            command.getCommandSpec().qualifiedName());
    return ExitCode.USAGE;
  }

  static String text(Exception error) {
    if (error instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return withContext(unchecked, unchecked.getCause());
    }
    if (error instanceof FileSystemException file && file.getReason() == null) {
      return file.getFile() + reason(file);
    }
    boolean expected =
        error instanceof IllegalArgumentException
            || error instanceof IOException
            || error instanceof MalformedDataException
            || error instanceof TransportException;
    String message =
        error.getMessage() == null ? error.getClass().getSimpleName() : error.getMessage();
    return expected
        ? oneLine(message)
        : "internal error: "
            + error.getClass().getSimpleName()
            + ": "
            + message
            + " (FATHOM_TRACE=1 shows where)";
  }

  /** The first line, and what it announces where it ends in a colon. */
  private static String oneLine(String message) {
    List<String> lines = message.lines().map(String::strip).limit(2).toList();
    boolean announces = lines.size() == 2 && lines.get(0).endsWith(":");
    return String.join(" ", announces ? lines : lines.subList(0, Math.min(1, lines.size())));
  }

  private static String withContext(UncheckedIOException error, IOException cause) {
    String context = error.getMessage();
    String text = text(cause);
    // Where none was given, Java takes the cause's name and message.
    return context == null || context.equals(cause.toString()) ? text : context + ": " + text;
  }

  /** Why a file could not be used, where Java only says which. */
  private static String reason(FileSystemException error) {
    if (error instanceof NoSuchFileException) {
      return " does not exist";
    }
    if (error instanceof AccessDeniedException) {
      return ": permission denied";
    }
    if (error instanceof FileAlreadyExistsException) {
      return " exists already";
    }
    if (error instanceof NotDirectoryException) {
      return " is not a folder";
    }
    return error instanceof DirectoryNotEmptyException ? " is not empty" : ": cannot be used";
  }
}
