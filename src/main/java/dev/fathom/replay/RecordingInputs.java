package dev.fathom.replay;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagSummary;
import dev.fathom.bag.Connection;
import dev.fathom.bag.StopReading;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.geometry.TransformTree;
import dev.fathom.pipeline.sync.MeasuredTrack;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What must be known of a recording before its first frame: types of topics, first calibrations and
 * transforms.
 *
 * <p>A camera_info may be logged after its image, so it is looked for ahead of the replay.
 */
final class RecordingInputs {
  private final BagReader reader;
  private final Map<String, String> typeOfTopic;

  RecordingInputs(BagReader reader) {
    this.reader = reader;
    this.typeOfTopic =
        reader.connections().stream()
            .collect(
                Collectors.toMap(
                    Connection::topic, Connection::type, (a, b) -> a, LinkedHashMap::new));
  }

  Map<String, String> typeOfTopic() {
    return typeOfTopic;
  }

  /**
   * The topics that hold messages: a recorder lists publishers that never published too. All of
   * them where the recording does not count.
   */
  Map<String, String> typeOfRecordedTopic() throws IOException {
    BagSummary summary = reader.summary();
    Map<String, String> recorded = new LinkedHashMap<>(typeOfTopic);
    if (summary.messageCount() > 0) {
      recorded.keySet().removeIf(t -> summary.messagesPerTopic().getOrDefault(t, 0L) == 0);
    }
    return recorded;
  }

  /**
   * Reads until every camera has a usable calibration; a camera without one is an error that names
   * its topic.
   */
  List<CalibrationTrack> calibrations(CameraTopics.Camera... cameras) throws IOException {
    List<CalibrationTrack> tracks =
        Arrays.stream(cameras)
            .map(c -> new CalibrationTrack(c.infoTopic(), c.isRectified()))
            .toList();
    for (CameraTopics.Camera camera : cameras) {
      if (!"sensor_msgs/msg/CameraInfo".equals(typeOfTopic.get(camera.infoTopic()))) {
        throw new IllegalArgumentException(
            "no camera_info for "
                + camera.topic()
                + ": expected "
                + camera.infoTopic()
                + " of type sensor_msgs/msg/CameraInfo; the recording holds "
                + CameraTopics.listTopics(typeOfTopic.keySet())
                + " (--info, --left-info and --right-info name another topic)");
      }
    }
    Set<String> topics = tracks.stream().map(CalibrationTrack::topic).collect(Collectors.toSet());
    reader.read(
        BagFilter.topics(topics.toArray(String[]::new)),
        (connection, logTime, publishTime, bytes, offset, length) -> {
          for (CalibrationTrack track : tracks) {
            if (track.topic().equals(connection.topic())) {
              var unused = track.update(bytes, offset, length);
            }
          }
          if (tracks.stream().allMatch(t -> t.calibration().isPresent())) {
            throw new StopReading();
          }
        });
    for (CalibrationTrack track : tracks) {
      if (track.calibration().isEmpty()) {
        throw new IOException(track.problem().orElse(track.topic() + ": no message could be read"));
      }
    }
    return tracks;
  }

  /**
   * What measures depth on a topic: scans with the transforms from their frame to the camera's, or
   * registered depth images.
   */
  MeasuredTrack measured(String topic, String cameraFrame) throws IOException {
    String type = typeOfTopic.get(topic);
    if (!MeasuredTrack.CLOUD.equals(type) && !ImageDecoder.RAW.equals(type)) {
      throw new IllegalArgumentException(
          "measured_depth is '"
              + topic
              + "', which is "
              + (type == null ? "not in the recording" : "of type " + type)
              + "; the model completes depth and needs a topic of type "
              + MeasuredTrack.CLOUD
              + " or "
              + ImageDecoder.RAW);
    }
    if (ImageDecoder.RAW.equals(type)) {
      return new MeasuredTrack(topic, RecordedTransforms.notNeeded());
    }
    AtomicReference<@Nullable String> frame = new AtomicReference<>();
    reader.read(
        BagFilter.topics(topic),
        (connection, logTime, publishTime, bytes, offset, length) -> {
          frame.set(MeasuredTrack.frameOf(bytes, offset, length));
          throw new StopReading();
        });
    String found = frame.get();
    return new MeasuredTrack(
        topic, found == null ? RecordedTransforms.notNeeded() : transforms(cameraFrame, found));
  }

  /**
   * Reads transforms until {@code target} can be told from {@code source} at all times; all of them
   * where their links change with time. What cannot be used is left out, and the first reason kept.
   */
  RecordedTransforms transforms(String target, String source) throws IOException {
    TransformTree tree = new TransformTree();
    Set<String> topics = new HashSet<>(Set.of(TransformReader.STATIC_TOPIC, TransformReader.TOPIC));
    topics.retainAll(typeOfTopic.keySet());
    if (topics.isEmpty()) {
      return new RecordedTransforms(tree, null);
    }
    AtomicReference<@Nullable String> problem = new AtomicReference<>();
    reader.read(
        BagFilter.topics(topics.toArray(String[]::new)),
        (connection, logTime, publishTime, bytes, offset, length) -> {
          boolean isStatic = connection.topic().equals(TransformReader.STATIC_TOPIC);
          TransformReader.read(tree, isStatic, bytes, offset, length)
              .ifPresent(p -> problem.compareAndSet(null, connection.topic() + ": " + p));
          // No stamped link reaches back to 0, so only static ones can answer there.
          if (tree.lookup(target, source, 0).isPresent()) {
            throw new StopReading();
          }
        });
    return new RecordedTransforms(tree, problem.get());
  }
}
