package dev.fathom.ros.rcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.TransportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RclInstallationTest {
  @TempDir private Path prefix;

  @Test
  void aShellThatHasNotSourcedRosIsToldSo() {
    String reason = RclInstallation.missing(Map.of()).orElseThrow();
    assertTrue(reason.contains("setup.bash"), reason);
    assertEquals(1, reason.lines().count());
  }

  @Test
  void aPrefixWithoutRclIsToldSo() {
    String reason = RclInstallation.missing(environment()).orElseThrow();
    assertTrue(reason.contains("librcl.so"), reason);
  }

  @Test
  void missingLibrariesAndPackagesAreNamed() throws IOException {
    place("rcl");
    RclInstallation installation = RclInstallation.of(environment());
    assertEquals(Optional.empty(), RclInstallation.missing(environment()));
    assertNamed("librmw.so", () -> installation.library("rmw"));
    assertNamed(
        "apt install ros-jazzy-sensor-msgs",
        () -> installation.messageLibrary("sensor_msgs", "rosidl_typesupport_c"));
  }

  @Test
  void aFileThatIsNoLibraryIsNamed() throws IOException {
    place("rcl");
    RclInstallation installation = RclInstallation.of(environment());
    assertNamed(prefix.resolve("lib/librcl.so").toString(), () -> installation.library("rcl"));
  }

  private void place(String name) throws IOException {
    Files.createDirectories(prefix.resolve("lib"));
    Files.writeString(prefix.resolve("lib/lib" + name + ".so"), "not a library");
  }

  private Map<String, String> environment() {
    return Map.of(
        "AMENT_PREFIX_PATH", "/nowhere:" + prefix, "LD_LIBRARY_PATH", "", "ROS_DISTRO", "jazzy");
  }

  private static void assertNamed(String name, Runnable what) {
    TransportException e = assertThrows(TransportException.class, what::run);
    assertTrue(String.valueOf(e.getMessage()).contains(name), e.getMessage());
  }
}
