package dev.fathom.ros;

import dev.fathom.bag.QosProfile;

/**
 * What an endpoint is made for.
 *
 * @param name as the node calls it, before resolving
 * @param type such as {@code sensor_msgs/msg/Image}
 * @param qos asked for or offered
 * @param maxBytes longest message in CDR that is expected; a longer one is refused with a line, not
 *     cut
 */
public record Topic(String name, String type, QosProfile qos, int maxBytes) {
  /** For messages of a few kilobytes. */
  public static final int SMALL = 64 * 1024;

  public Topic {
    if (!type.matches("\\w+/msg/\\w+")) {
      throw new IllegalArgumentException(
          "topic " + name + ": a type like sensor_msgs/msg/Image expected, found '" + type + "'");
    }
    if (maxBytes <= 0) {
      throw new IllegalArgumentException(
          "topic " + name + ": maxBytes must be positive, found " + maxBytes);
    }
  }

  /** The same under another name, as {@link Transport#resolve} gives it. */
  public Topic named(String other) {
    return new Topic(other, type, qos, maxBytes);
  }
}
