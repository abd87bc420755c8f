package dev.fathom.ros.rcljava;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
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
  void aMissingNativeLibraryIsNamedBeforeAClassIsTouched() throws IOException {
    Assumptions.assumeFalse(
        System.getProperty("java.library.path", "").contains("jni"),
        "skipped: rcljava's native libraries are on LD_LIBRARY_PATH");
    Path java = Files.createDirectories(prefix.resolve("share/rcljava/java"));
    Files.createFile(java.resolve("rcljava.jar"));
    String line = refusal(Map.of("AMENT_PREFIX_PATH", prefix.toString()));
    assertTrue(line.contains("liborg_ros2_rcljava_rcl_java__jni.so"), line);
    assertTrue(line.contains("LD_LIBRARY_PATH"), line);
    assertEquals(1, line.lines().count(), line);
  }

  private static String refusal(Map<String, String> environment) {
    TransportException e =
        assertThrows(TransportException.class, () -> JavaWorkspace.of(environment));
    return String.valueOf(e.getMessage());
  }
}
