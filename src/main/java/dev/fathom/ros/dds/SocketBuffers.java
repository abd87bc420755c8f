package dev.fathom.ros.dds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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

  private static final int MOST_DIGITS = 32;

  private static final Path SETTING = Path.of("/proc/sys/net/core/rmem_max");

  /** Reads the setting of this machine. */
  public static SocketBuffers read() {
    return read(SETTING);
  }

  static SocketBuffers read(Path setting) {
    try {
      return new SocketBuffers(Long.parseLong(text(setting)));
    } catch (IOException | NumberFormatException e) {
      return new SocketBuffers(-1);
    }
  }

  /**
   * The kernel tells such a number to one read only; what reads files of unknown size begins with a
   * single byte and takes that for all.
   */
  private static String text(Path setting) throws IOException {
    try (InputStream in = Files.newInputStream(setting)) {
      return new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII).strip();
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
