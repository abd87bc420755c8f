package dev.fathom.node;

import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Transport;
import dev.fathom.ros.clock.NodeClock;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The topics of a node whose quality of service a start may override, known before there are any
 * endpoints.
 */
final class OverridableTopics {
  private OverridableTopics() {}

  /** What a node of this kind subscribes to, or may come to. */
  static Set<String> subscriptions(NodeKind kind, Transport transport, NodeSettings settings) {
    Set<String> topics = new TreeSet<>();
    topics.add(transport.resolve(NodeClock.TOPIC));
    switch (kind) {
      case MONO -> {
        addCamera(topics, transport, "image", "camera_info");
        String measured = settings.pipeline().measuredDepth();
        if (!measured.isEmpty()) {
          topics.add(transport.resolve(measured));
        }
      }
      case STEREO -> {
        addCamera(topics, transport, "left/image", "left/camera_info");
        addCamera(topics, transport, "right/image", "right/camera_info");
      }
      case CLOUD -> {
        CameraTopics.Camera depth =
            CameraNames.of(transport, "depth/image_rect", "depth/camera_info");
        topics.add(depth.topic());
        topics.add(depth.infoTopic());
        topics.add(transport.resolve("depth/sigma"));
        addCamera(topics, transport, "image", "camera_info");
      }
    }
    return topics;
  }

  private static void addCamera(
      Set<String> topics, Transport transport, String imageName, String infoName) {
    CameraTopics.Camera camera = CameraNames.of(transport, imageName, infoName);
    topics.add(camera.topic());
    topics.add(camera.topic() + ImageSubscription.COMPRESSED_SUFFIX);
    topics.add(camera.infoTopic());
  }

  /** What it publishes, whether somebody chose so or not. */
  static Set<String> publishers(Transport transport) {
    return Arrays.stream(Product.values())
        .map(product -> transport.resolve("~/" + product.topic()))
        .collect(Collectors.toSet());
  }
}
