package dev.fathom.ros.rcljava;

import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.rcl.RclTransport;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The sourced workspaces as rcljava needs them: every {@code share/PACKAGE/java/*.jar} in one class
 * loader, and the native library of each class.
 *
 * <p>One for the whole process, since a native library belongs to one class loader for ever.
 * rcljava ends the process where such a library is missing, so that each is opened here before its
 * class is touched. Threads: any.
 */
final class JavaWorkspace {
  private static final String AMENT_PREFIX_PATH = "AMENT_PREFIX_PATH";
  private static final String RCLJAVA = "org.ros2.rcljava.";
  private static final String REMEDY =
      "; source the setup file of a workspace that has built rcljava in the shell that starts"
          + " Fathom, or use transport rcl, which needs none, or dds";

  /** The classes of rcljava with native code that a node with topics uses. */
  private static final List<String> NATIVE_CLASSES =
      List.of(
          "RCLJava",
          "contexts.ContextImpl",
          "executors.BaseExecutor",
          "graph.EndpointInfo",
          "node.NodeImpl",
          "publisher.PublisherImpl",
          "qos.QoSProfile",
          "subscription.SubscriptionImpl",
          "time.Clock");

  /** dlopen: every symbol is looked up at once, and is not offered to other libraries. */
  private static final Map<String, Integer> OPEN_NOW_AND_LOCAL =
      Map.of(Library.OPTION_OPEN_FLAGS, 2);

  /** Held, since a logger that nobody holds forgets its level: rcljava tells of each library. */
  private static final Logger LOG = Logger.getLogger("org.ros2.rcljava");

  private static @Nullable JavaWorkspace opened;

  private final ClassLoader loader;
  private final Map<String, NativeLibrary> libraries = new HashMap<>();
  private final Map<String, JavaMessage> messages = new HashMap<>();

  private JavaWorkspace(ClassLoader loader) {
    this.loader = loader;
  }

  /**
   * The workspaces that an environment names.
   *
   * @throws TransportException if there is no rcljava, or a piece of it is missing, with what to do
   */
  static synchronized JavaWorkspace of(Map<String, String> environment) {
    List<URL> jars = jars(environment);
    if (opened == null) {
      URL[] path = jars.toArray(URL[]::new);
      ClassLoader loader = new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
      RclTransport.requireLoadable(environment);
      JavaWorkspace workspace = new JavaWorkspace(loader);
      for (String name : NATIVE_CLASSES) {
        workspace.openLibrary(libraryOf(RCLJAVA + name));
      }
      LOG.setLevel(Level.WARNING);
      opened = workspace;
    }
    return opened;
  }

  private static List<URL> jars(Map<String, String> environment) {
    String prefixes = environment.getOrDefault(AMENT_PREFIX_PATH, "");
    if (prefixes.isBlank()) {
      throw missing("no workspace is sourced (no AMENT_PREFIX_PATH)");
    }
    List<URL> jars = new ArrayList<>();
    for (String prefix : prefixes.split(File.pathSeparator, -1)) {
      if (!prefix.isBlank()) {
        addJars(prefix, jars);
      }
    }
    if (jars.stream().noneMatch(jar -> jar.getPath().endsWith("/rcljava.jar"))) {
      throw missing("no sourced workspace has share/rcljava/java/rcljava.jar (" + prefixes + ")");
    }
    return jars;
  }

  private static void addJars(String prefix, List<URL> jars) {
    try (DirectoryStream<Path> packages = Files.newDirectoryStream(Path.of(prefix, "share"))) {
      for (Path each : packages) {
        addJars(each.resolve("java"), jars);
      }
    } catch (IOException | InvalidPathException e) {
      // A prefix without packages means nothing to ROS either.
    }
  }

  private static void addJars(Path directory, List<URL> jars) throws IOException {
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.jar")) {
        for (Path jar : found) {
          jars.add(jar.toUri().toURL());
        }
      }
    }
  }

  private static TransportException missing(String what) {
    return new TransportException("transport rcljava: " + what + REMEDY);
  }

  /** What rosidl and rcljava call the library of a class: its name in snake case. */
  private static String libraryOf(String className) {
    return className
            .replace('.', '_')
            .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .toLowerCase(Locale.ROOT)
        + "__jni";
  }

  /**
   * A native library, opened.
   *
   * @param name such as {@code rcl}
   * @throws TransportException if it is nowhere, or lacks what it needs in turn
   */
  synchronized NativeLibrary openLibrary(String name) {
    return libraries.computeIfAbsent(name, JavaWorkspace::load);
  }

  private static NativeLibrary load(String name) {
    String path = System.getProperty("java.library.path", "");
    for (String directory : path.split(File.pathSeparator, -1)) {
      File file = new File(directory, System.mapLibraryName(name));
      if (file.exists()) {
        try {
          return NativeLibrary.getInstance(file.getPath(), OPEN_NOW_AND_LOCAL);
        } catch (UnsatisfiedLinkError e) {
          throw missing(file + " cannot be loaded: " + causeOf(e));
        }
      }
    }
    throw missing(
        System.mapLibraryName(name) + " is in no directory of LD_LIBRARY_PATH (" + path + ")");
  }

  /** JNA tells what it tried, then what the loader said; the loader's words are wanted. */
  private static String causeOf(UnsatisfiedLinkError e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().filter(line -> line.contains(": ")).findFirst().orElse(message);
  }

  /** The library that rcljava itself stands on, for what rcljava does not pass on. */
  NativeLibrary rcl() {
    return openLibrary("rcl");
  }

  /** A class of rcljava, such as {@code RCLJava}; its native library is known to be there. */
  Class<?> rcljava(String name) {
    try {
      return Class.forName(RCLJAVA + name, true, loader);
    } catch (ClassNotFoundException e) {
      throw JavaObject.unknown("there is no class " + RCLJAVA + name);
    }
  }

  /** A new object of such a class. */
  JavaObject make(String name) {
    try {
      return new JavaObject(rcljava(name).getConstructor().newInstance());
    } catch (ReflectiveOperationException e) {
      throw JavaObject.unknown(name + " cannot be made");
    }
  }

  /** An object that fulfils an interface of rcljava with one method. */
  Object proxy(String name, String method, Function<Object[], @Nullable Object> body) {
    Class<?> type = rcljava(name);
    InvocationHandler handler =
        (proxy, called, arguments) ->
            switch (called.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              case "toString" -> "Fathom's " + method;
              default -> body.apply(arguments == null ? new Object[0] : arguments);
            };
    return Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler);
  }

  /**
   * The class of a message in this workspace.
   *
   * @param type such as {@code sensor_msgs/msg/Image}
   * @throws TransportException if the workspace has not built it for Java
   */
  Class<?> messageClass(String type) {
    String name = type.replace('/', '.');
    try {
      Class<?> unused = Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new TransportException(
          "transport rcljava: no sourced workspace has built "
              + type
              + " for Java (no class "
              + name
              + "): build the package "
              + type.substring(0, type.indexOf('/'))
              + " with rosidl_generator_java");
    }
    NativeLibrary unused = openLibrary(libraryOf(name) + "__rosidl_typesupport_c");
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How a message becomes one of this workspace's and back. */
  synchronized JavaMessage message(String type) {
    JavaMessage known = messages.get(type);
    if (known == null) {
      known = JavaMessage.of(type, this);
      messages.put(type, known);
    }
    return known;
  }
}
