package dev.fathom.bag;

import java.util.List;

/**
 * A topic of a recording, with all that is known about its messages.
 *
 * @param id the topic's number within its reader or writer
 * @param topic such as {@code /camera/image_raw}
 * @param type such as {@code sensor_msgs/msg/Image}
 * @param serializationFormat {@code cdr}, nearly always
 * @param offeredQos of each publisher, where recorded
 * @param definition the message definition with those that it uses; empty when not recorded
 * @param typeHash such as {@code RIHS01_…}; empty when not recorded
 */
public record Connection(
    int id,
    String topic,
    String type,
    String serializationFormat,
    List<QosProfile> offeredQos,
    String definition,
    String typeHash) {
  public Connection {
    if (topic.isEmpty()) {
      throw new IllegalArgumentException("a topic must have a name");
    }
    offeredQos = List.copyOf(offeredQos);
  }

  /** How MCAP calls the language of the definition; rosbag2 marks IDL by a line of its own. */
  String definitionEncoding() {
    if (definition.isEmpty()) {
      return "";
    }
    return definition.startsWith("IDL: ") || definition.contains("\nIDL: ") ? "ros2idl" : "ros2msg";
  }
}
