package dev.fathom.ros.rcl;

import com.sun.jna.Function;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import dev.fathom.ros.TransportException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Binds the declared functions to the libraries of the installation, once a process; every symbol
 * is checked before the first call.
 */
final class NativeSymbols {
  private static @Nullable NativeSymbols bound;

  private final RclInstallation installation;
  private final AllocatorValue allocator;
  private final Function log;

  private NativeSymbols(RclInstallation installation) {
    this.installation = installation;
    NativeLibrary rcutils = installation.library("rcutils");
    bind(Rcutils.class, rcutils);
    this.log = function(rcutils, "rcutils_log");
    bind(Rmw.class, installation.library("rmw"));
    bind(RmwImplementation.class, installation.library("rmw_implementation"));
    MiddlewareCheck.run(installation);
    bind(Rcl.class, installation.library("rcl"));
    this.allocator = Rcutils.rcutils_get_default_allocator();
  }

  /**
   * The functions of the installation, bound now or before.
   *
   * @throws TransportException if a library or a symbol is missing, with its name
   */
  static synchronized NativeSymbols bound(RclInstallation installation) {
    NativeSymbols symbols = bound;
    if (symbols == null) {
      symbols = new NativeSymbols(installation);
      bound = symbols;
    }
    return symbols;
  }

  RclInstallation installation() {
    return installation;
  }

  /** The C library's malloc and free. */
  AllocatorValue allocator() {
    return allocator;
  }

  /** The same, where rcl wants a pointer. */
  long allocatorAddress() {
    return CString.address(allocator.getPointer());
  }

  /** {@code rcutils_log}, whose arguments vary. */
  Function log() {
    return log;
  }

  /**
   * Binds the native methods of a class to the functions of a library.
   *
   * @throws TransportException if it lacks any of them, with their names
   */
  static void bind(Class<?> functions, NativeLibrary library) {
    List<String> missing = new ArrayList<>();
    Arrays.stream(functions.getDeclaredMethods())
        .filter(method -> Modifier.isNative(method.getModifiers()))
        .map(Method::getName)
        .sorted()
        .filter(name -> !has(library, name))
        .forEach(missing::add);
    if (!missing.isEmpty()) {
      throw new TransportException(
          library.getFile()
              + " lacks "
              + String.join(", ", missing)
              + ": ROS 2 Humble or later is needed");
    }
    Native.register(functions, library);
  }

  private static boolean has(NativeLibrary library, String symbol) {
    try {
      library.getGlobalVariableAddress(symbol);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }

  /**
   * A function of a library.
   *
   * @throws TransportException if it lacks it
   */
  static Function function(NativeLibrary library, String symbol) {
    try {
      return library.getFunction(symbol);
    } catch (UnsatisfiedLinkError e) {
      throw new TransportException(library.getFile() + " lacks " + symbol, e);
    }
  }
}
