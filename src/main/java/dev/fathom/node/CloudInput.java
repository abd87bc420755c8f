package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.CalibrationTrack;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.ImageDecoder.StampedImage;
import dev.fathom.image.ImageView;
import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.ReceivedEstimate;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.CameraCalibration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates from the images that a depth stage in another process published, and from the camera's
 * picture. σ and the picture are waited for as long as somebody publishes them; a picture that was
 * lost costs the colour, not the cloud.
 *
 * <p>Topics: {@code depth/image_rect}, {@code depth/camera_info}, {@code depth/sigma}, and {@code
 * image} with {@code camera_info} for the colour of the points. Threads: the cloud stage's.
 */
final class CloudInput implements InputTopics, EstimateSource {
  static final int DEPTH = 0;
  static final int SIGMA = 1;
  static final int COLOUR = 2;
  static final int SLOTS = 3;

  private final FrameMailbox mailbox;
  private final FrameDrops drops;
  private final LongConsumer onJump;
  private final Camera depth;
  private final Camera colour;
  private final InputTopic depthImages;
  private final InputTopic sigma;
  private final ImageSubscription pictures;
  private final EstimateSlot slot = new EstimateSlot();
  private final ReceivedEstimate received = new ReceivedEstimate();
  private final ImageDecoder decoder = new ImageDecoder();
  private long jumps;

  /** A camera_info and what it last said. */
  private static final class Camera {
    private final NewestMessage newest;
    private final InputTopic info;
    private final CalibrationTrack track;

    Camera(Links links, String infoName, CameraTopics.Camera camera, boolean rectified) {
      newest = new NewestMessage("sensor_msgs/msg/CameraInfo", links.drops());
      info = links.info(infoName, camera.infoTopic(), newest);
      track = new CalibrationTrack(camera.infoTopic(), rectified);
    }

    Optional<CameraCalibration> calibration(FrameDrops drops) {
      ImageMessage message = newest.poll();
      if (message != null) {
        track.update(message.bytes(), 0, message.length()).ifPresent(drops::damaged);
      }
      return track.calibration();
    }
  }

  /**
   * @param onJump told of each jump of time, with the stamp after it
   */
  CloudInput(Links links, FrameMailbox mailbox, LongConsumer onJump) {
    this.mailbox = mailbox;
    this.drops = links.drops();
    this.onJump = onJump;
    mailbox.dispensable(COLOUR);
    Transport transport = links.transport();
    CameraTopics.Camera depthCamera =
        CameraNames.of(transport, "depth/image_rect", "depth/camera_info");
    CameraTopics.Camera colourCamera = CameraNames.of(transport, "image", "camera_info");
    Closing closing = new Closing();
    try {
      depth = new Camera(links, "depth/camera_info", depthCamera, true);
      closing.add(depth.info);
      colour = new Camera(links, "camera_info", colourCamera, colourCamera.isRectified());
      closing.add(colour.info);
      String sigmas = transport.resolve("depth/sigma");
      sigma = closing.add(images(links, "depth/sigma", sigmas, SIGMA));
      pictures = closing.add(links.images("image", colourCamera.topic(), mailbox, COLOUR));
      depthImages = images(links, "depth/image_rect", depthCamera.topic(), DEPTH);
    } catch (RuntimeException e) {
      closing.close(e);
      throw e;
    }
  }

  private InputTopic images(Links links, String name, String topic, int slot) {
    return InputTopic.subscribe(
        links.transport(),
        name,
        topic,
        ImageDecoder.RAW,
        links.qos().of(topic, QosProfile.sensorData()),
        links.options().maxMessageBytes(),
        mailbox.intake(slot, topic, ImageDecoder.RAW));
  }

  @Override
  public @Nullable EstimateSlot take(long timeoutNanos) throws InterruptedException {
    mailbox.require(SIGMA, sigma.subscription().publishers() > 0);
    mailbox.require(COLOUR, pictures.current().subscription().publishers() > 0);
    FrameMessages messages = mailbox.take(timeoutNanos);
    if (messages == null) {
      return null;
    }
    if (messages.jumps() != jumps) {
      jumps = messages.jumps();
      onJump.accept(messages.stampNanos());
    }
    Optional<CameraCalibration> camera = depth.calibration(drops);
    if (camera.isEmpty()) {
      drops.count(
          DropReason.NO_CAMERA_INFO,
          depth.track.problem().orElse("nothing usable on " + depth.track.topic()));
      return null;
    }
    try {
      read(messages, camera.get());
    } catch (RuntimeException e) {
      drops.count(
          DropReason.MALFORMED_IMAGE,
          depthImages.topic() + " at stamp " + messages.stampNanos() + ": " + e.getMessage());
      return null;
    }
    slot.describe(messages.receivedNanos(), System.nanoTime());
    return slot;
  }

  private void read(FrameMessages messages, CameraCalibration camera) {
    DepthEstimate out = slot.estimate();
    StampedImage depths = decode(messages.at(DEPTH));
    received.describe(depths.stampNanos(), depths.frameId(), camera.rectifiedIntrinsics(), out);
    ImageMessage sigmas = messages.get(SIGMA);
    ImageView sigmaView = sigmas == null ? null : decode(sigmas).image();
    received.depth(depths.image(), sigmaView, out);
    ImageMessage picture = messages.get(COLOUR);
    Optional<CameraCalibration> lens = colour.calibration(drops);
    if (picture == null || lens.isEmpty()) {
      received.withoutColour(out);
    } else {
      received.colour(decode(picture).image(), lens.get(), out);
    }
  }

  private StampedImage decode(ImageMessage message) {
    return decoder.decode(message.type(), message.bytes(), message.offset(), message.length());
  }

  @Override
  public long arrived() {
    return mailbox.messages(DEPTH);
  }

  @Override
  public void discard() {
    mailbox.discard();
  }

  @Override
  public void follow() {
    pictures.follow();
  }

  @Override
  public List<InputTopic> topics() {
    // What may be absent is not looked after as long as it is.
    List<InputTopic> topics = new ArrayList<>(List.of(depthImages, depth.info));
    if (pictures.current().subscription().publishers() > 0) {
      topics.addAll(List.of(pictures.current(), colour.info));
    }
    return topics;
  }

  @Override
  public Map<Integer, InputTopic> images() {
    Map<Integer, InputTopic> images = new HashMap<>(Map.of(DEPTH, depthImages));
    // What may be absent is waited for while somebody publishes it.
    if (sigma.subscription().publishers() > 0) {
      images.put(SIGMA, sigma);
    }
    if (pictures.current().subscription().publishers() > 0) {
      images.put(COLOUR, pictures.current());
    }
    return images;
  }

  @Override
  public void close() {
    depthImages.close();
    pictures.close();
    sigma.close();
    depth.info.close();
    colour.info.close();
    received.close();
  }
}
