package dev.fathom.node;

import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.pipeline.sync.MeasuredTrack;
import dev.fathom.pipeline.sync.MonoFrames;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.MonoFrame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
  private final @Nullable MeasuredInput measured;
  private final @Nullable LiveTransforms transforms;

  /**
   * @param measuredDepth topic of what was measured; empty: the network needs none
   */
  MonoInput(Links links, FrameMailbox mailbox, String measuredDepth, FrameSink<MonoFrame> sink) {
    Transport transport = links.transport();
    CameraTopics.Camera camera = CameraNames.of(transport, "image", "camera_info");
    newestInfo = new NewestMessage("sensor_msgs/msg/CameraInfo", links.drops());
    Closing closing = new Closing();
    try {
      info = closing.add(links.info("camera_info", camera.infoTopic(), newestInfo));
      measured =
          measuredDepth.isEmpty() ? null : closing.add(new MeasuredInput(links, measuredDepth));
      transforms = measured == null ? null : closing.add(new LiveTransforms(links));
      images = links.images("image", camera.topic(), mailbox, 0);
    } catch (RuntimeException e) {
      closing.close(e);
      throw e;
    }
    long maxAge = links.options().measuredMaxAgeNanos();
    frames =
        new MonoFrames(
            camera,
            new CalibrationTrack(camera.infoTopic(), camera.isRectified()),
            measured == null || transforms == null
                ? null
                : new MeasuredTrack(measured.topic().topic(), transforms, maxAge),
            sink);
  }

  @Override
  public void feed(FrameMessages messages) throws IOException {
    ImageMessage newest = newestInfo.poll();
    if (newest != null) {
      frames.info(newest.bytes(), 0, newest.length());
    }
    if (measured != null) {
      ImageMessage scan = measured.poll();
      if (scan != null) {
        frames.measured(scan.type(), scan.bytes(), 0, scan.length());
      }
    }
    ImageMessage image = messages.at(0);
    frames.image(image.type(), image.bytes(), image.offset(), image.length());
  }

  @Override
  public void timeJumped() {
    frames.timeJumped();
    if (transforms != null) {
      transforms.timeJumped();
    }
  }

  @Override
  public void follow() {
    images.follow();
    if (measured != null) {
      measured.follow();
    }
  }

  @Override
  public List<InputTopic> topics() {
    List<InputTopic> topics = new ArrayList<>(List.of(images.current(), info));
    Optional.ofNullable(measured).ifPresent(m -> topics.add(m.topic()));
    return topics;
  }

  @Override
  public Map<Integer, InputTopic> images() {
    return Map.of(0, images.current());
  }

  @Override
  public void close() {
    images.close();
    info.close();
    if (measured != null) {
      measured.close();
    }
    if (transforms != null) {
      transforms.close();
    }
  }
}
