package dev.fathom.ros.arguments;

/**
 * A node's name in the graph.
 *
 * @param namespace absolute, {@code /} for none
 * @param name without the namespace
 */
public record NodeName(String namespace, String name) {
  public NodeName {
    RosNames.checkNamespace(namespace);
    RosNames.checkNode(name);
  }

  /** Such as {@code /robot/fathom}. */
  public String full() {
    return namespace.equals("/") ? "/" + name : namespace + "/" + name;
  }

  /** The name of the node's logger, such as {@code robot.fathom}. */
  public String logger() {
    return full().substring(1).replace('/', '.');
  }
}
