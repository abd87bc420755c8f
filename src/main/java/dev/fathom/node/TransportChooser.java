package dev.fathom.node;

import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.DdsOptions;
import dev.fathom.ros.dds.DdsTransport;
import dev.fathom.ros.rcl.RclTransport;
import dev.fathom.ros.rcljava.RcljavaTransport;
import java.util.Map;
import java.util.function.Consumer;

/** How a node reaches ROS. */
final class TransportChooser {
  /** Set by every setup file of a ROS 2 installation or workspace. */
  private static final String SOURCED = "AMENT_PREFIX_PATH";

  private TransportChooser() {}

  /**
   * Opens the transport of this name; {@code auto} is {@code rcl} in a sourced environment and
   * {@code dds} elsewhere, never {@code rcljava}.
   *
   * @param name what the program calls the node, before remapping
   * @param environment the process's
   * @param notices told what the user should know
   * @throws TransportException if it is not there, with what to do
   */
  static Transport open(
      String transport,
      String name,
      RosArguments arguments,
      Map<String, String> environment,
      Consumer<String> notices) {
    return switch (transport) {
      case "rcl" -> rcl(name, arguments);
      case "dds" -> dds(name, arguments, environment, notices);
      case "rcljava" ->
          RcljavaTransport.open(
              arguments.names("/", name), environment, arguments.logsToRosout(), notices);
      default -> auto(name, arguments, environment, notices);
    };
  }

  private static Transport auto(
      String name,
      RosArguments arguments,
      Map<String, String> environment,
      Consumer<String> notices) {
    if (environment.getOrDefault(SOURCED, "").isBlank()) {
      return dds(name, arguments, environment, notices);
    }
    try {
      return rcl(name, arguments);
    } catch (TransportException e) {
      notices.accept(
          "the sourced ROS 2 cannot be used, so that DDS is spoken without it: " + e.getMessage());
      return dds(name, arguments, environment, notices);
    }
  }

  private static Transport rcl(String name, RosArguments arguments) {
    return RclTransport.open(name, "/", arguments.sections());
  }

  private static Transport dds(
      String name,
      RosArguments arguments,
      Map<String, String> environment,
      Consumer<String> notices) {
    return DdsTransport.open(
        arguments.names("/", name), DdsOptions.of(environment), arguments.logsToRosout(), notices);
  }
}
