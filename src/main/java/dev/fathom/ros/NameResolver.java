package dev.fathom.ros;

/** A node's own name and how its topics' names become absolute: namespace and remappings. */
public interface NameResolver {
  /** The node's absolute name after remapping, such as {@code /robot/fathom}. */
  String node();

  /**
   * The absolute name of a topic or service, as {@link Transport#resolve} says.
   *
   * @throws IllegalArgumentException if it is not a name in ROS
   */
  String resolve(String name);
}
