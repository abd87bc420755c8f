package dev.fathom.ros.dds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether the kernel lets a socket keep a burst as long as a point cloud. A best-effort sample that
 * overruns the buffer is lost whole.
 *
 * @param allowedBytes {@code net.core.rmem_max}; negative where the kernel does not say
 */
public record SocketBuffers(long allowedBytes) {
  /** What Fathom asks for, and what organised clouds of 640×480 points need. */
  public static final long WANTED_BYTES = 4 << 20;

  private static final Path SETTING = Path.of("/proc/sys/net/core/rmem_max");

  /** Reads the setting of this machine. */
  public static SocketBuffers read() {
    return read(SETTING);
  }

  static SocketBuffers read(Path setting) {
    try {
      return new SocketBuffers(Long.parseLong(Files.readString(setting).strip()));
    } catch (IOException | NumberFormatException e) {
      return new SocketBuffers(-1);
    }
  }

  /** Whether images and clouds may be lost for want of room; false where nothing is known. */
  public boolean tooSmall() {
    return allowedBytes >= 0 && allowedBytes < WANTED_BYTES;
  }

  /** One line: the setting and, where it is too small, how to raise it. */
  public String line() {
    if (allowedBytes < 0) {
      return "net.core.rmem_max is unknown: " + SETTING + " cannot be read";
    }
    return tooSmall()
        ? "net.core.rmem_max is "
            + allowedBytes
            + ": best-effort images and clouds get lost; raise it with: sudo sysctl -w"
            + " net.core.rmem_max="
            + WANTED_BYTES
        : "net.core.rmem_max is " + allowedBytes;
  }
}
