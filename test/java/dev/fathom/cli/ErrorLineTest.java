package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class ErrorLineTest {
  @Test
  void aFileThatJavaOnlyNamesIsToldWithItsReason() {
    assertEquals("a/b does not exist", ErrorLine.text(new NoSuchFileException("a/b")));
    assertEquals("a/b: permission denied", ErrorLine.text(new AccessDeniedException("a/b")));
    assertEquals("a/b exists already", ErrorLine.text(new FileAlreadyExistsException("a/b")));
    assertEquals(
        "a/b: No space left on device",
        ErrorLine.text(new FileSystemException("a/b", null, "No space left on device")));
  }

  @Test
  void whatWasTriedStaysBeforeItsCause() {
    IOException full = new IOException("No space left on device");
    assertEquals(
        "cannot write a/b: No space left on device",
        ErrorLine.text(new UncheckedIOException("cannot write a/b", full)));
  }

  @Test
  void aCauseWithoutContextStandsAlone() {
    IOException full = new IOException("No space left on device");
    assertEquals("No space left on device", ErrorLine.text(new UncheckedIOException(full)));
    assertEquals(
        "a/b does not exist",
        ErrorLine.text(new UncheckedIOException(new NoSuchFileException("a/b"))));
  }

  @Test
  void onlyTheUsersFaultIsWrongUsage() {
    assertEquals(ExitCode.USAGE, ErrorLine.exitCode(new IllegalArgumentException("x")));
    assertEquals(ExitCode.FAILURE, ErrorLine.exitCode(new IOException("x")));
    assertEquals(ExitCode.FAILURE, ErrorLine.exitCode(new IllegalStateException("x")));
  }
}
