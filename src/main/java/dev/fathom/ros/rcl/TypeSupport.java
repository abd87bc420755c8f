package dev.fathom.ros.rcl;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.fathom.ros.TransportException;

/**
 * What the middleware knows of message types, found by symbol in the libraries of their packages.
 */
final class TypeSupport {
  private static final String TYPES = "rosidl_typesupport_c";
  private static final String STRUCTURES = "rosidl_generator_c";

  private final RclInstallation installation;

  TypeSupport(RclInstallation installation) {
    this.installation = installation;
  }

  /**
   * The handle of a message type.
   *
   * @param type such as {@code sensor_msgs/msg/Image}, or {@code
   *     rcl_interfaces/srv/GetParameters_Request}
   * @throws TransportException if its package is not installed or lacks it
   */
  long message(String type) {
    return handle(type, "message");
  }

  /** Likewise the handle of a service, such as {@code rcl_interfaces/srv/GetParameters}. */
  long service(String type) {
    return handle(type, "service");
  }

  private long handle(String type, String kind) {
    NativeLibrary library = installation.messageLibrary(packageOf(type), TYPES);
    String symbol = TYPES + "__get_" + kind + "_type_support_handle__" + type.replace("/", "__");
    long handle = function(library, symbol, type).invokeLong(new Object[0]);
    if (handle == 0) {
      throw new TransportException(type + ": " + library.getFile() + " gives no type support");
    }
    return handle;
  }

  /** Makes and destroys the C structure of a message type. */
  MessageStructure structure(String type) {
    NativeLibrary library = installation.messageLibrary(packageOf(type), STRUCTURES);
    String prefix = type.replace("/", "__");
    return new MessageStructure(
        type,
        message(type),
        function(library, prefix + "__create", type),
        function(library, prefix + "__destroy", type));
  }

  private static Function function(NativeLibrary library, String symbol, String type) {
    try {
      return library.getFunction(symbol);
    } catch (UnsatisfiedLinkError e) {
      throw new TransportException(
          "the message package "
              + packageOf(type)
              + " knows no "
              + type
              + " (no "
              + symbol
              + " in "
              + library.getFile()
              + ")",
          e);
    }
  }

  private static String packageOf(String type) {
    return type.substring(0, type.indexOf('/'));
  }
}
