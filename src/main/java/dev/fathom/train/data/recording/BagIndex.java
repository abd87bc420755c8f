package dev.fathom.train.data.recording;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.sensor.CameraCalibration;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a whole recording: where each message is, the calibrations, and all poses.
 *
 * <p>Of each camera the first calibration that can be used holds for the recording.
 */
final class BagIndex {
  private final ChosenTopics topics;
  private final Map<String, TopicIndex> indexes = new HashMap<>();
  private final Map<String, CalibrationTrack> calibrations = new HashMap<>();
  private final Poses poses = new Poses();

  BagIndex(BagReader reader, ChosenTopics topics) throws IOException {
    this.topics = topics;
    add(reader, topics.image());
    if (topics.right() != null) {
      add(reader, topics.right());
    }
    if (topics.depth() != null) {
      indexes.put(topics.depth(), new TopicIndex(reader, topics.depth(), ImageDecoder::stampNanos));
    }
    if (topics.lidar() != null) {
      indexes.put(topics.lidar(), new TopicIndex(reader, topics.lidar(), PointReader::stampNanos));
    }
    Set<String> wanted = new HashSet<>(indexes.keySet());
    wanted.addAll(calibrations.keySet());
    wanted.add(TransformReader.TOPIC);
    wanted.add(TransformReader.STATIC_TOPIC);
    if (topics.odometry() != null) {
      wanted.add(topics.odometry());
    }
    reader.read(
        BagFilter.topics(wanted.toArray(String[]::new)),
        (connection, log, publish, bytes, offset, length) ->
            take(connection.topic(), connection.type(), log, bytes, offset, length));
  }

  private void add(BagReader reader, CameraTopics.Camera camera) {
    indexes.put(camera.topic(), new TopicIndex(reader, camera.topic(), ImageDecoder::stampNanos));
    calibrations.put(
        camera.infoTopic(), new CalibrationTrack(camera.infoTopic(), camera.isRectified()));
  }

  private void take(String topic, String type, long log, byte[] bytes, int offset, int length) {
    TopicIndex index = indexes.get(topic);
    CalibrationTrack calibration = calibrations.get(topic);
    if (index != null) {
      index.add(log, type, bytes, offset, length);
    } else if (calibration != null) {
      if (calibration.calibration().isEmpty()) {
        var unused = calibration.update(bytes, offset, length);
      }
    } else if (topic.equals(topics.odometry())) {
      poses.odometry(bytes, offset, length);
    } else {
      poses.transforms(topic.equals(TransformReader.STATIC_TOPIC), bytes, offset, length);
    }
  }

  TopicIndex of(String topic) {
    TopicIndex index = indexes.get(topic);
    if (index == null) {
      throw new IllegalArgumentException("topic " + topic + " was not indexed");
    }
    return index;
  }

  @Nullable TopicIndex ofNullable(@Nullable String topic) {
    return topic == null ? null : indexes.get(topic);
  }

  /**
   * A camera's calibration.
   *
   * @throws IOException if the recording has none that can be used
   */
  CameraCalibration calibration(CameraTopics.Camera camera) throws IOException {
    CalibrationTrack track = calibrations.get(camera.infoTopic());
    if (track == null || track.calibration().isEmpty()) {
      throw new IOException(
          "no camera_info for "
              + camera.topic()
              + ": expected one on "
              + camera.infoTopic()
              + (track == null ? "" : track.problem().map(p -> "; found " + p).orElse("")));
    }
    return track.calibration().get();
  }

  Poses poses() {
    return poses;
  }
}
