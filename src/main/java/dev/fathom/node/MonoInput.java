package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.pipeline.sync.MeasuredTrack;
import dev.fathom.pipeline.sync.MonoFrames;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One camera's images, its camera_info, and measured depth where the network completes it.
 *
 * <p>Topics: {@code image} and {@code camera_info}.
 */
final class MonoInput implements FrameInput {
  private final ImageSubscription images;
  private final InputTopic info;
  private final NewestMessage newestInfo;
  private final MonoFrames frames;
  private final @Nullable Measured measured;

  /** Another sensor's depth. */
  private record Measured(InputTopic topic, NewestMessage newest, LiveTransforms transforms) {
    static Measured subscribe(Links links, String topic) {
      boolean isCloud = isCloud(links.transport(), topic);
      String type = isCloud ? MeasuredTrack.CLOUD : ImageDecoder.RAW;
      NewestMessage newest = new NewestMessage(type, links.drops());
      QosProfile qos = links.qos().of(topic, QosProfile.sensorData());
      return new Measured(
          InputTopic.subscribe(
              links.transport(),
              topic,
              topic,
              type,
              qos,
              links.options().maxMessageBytes(),
              newest),
          newest,
          new LiveTransforms(links.transport(), links.drops()));
    }

    /** What is published decides; where nothing is yet, a LiDAR is expected. */
    private static boolean isCloud(Transport transport, String topic) {
      return transport.publishers(transport.resolve(topic)).stream()
          .noneMatch(p -> p.type().equals(ImageDecoder.RAW));
    }

    void close() {
      topic.close();
      transforms.close();
    }
  }

  /**
   * @param measuredDepth topic of what was measured; empty: the network needs none
   */
  MonoInput(Links links, FrameMailbox mailbox, String measuredDepth, FrameSink<MonoFrame> sink) {
    Transport transport = links.transport();
    CameraTopics.Camera camera = CameraNames.of(transport, "image", "camera_info");
    newestInfo = new NewestMessage("sensor_msgs/msg/CameraInfo", links.drops());
    info = links.info("camera_info", camera.infoTopic(), newestInfo);
    measured = measuredDepth.isEmpty() ? null : Measured.subscribe(links, measuredDepth);
    frames =
        new MonoFrames(
            camera,
            new CalibrationTrack(camera.infoTopic(), camera.isRectified()),
            measured == null
                ? null
                : new MeasuredTrack(measured.topic().topic(), measured.transforms()),
            sink);
    images = links.images("image", camera.topic(), mailbox, 0);
  }

  @Override
  public void feed(FrameMessages messages) throws IOException {
    ImageMessage newest = newestInfo.poll();
    if (newest != null) {
      frames.info(newest.bytes(), 0, newest.length());
    }
    if (measured != null) {
      ImageMessage scan = measured.newest().poll();
      if (scan != null) {
        frames.measured(scan.type(), scan.bytes(), 0, scan.length());
      }
    }
    ImageMessage image = messages.at(0);
    frames.image(image.type(), image.bytes(), image.offset(), image.length());
  }

  @Override
  public void timeJumped() {
    if (measured != null) {
      measured.transforms().timeJumped();
    }
  }

  @Override
  public void follow() {
    images.follow();
  }

  @Override
  public List<InputTopic> topics() {
    List<InputTopic> topics = new ArrayList<>(List.of(images.current(), info));
    Optional.ofNullable(measured).ifPresent(m -> topics.add(m.topic()));
    return topics;
  }

  @Override
  public void close() {
    images.close();
    info.close();
    if (measured != null) {
      measured.close();
    }
  }
}
