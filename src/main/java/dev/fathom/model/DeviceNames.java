package dev.fathom.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the processors here are called, as the Linux kernel and NVIDIA's driver tell it. */
public final class DeviceNames {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final Path GPUS = Path.of("/proc/driver/nvidia/gpus");

  private DeviceNames() {}

  /** A device as TensorFlow names it, {@code CPU:0}, with its maker's name where that is known. */
  public static String describe(String device) {
    String maker = device.startsWith("GPU") ? gpu() : cpu();
    return maker.isEmpty() ? device : device + " " + maker;
  }

  private static String cpu() {
    return field(CPU_INFO, "model name");
  }

  /** With several GPUs, all of them: TensorFlow numbers them by its own rules. */
  private static String gpu() {
    if (!Files.isDirectory(GPUS)) {
      return "";
    }
    try (Stream<Path> gpus = Files.list(GPUS)) {
      return String.join(
          ", ",
          gpus.sorted()
              .map(gpu -> field(gpu.resolve("information"), "Model"))
              .filter(name -> !name.isEmpty())
              .distinct()
              .toList());
    } catch (IOException unreadable) {
      return "";
    }
  }

  private static String field(Path file, String name) {
    if (!Files.isReadable(file)) {
      return "";
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("");
    } catch (IOException unreadable) {
      return "";
    }
  }
}
