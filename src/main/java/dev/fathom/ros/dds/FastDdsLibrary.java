package dev.fathom.ros.dds;

import dev.fathom.ros.TransportException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import us.ihmc.rtps.impl.fastRTPS.FastRTPSConstants;
import us.ihmc.rtps.impl.fastRTPS.NativeParticipantImpl;

/**
 * Fast DDS's native libraries: unpacked once a version into a directory of the user's, and loaded
 * once a process.
 *
 * <p>Each file is written under another name and then renamed, so that several processes may start
 * at once. All three are loaded by their full paths, so that a library of the same name on {@code
 * LD_LIBRARY_PATH} is not taken instead.
 */
final class FastDdsLibrary {
  /** In the order in which they need each other. */
  private static final List<String> FILES =
      List.of("libfastcdr.so.2", "libfastrtps.so.2.14", "libFastRTPSWrapper.so");

  private static final String VERSION = FastRTPSConstants.FASTRTPS_VERSION_STR;

  private static @Nullable String failure;
  private static boolean loaded;

  private FastDdsLibrary() {}

  /**
   * Loads the libraries unless they are.
   *
   * @throws TransportException if there are none for this machine, or they do not load
   */
  static synchronized void load() {
    if (failure != null) {
      throw new TransportException(failure);
    }
    if (loaded) {
      return;
    }
    try {
      loadFrom(cacheDirectory(System.getenv(), System.getProperty("user.home", "")));
      loaded = true;
    } catch (TransportException e) {
      failure = e.getMessage();
      throw e;
    }
  }

  private static void loadFrom(Path cache) {
    String platform = platform(System.getProperty("os.name"), System.getProperty("os.arch"));
    try {
      Path directory = unpack(platform, cache);
      for (String file : FILES) {
        System.load(directory.resolve(file).toString());
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      throw new TransportException(
          "dds: Fast DDS " + VERSION + " for " + platform + " does not load: " + e.getMessage(), e);
    }
  }

  /** The folder of a platform's libraries in the jar. */
  static String platform(String system, String architecture) {
    String folder =
        switch (architecture) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "aarch64";
          default -> "";
        };
    if (!system.equals("Linux") || folder.isEmpty()) {
      throw new TransportException(
          "dds: Fast DDS is packed for Linux on x86_64 and aarch64 only, this is "
              + system
              + " on "
              + architecture
              + "; source a ROS 2 installation and use transport:=rcl");
    }
    return "Linux/" + folder;
  }

  /** Where the libraries of all versions are kept. */
  static Path cacheDirectory(Map<String, String> environment, String home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return cache.isEmpty() ? Path.of(home, ".cache", "fathom") : Path.of(cache, "fathom");
  }

  /** Unpacks what is not there yet and gives the directory. */
  static Path unpack(String platform, Path cache) throws IOException {
    Path directory = cache.resolve("fastdds-" + VERSION + "-" + platform.replace('/', '-'));
    try {
      unpackInto(directory, platform);
      return directory;
    } catch (IOException e) {
      // A home that is full or read-only, as on many robots: a directory of this process then.
      Path own = Files.createTempDirectory("fathom-fastdds");
      own.toFile().deleteOnExit();
      FILES.forEach(file -> own.resolve(file).toFile().deleteOnExit());
      unpackInto(own, platform);
      return own;
    }
  }

  private static void unpackInto(Path directory, String platform) throws IOException {
    Files.createDirectories(directory);
    for (String file : FILES) {
      String resource = "/ihmc-pub-sub/native/" + platform + "/" + file;
      byte[] content = resource(resource);
      Path target = directory.resolve(file);
      if (!Files.isRegularFile(target) || Files.size(target) != content.length) {
        write(target, content);
      }
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = NativeParticipantImpl.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new TransportException("dds: " + name + " is not on the class path");
      }
      return in.readAllBytes();
    }
  }

  private static void write(Path target, byte[] content) throws IOException {
    Path half =
        Files.createTempFile(
            target.getParent(),
            target.getFileName().toString(),
            ".part",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      Files.write(half, content);
      Files.move(half, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      // Another process was faster.
    } finally {
      Files.deleteIfExists(half);
    }
  }
}
