package dev.fathom.node;

import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.pipeline.sync.StereoFrames;
import dev.fathom.pipeline.sync.StereoGeometry;
import dev.fathom.sensor.StereoFrame;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A pair's images by their stamps, their camera_infos, and TF where those carry no baseline.
 *
 * <p>Topics: {@code left/image}, {@code left/camera_info}, {@code right/image} and {@code
 * right/camera_info}.
 */
final class StereoInput implements FrameInput {
  static final int LEFT = 0;
  static final int RIGHT = 1;

  private final Side left;
  private final Side right;
  private final LiveTransforms transforms;
  private final StereoFrames frames;

  /** One camera. */
  private static final class Side implements AutoCloseable {
    private final CameraTopics.Camera camera;
    private final NewestMessage newestInfo;
    private final InputTopic info;
    private final ImageSubscription images;

    Side(Links links, String name, FrameMailbox mailbox, int slot) {
      camera = CameraNames.of(links.transport(), name + "/image", name + "/camera_info");
      newestInfo = new NewestMessage("sensor_msgs/msg/CameraInfo", links.drops());
      info = links.info(name + "/camera_info", camera.infoTopic(), newestInfo);
      try {
        images = links.images(name + "/image", camera.topic(), mailbox, slot);
      } catch (RuntimeException e) {
        info.close();
        throw e;
      }
    }

    CalibrationTrack track() {
      return new CalibrationTrack(camera.infoTopic(), camera.isRectified());
    }

    @Override
    public void close() {
      images.close();
      info.close();
    }
  }

  StereoInput(Links links, FrameMailbox mailbox, FrameSink<StereoFrame> sink) {
    Closing closing = new Closing();
    try {
      transforms = closing.add(new LiveTransforms(links));
      left = closing.add(new Side(links, "left", mailbox, LEFT));
      right = new Side(links, "right", mailbox, RIGHT);
    } catch (RuntimeException e) {
      closing.close(e);
      throw e;
    }
    frames =
        new StereoFrames(
            new CameraTopics.Pair(left.camera, right.camera),
            left.track(),
            right.track(),
            new StereoGeometry(transforms),
            sink);
  }

  @Override
  public void feed(FrameMessages messages) throws IOException {
    ImageMessage leftInfo = left.newestInfo.poll();
    if (leftInfo != null) {
      frames.leftInfo(leftInfo.bytes(), 0, leftInfo.length());
    }
    ImageMessage rightInfo = right.newestInfo.poll();
    if (rightInfo != null) {
      frames.rightInfo(rightInfo.bytes(), 0, rightInfo.length());
    }
    frames.pair(messages.at(LEFT), messages.at(RIGHT));
  }

  @Override
  public void timeJumped() {
    transforms.timeJumped();
    frames.timeJumped();
  }

  @Override
  public void follow() {
    left.images.follow();
    right.images.follow();
  }

  @Override
  public List<InputTopic> topics() {
    return List.of(left.images.current(), left.info, right.images.current(), right.info);
  }

  @Override
  public Map<Integer, InputTopic> images() {
    return Map.of(LEFT, left.images.current(), RIGHT, right.images.current());
  }

  @Override
  public void close() {
    left.close();
    right.close();
    transforms.close();
  }
}
