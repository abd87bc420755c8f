package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SocketBuffersTest {
  @TempDir Path directory;

  @Test
  void theKernelsDefaultIsTooSmallAndTheLineSaysWhatToDo() throws IOException {
    Path setting = Files.writeString(directory.resolve("rmem_max"), "212992\n");
    SocketBuffers buffers = SocketBuffers.read(setting);
    assertTrue(buffers.tooSmall());
    assertTrue(buffers.line().contains("212992"), buffers.line());
    assertTrue(buffers.line().contains("sudo sysctl -w net.core.rmem_max=4194304"), buffers.line());
  }

  @Test
  void fourMegabytesAreEnough() {
    SocketBuffers buffers = new SocketBuffers(4 << 20);
    assertFalse(buffers.tooSmall());
    assertEquals("net.core.rmem_max is 4194304", buffers.line());
  }

  @Test
  void whereNothingIsKnownNothingIsWarnedOf() {
    SocketBuffers buffers = SocketBuffers.read(directory.resolve("missing"));
    assertFalse(buffers.tooSmall());
    assertTrue(buffers.line().contains("unknown"), buffers.line());
  }

  @Test
  void theKernelsOwnFileIsReadWhole() throws IOException {
    Path kernel = Path.of("/proc/sys/net/core/rmem_max");
    Assumptions.assumeTrue(Files.isReadable(kernel), "this kernel does not say");
    Process cat = new ProcessBuilder("cat", kernel.toString()).start();
    String told = new String(cat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    assertEquals(Long.parseLong(told.strip()), SocketBuffers.read().allowedBytes());
  }
}
