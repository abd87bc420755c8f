package dev.fathom.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** The memory of this process, Java and native together, as the Linux kernel tells it. */
final class ProcessMemory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFERENCES = Path.of("/proc/self/clear_refs");
  private static final String RESET_PEAK = "5";
  private static final long KILOBYTE = 1024;

  private ProcessMemory() {}

  /** Bytes in memory now. */
  static OptionalLong residentBytes() {
    return field("VmRSS:");
  }

  /** The most bytes that were in memory at once, since the start or the last reset. */
  static OptionalLong peakBytes() {
    return field("VmHWM:");
  }

  /** Begins a new peak; false where the kernel does not let us. */
  static boolean resetPeak() {
    try {
      Files.writeString(CLEAR_REFERENCES, RESET_PEAK);
      return true;
    } catch (IOException refused) {
      return false;
    }
  }

  private static OptionalLong field(String name) {
    if (!Files.isReadable(STATUS)) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KILOBYTE)
          .findFirst();
    } catch (IOException unreadable) {
      return OptionalLong.empty();
    }
  }
}
