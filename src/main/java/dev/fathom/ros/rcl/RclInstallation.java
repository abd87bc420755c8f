package dev.fathom.ros.rcl;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.fathom.ros.TransportException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The ROS 2 installation that the shell has sourced: where its libraries are.
 *
 * <p>Sourcing puts them on {@code LD_LIBRARY_PATH}; the dynamic loader needs that too, for what
 * they load in turn. {@code AMENT_PREFIX_PATH} names the message packages.
 */
final class RclInstallation {
  private static final String AMENT_PREFIX_PATH = "AMENT_PREFIX_PATH";
  private static final String LD_LIBRARY_PATH = "LD_LIBRARY_PATH";
  private static final Path BINARY_PACKAGES = Path.of("/opt/ros");

  /** dlopen: every symbol is looked up at once, and is not offered to other libraries. */
  private static final Map<String, Integer> OPEN_NOW_AND_LOCAL =
      Map.of(Library.OPTION_OPEN_FLAGS, 2);

  /**
   * Held for ever: JNA would unload a library that nothing in Java refers to, while the middleware
   * still points at the type support in it.
   */
  private static final Map<Path, NativeLibrary> OPEN = new ConcurrentHashMap<>();

  private final Map<String, String> environment;
  private final Set<Path> directories;

  private RclInstallation(Map<String, String> environment) {
    this.environment = environment;
    this.directories = directories(environment);
  }

  /**
   * Finds the installation that an environment names.
   *
   * @throws TransportException if there is none, with what to do about it
   */
  static RclInstallation of(Map<String, String> environment) {
    Optional<String> missing = missing(environment);
    if (missing.isPresent()) {
      throw new TransportException(missing.get());
    }
    return new RclInstallation(environment);
  }

  /** Why there is no installation in an environment, in one line; empty if there is one. */
  static Optional<String> missing(Map<String, String> environment) {
    if (environment.getOrDefault(AMENT_PREFIX_PATH, "").isEmpty()) {
      return Optional.of("ROS 2 is not sourced (no AMENT_PREFIX_PATH): " + remedy());
    }
    if (find(directories(environment), "rcl").isEmpty()) {
      return Optional.of(
          "ROS 2 is not sourced: librcl.so is neither on LD_LIBRARY_PATH nor under"
              + " AMENT_PREFIX_PATH: "
              + remedy());
    }
    return Optional.empty();
  }

  private static String remedy() {
    for (String distribution : new String[] {"lyrical", "kilted", "jazzy", "iron", "humble"}) {
      Path setup = BINARY_PACKAGES.resolve(distribution).resolve("setup.bash");
      if (Files.exists(setup)) {
        return "source " + setup;
      }
    }
    return "source /opt/ros/DISTRO/setup.bash, or that of your workspace";
  }

  private static Set<Path> directories(Map<String, String> environment) {
    Set<Path> found = new LinkedHashSet<>();
    for (String entry : environment.getOrDefault(LD_LIBRARY_PATH, "").split(":", -1)) {
      add(found, entry, "");
    }
    for (String entry : environment.getOrDefault(AMENT_PREFIX_PATH, "").split(":", -1)) {
      add(found, entry, "lib");
    }
    return found;
  }

  private static void add(Set<Path> found, String entry, String below) {
    try {
      if (!entry.isEmpty()) {
        found.add(Path.of(entry).resolve(below));
      }
    } catch (InvalidPathException e) {
      // Such an entry means nothing to the loader either.
    }
  }

  private static Optional<Path> find(Set<Path> directories, String name) {
    return directories.stream()
        .map(directory -> directory.resolve("lib" + name + ".so"))
        .filter(Files::exists)
        .findFirst();
  }

  /** A variable of the environment; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** The Debian package of a ROS package, as ROS builds them. */
  String binaryPackage(String rosPackage) {
    return "ros-"
        + environment.getOrDefault("ROS_DISTRO", "DISTRO")
        + "-"
        + rosPackage.replace('_', '-');
  }

  /**
   * Opens one of ROS 2's own libraries, such as {@code rcl}.
   *
   * @throws TransportException if it is not there or cannot be loaded
   */
  NativeLibrary library(String name) {
    Path file =
        find(directories, name)
            .orElseThrow(
                () ->
                    new TransportException(
                        "lib"
                            + name
                            + ".so is in no directory of LD_LIBRARY_PATH and AMENT_PREFIX_PATH: "
                            + remedy()));
    return open(file);
  }

  /**
   * Opens a library of a message package, such as {@code rosidl_typesupport_c} of {@code
   * sensor_msgs}.
   *
   * @throws TransportException if the package is not there, with its name
   */
  NativeLibrary messageLibrary(String messagePackage, String kind) {
    Path file =
        find(directories, messagePackage + "__" + kind)
            .orElseThrow(
                () ->
                    new TransportException(
                        "the message package "
                            + messagePackage
                            + " is not installed here (no lib"
                            + messagePackage
                            + "__"
                            + kind
                            + ".so): source the workspace that builds it"
                            + (messagePackage.equals("fathom")
                                ? ""
                                : ", or apt install " + binaryPackage(messagePackage))));
    return open(file);
  }

  private static NativeLibrary open(Path file) {
    try {
      return OPEN.computeIfAbsent(
          file, path -> NativeLibrary.getInstance(path.toString(), OPEN_NOW_AND_LOCAL));
    } catch (UnsatisfiedLinkError e) {
      throw new TransportException(
          file + " cannot be loaded (is LD_LIBRARY_PATH as sourced?): " + causeOf(e), e);
    }
  }

  /** JNA tells what it tried, then what the loader said; the loader's words are wanted. */
  private static String causeOf(UnsatisfiedLinkError e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().filter(line -> line.contains(": ")).findFirst().orElse(message);
  }
}
