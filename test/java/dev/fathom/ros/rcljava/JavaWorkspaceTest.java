package dev.fathom.ros.rcljava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.Skipped;
import dev.fathom.ros.TransportException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaWorkspaceTest {
  @TempDir Path prefix;

  @Test
  void aShellWithoutWorkspaceIsToldSo() {
    String line = refusal(Map.of());
    assertTrue(line.contains("no workspace is sourced (no AMENT_PREFIX_PATH)"), line);
    assertTrue(line.contains("transport rcl"), line);
  }

  @Test
  void aWorkspaceWithoutRcljavaIsToldSo() {
    String line = refusal(Map.of("AMENT_PREFIX_PATH", prefix + ":/nowhere:"));
    assertTrue(line.contains("share/rcljava/java/rcljava.jar"), line);
    assertTrue(line.contains(prefix.toString()), line);
  }

  @Test
  void aMissingNativeLibraryIsNamedBeforeAClassIsTouched() {
    String missing = RcljavaTransport.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
    JavaWorkspace workspace = JavaWorkspace.of(System.getenv());
    TransportException e =
        assertThrows(TransportException.class, () -> workspace.openLibrary("no_such__jni"));
    assertTrue(e.getMessage().contains("libno_such__jni.so is in no directory"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count(), e.getMessage());
  }

  private static String refusal(Map<String, String> environment) {
    TransportException e =
        assertThrows(TransportException.class, () -> JavaWorkspace.of(environment));
    return String.valueOf(e.getMessage());
  }
}
