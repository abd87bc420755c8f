package dev.fathom.ros.arguments;

import java.util.regex.Pattern;

/**
 * What names are allowed in ROS 2.
 *
 * <p>Source: "Topic and Service name mapping to DDS" at design.ros2.org, and what rcl and rmw
 * check.
 */
public final class RosNames {
  /** Longest topic or service that middlewares take with their prefix. */
  private static final int MAX_NAME = 247;

  private static final int MAX_NODE = 255;
  private static final Pattern NODE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern ABSOLUTE = Pattern.compile("(/[A-Za-z_][A-Za-z0-9_]*)+");
  private static final Pattern SUBSTITUTION = Pattern.compile("\\{([^{}]*)}");

  private RosNames() {}

  /** Refuses what is no node's name without its namespace. */
  static String checkNode(String name) {
    if (!NODE.matcher(name).matches() || name.length() > MAX_NODE) {
      throw new IllegalArgumentException(
          "a node's name has letters, digits and '_' and does not begin with a digit, found '"
              + name
              + "'");
    }
    return name;
  }

  /** Refuses what is no absolute namespace. */
  static String checkNamespace(String namespace) {
    if (!namespace.equals("/") && !ABSOLUTE.matcher(namespace).matches()) {
      throw new IllegalArgumentException(
          "a namespace is '/' or like '/robot/front', found '" + namespace + "'");
    }
    return namespace;
  }

  /** Refuses what is no absolute topic or service. */
  static String checkAbsolute(String name, String asGiven) {
    if (name.length() > MAX_NAME) {
      throw refused(asGiven, "'" + name + "' is longer than " + MAX_NAME + " characters");
    }
    if (!ABSOLUTE.matcher(name).matches()) {
      String became = name.equals(asGiven) ? "" : " (it became '" + name + "')";
      throw refused(
          asGiven,
          "its parts between '/' must be of letters, digits and '_' and not begin with a digit"
              + became);
    }
    return name;
  }

  /**
   * The absolute form of a topic or service: {@code ~} stands for the node, {@code {node}}, {@code
   * {ns}} and {@code {namespace}} for what they say, and what does not begin with {@code /} lies in
   * the namespace.
   */
  static String expand(String name, NodeName node) {
    if (name.isEmpty()) {
      throw refused(name, "it is empty");
    }
    String expanded = name;
    if (name.startsWith("~")) {
      if (name.length() > 1 && name.charAt(1) != '/') {
        throw refused(name, "'~' must be followed by '/'");
      }
      expanded = node.full() + name.substring(1);
    }
    expanded =
        SUBSTITUTION.matcher(expanded).replaceAll(match -> substitute(match.group(1), name, node));
    if (!expanded.startsWith("/")) {
      expanded = node.namespace().equals("/") ? "/" + expanded : node.namespace() + "/" + expanded;
    }
    return checkAbsolute(expanded, name);
  }

  private static String substitute(String key, String name, NodeName node) {
    return switch (key) {
      case "node" -> node.name();
      case "ns", "namespace" -> node.namespace();
      default -> throw refused(name, "unknown substitution {" + key + "}; known: node, ns");
    };
  }

  private static IllegalArgumentException refused(String name, String reason) {
    return new IllegalArgumentException("'" + name + "' is no topic or service in ROS: " + reason);
  }
}
