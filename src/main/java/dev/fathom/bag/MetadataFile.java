package dev.fathom.bag;

import dev.fathom.bag.BagMetadata.FileCount;
import dev.fathom.bag.BagMetadata.TopicCount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code metadata.yaml} of versions 1 to 9 and writes version 5, which Humble to Jazzy read.
 */
final class MetadataFile {
  static final String NAME = "metadata.yaml";
  private static final int WRITTEN_VERSION = 5;
  private static final long MAX_BYTES = 64L << 20;

  private MetadataFile() {}

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException when it is not what rosbag2 writes
   */
  static BagMetadata read(Path file) throws IOException {
    if (Files.size(file) > MAX_BYTES) {
      throw new IllegalArgumentException(
          file.getFileName() + " has " + Files.size(file) + " bytes; at most " + MAX_BYTES);
    }
    // Not readString: bytes that are no UTF-8 must cost a clear line, not the bag.
    return parse(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
  }

  static BagMetadata parse(String yaml) {
    Map<?, ?> root = Yaml.map(Yaml.load(yaml, NAME), NAME);
    Map<?, ?> info =
        Yaml.map(root.get("rosbag2_bagfile_information"), "rosbag2_bagfile_information");
    int version = (int) Yaml.integer(info.get("version"), "version", 1);
    return new BagMetadata(
        version,
        Yaml.string(info.get("storage_identifier")),
        time(info.get("starting_time"), "nanoseconds_since_epoch"),
        time(info.get("duration"), "nanoseconds"),
        Yaml.integer(info.get("message_count"), "message_count", -1),
        topics(info.get("topics_with_message_count")),
        Yaml.string(info.get("compression_format")),
        Yaml.string(info.get("compression_mode")),
        files(info),
        Yaml.string(info.get("ros_distro")));
  }

  private static long time(@Nullable Object value, String unit) {
    return value == null ? 0 : Yaml.integer(Yaml.map(value, unit).get(unit), unit, 0);
  }

  private static List<TopicCount> topics(@Nullable Object value) {
    List<TopicCount> topics = new ArrayList<>();
    for (Object entry : Yaml.list(value, "topics_with_message_count")) {
      Map<?, ?> map = Yaml.map(entry, "topic");
      Map<?, ?> topic = Yaml.map(map.get("topic_metadata"), "topic_metadata");
      Connection connection =
          new Connection(
              topics.size(),
              Yaml.string(topic.get("name")),
              Yaml.string(topic.get("type")),
              Yaml.string(topic.get("serialization_format")),
              QosYaml.parse(topic.get("offered_qos_profiles")),
              "",
              Yaml.string(topic.get("type_description_hash")));
      topics.add(
          new TopicCount(connection, Yaml.integer(map.get("message_count"), "message_count", -1)));
    }
    return topics;
  }

  private static List<FileCount> files(Map<?, ?> info) {
    List<FileCount> files = new ArrayList<>();
    for (Object entry : Yaml.list(info.get("files"), "files")) {
      Map<?, ?> file = Yaml.map(entry, "file");
      files.add(
          new FileCount(
              Yaml.string(file.get("path")),
              time(file.get("starting_time"), "nanoseconds_since_epoch"),
              time(file.get("duration"), "nanoseconds"),
              Yaml.integer(file.get("message_count"), "message_count", -1)));
    }
    // With file compression the list of files may still have the names before compression.
    List<?> paths = Yaml.list(info.get("relative_file_paths"), "relative_file_paths");
    List<FileCount> listed = new ArrayList<>();
    for (int i = 0; i < paths.size(); i++) {
      String path = Yaml.string(paths.get(i));
      FileCount counted =
          paths.size() == files.size() ? files.get(i) : new FileCount(path, 0, 0, -1);
      listed.add(
          new FileCount(
              path, counted.startNanos(), counted.durationNanos(), counted.messageCount()));
    }
    return listed;
  }

  /** Version 5 of what a recording of one file holds. */
  static String write(BagMetadata m) {
    StringBuilder out = new StringBuilder("rosbag2_bagfile_information:\n");
    out.append("  version: ").append(WRITTEN_VERSION);
    out.append("\n  storage_identifier: ").append(m.storage());
    times(out, "  ", m.startNanos(), m.durationNanos());
    out.append("\n  message_count: ").append(m.messageCount());
    out.append("\n  topics_with_message_count:").append(m.topics().isEmpty() ? " []" : "");
    for (TopicCount topic : m.topics()) {
      Connection c = topic.connection();
      out.append("\n    - topic_metadata:\n        name: ").append(Yaml.quoted(c.topic()));
      out.append("\n        type: ").append(Yaml.quoted(c.type()));
      out.append("\n        serialization_format: ").append(Yaml.quoted(c.serializationFormat()));
      out.append("\n        offered_qos_profiles: ");
      out.append(Yaml.quoted(QosYaml.numbered(c.offeredQos())));
      out.append("\n      message_count: ").append(topic.messageCount());
    }
    out.append("\n  compression_format: \"\"\n  compression_mode: \"\"");
    out.append("\n  relative_file_paths:");
    m.files().forEach(f -> out.append("\n    - ").append(Yaml.quoted(f.path())));
    out.append("\n  files:");
    for (FileCount file : m.files()) {
      out.append("\n    - path: ").append(Yaml.quoted(file.path()));
      times(out, "      ", file.startNanos(), file.durationNanos());
      out.append("\n      message_count: ").append(file.messageCount());
    }
    return out.append('\n').toString();
  }

  private static void times(StringBuilder out, String indent, long start, long duration) {
    out.append('\n').append(indent).append("duration:\n").append(indent);
    out.append("  nanoseconds: ").append(duration);
    out.append('\n').append(indent).append("starting_time:\n").append(indent);
    out.append("  nanoseconds_since_epoch: ").append(start);
  }
}
