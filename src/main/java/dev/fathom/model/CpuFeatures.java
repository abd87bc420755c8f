package dev.fathom.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;

/** What the CPU can do, as the Linux kernel tells it. */
final class CpuFeatures {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Set<String> BFLOAT16 = Set.of("avx512_bf16", "amx_bf16");

  private CpuFeatures() {}

  /** Whether x86 instructions on bfloat16 are there; false where the kernel does not tell. */
  static boolean hasBfloat16() {
    if (!Files.isReadable(CPU_INFO)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(CPU_INFO)) {
      return lines
          .filter(line -> line.startsWith("flags"))
          .findFirst()
          .map(line -> Stream.of(line.split("\\s+")).anyMatch(BFLOAT16::contains))
          .orElse(false);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
