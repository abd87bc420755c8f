package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.TransportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FastDdsLibraryTest {
  @TempDir Path cache;

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, Linux/x86_64",
    "Linux, x86_64, Linux/x86_64",
    "Linux, aarch64, Linux/aarch64"
  })
  void bothArchitecturesOfRobotsAreThere(String system, String architecture, String folder) {
    assertEquals(folder, FastDdsLibrary.platform(system, architecture));
  }

  @ParameterizedTest
  @CsvSource({"Linux, arm", "Mac OS X, aarch64", "Windows 11, amd64"})
  void anotherPlatformIsNamedInOneLine(String system, String architecture) {
    TransportException e =
        assertThrows(TransportException.class, () -> FastDdsLibrary.platform(system, architecture));
    assertTrue(e.getMessage().contains(system), e.getMessage());
    assertTrue(e.getMessage().contains(architecture), e.getMessage());
    assertTrue(e.getMessage().contains("transport:=rcl"), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Linux/x86_64", "Linux/aarch64"})
  void manyUnpackAtOnceAndNothingHalfIsLeft(String platform) throws IOException {
    List<Path> directories =
        IntStream.range(0, 8).parallel().mapToObj(i -> unpacked(platform)).distinct().toList();
    assertEquals(1, directories.size());
    assertEquals(
        List.of("libFastRTPSWrapper.so", "libfastcdr.so.2", "libfastrtps.so.2.14"),
        names(directories.get(0)));
  }

  private Path unpacked(String platform) {
    try {
      return FastDdsLibrary.unpack(platform, cache);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void aHalfFileIsReplaced() throws IOException {
    Path file = FastDdsLibrary.unpack("Linux/x86_64", cache).resolve("libfastcdr.so.2");
    long size = Files.size(file);
    Files.writeString(file, "half");
    FastDdsLibrary.unpack("Linux/x86_64", cache);
    assertEquals(size, Files.size(file));
  }

  @Test
  void whereTheCacheCannotBeWrittenAnotherDirectoryDoes() throws IOException {
    Path file = Files.writeString(cache.resolve("file"), "no directory");
    Path directory = FastDdsLibrary.unpack("Linux/x86_64", file);
    assertNotEquals(file, directory.getParent());
    assertEquals(3, names(directory).size());
    for (String name : names(directory)) {
      Files.delete(directory.resolve(name));
    }
    Files.delete(directory);
  }

  @Test
  void theCacheIsTheUsers() {
    assertEquals(
        Path.of("/home/robot/.cache/fathom"),
        FastDdsLibrary.cacheDirectory(Map.of(), "/home/robot"));
    assertEquals(
        Path.of("/var/cache/fathom"),
        FastDdsLibrary.cacheDirectory(Map.of("XDG_CACHE_HOME", "/var/cache"), "/home/robot"));
  }
}
