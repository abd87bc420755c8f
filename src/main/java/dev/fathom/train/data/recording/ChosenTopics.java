package dev.fathom.train.data.recording;

import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagSummary;
import dev.fathom.bag.Connection;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one recording that samples are made of.
 *
 * @param image the camera, of a pair the left one
 * @param right the right camera of a pair
 * @param depth depth images registered with {@code image}
 * @param lidar points
 * @param odometry where the robot was
 */
record ChosenTopics(
    CameraTopics.Camera image,
    CameraTopics.@Nullable Camera right,
    @Nullable String depth,
    @Nullable String lidar,
    @Nullable String odometry) {
  private static final String CLOUD = "sensor_msgs/msg/PointCloud2";
  private static final String ODOMETRY = "nav_msgs/msg/Odometry";

  /**
   * What was asked for, and of the rest what can be told: the only camera or pair, the depth images
   * beside it, the only cloud and odometry.
   *
   * @throws IllegalArgumentException if a topic is missing, of a wrong type, or one of several
   */
  static ChosenTopics of(BagReader reader, BagTopics asked) throws IOException {
    Map<String, String> recorded = recorded(reader);
    CameraTopics cameras = new CameraTopics(recorded);
    CameraTopics.Camera image =
        asked.image() == null
            ? onlyCamera(cameras)
            : CameraTopics.named(asked.image(), null, recorded);
    return new ChosenTopics(
        image,
        right(image, cameras, asked.right(), recorded),
        asked.depth() == null
            ? depthBeside(image, recorded)
            : typed(asked.depth(), ImageDecoder.RAW, recorded),
        asked.lidar() == null ? only(CLOUD, recorded) : typed(asked.lidar(), CLOUD, recorded),
        asked.odometry() == null
            ? only(ODOMETRY, recorded)
            : typed(asked.odometry(), ODOMETRY, recorded));
  }

  /** The topics that hold messages, with their types; all where the recording does not count. */
  private static Map<String, String> recorded(BagReader reader) throws IOException {
    BagSummary summary = reader.summary();
    Map<String, String> recorded = new LinkedHashMap<>();
    for (Connection connection : reader.connections()) {
      long messages = summary.messagesPerTopic().getOrDefault(connection.topic(), 0L);
      if (summary.messageCount() == 0 || messages > 0) {
        recorded.put(connection.topic(), connection.type());
      }
    }
    return recorded;
  }

  private static CameraTopics.Camera onlyCamera(CameraTopics cameras) {
    List<CameraTopics.Pair> pairs = cameras.pairs();
    if (cameras.cameras().size() == 1) {
      return cameras.cameras().get(0);
    }
    if (pairs.size() == 1 && cameras.cameras().size() == 2) {
      return pairs.get(0).left();
    }
    throw new IllegalArgumentException(
        cameras.cameras().isEmpty()
            ? "no camera in the recording; expected a topic of type "
                + ImageDecoder.RAW
                + " or "
                + ImageDecoder.COMPRESSED
            : "the recording holds several cameras; choose one with image=TOPIC: "
                + cameras.cameras().stream()
                    .map(CameraTopics.Camera::topic)
                    .collect(Collectors.joining(", ")));
  }

  private static CameraTopics.@Nullable Camera right(
      CameraTopics.Camera image,
      CameraTopics cameras,
      @Nullable String asked,
      Map<String, String> recorded) {
    if (asked != null) {
      return asked.equals(BagTopics.NONE) ? null : CameraTopics.named(asked, null, recorded);
    }
    return cameras.pairs().stream()
        .filter(pair -> pair.left().base().equals(image.base()))
        .map(CameraTopics.Pair::right)
        .findFirst()
        .orElse(null);
  }

  /** Of several depth topics, one that says it is aligned, or else none. */
  private static @Nullable String depthBeside(
      CameraTopics.Camera image, Map<String, String> recorded) {
    List<String> depths =
        recorded.keySet().stream()
            .filter(topic -> Objects.equals(recorded.get(topic), ImageDecoder.RAW))
            .filter(topic -> topic.toLowerCase(Locale.ROOT).contains("depth"))
            .filter(topic -> !topic.equals(image.topic()))
            .toList();
    List<String> aligned =
        depths.stream().filter(topic -> topic.matches(".*(aligned|registered).*")).toList();
    List<String> candidates = aligned.isEmpty() ? depths : aligned;
    return candidates.size() == 1 ? candidates.get(0) : null;
  }

  private static @Nullable String only(String type, Map<String, String> recorded) {
    List<String> topics =
        recorded.keySet().stream().filter(topic -> type.equals(recorded.get(topic))).toList();
    return topics.size() == 1 ? topics.get(0) : null;
  }

  private static @Nullable String typed(String topic, String type, Map<String, String> recorded) {
    if (topic.equals(BagTopics.NONE)) {
      return null;
    }
    String found = recorded.get(topic);
    if (!type.equals(found)) {
      throw new IllegalArgumentException(
          found == null
              ? "topic "
                  + topic
                  + " is not in the recording, which holds "
                  + CameraTopics.listTopics(recorded.keySet())
              : "topic " + topic + " is of type " + found + ", expected " + type);
    }
    return topic;
  }
}
