package dev.fathom.config;

import java.util.regex.Pattern;

/**
 * Which nodes a section of a parameter file is for: {@code *} stands for one part of a node's full
 * name, {@code **} for any number.
 *
 * <p>Source: "ROS 2 parameter files, wildcards" at docs.ros.org, and rclcpp's matching.
 */
public final class NodePattern {
  private NodePattern() {}

  /**
   * Whether {@code pattern} is for the node.
   *
   * @param node such as {@code /robot/fathom}; without a leading slash: a name whose namespace is
   *     unknown, for which the last part of the pattern decides
   */
  public static boolean matches(String pattern, String node) {
    if (!node.startsWith("/")) {
      String last = pattern.substring(pattern.lastIndexOf('/') + 1);
      return last.equals(node) || last.equals("*") || last.equals("**");
    }
    String absolute = pattern.startsWith("/") ? pattern : "/" + pattern;
    StringBuilder regex = new StringBuilder();
    for (String part : absolute.substring(1).split("/", -1)) {
      regex.append(
          switch (part) {
            case "**" -> "(/\\w+)*";
            case "*" -> "/\\w+";
            default -> Pattern.quote("/" + part);
          });
    }
    return Pattern.matches(regex.toString(), node);
  }

  /** Whether the pattern may be for several nodes. */
  public static boolean hasWildcard(String pattern) {
    return pattern.indexOf('*') >= 0;
  }
}
