package dev.fathom.node;

import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.ros.Transport;

/** What a camera's topics are called in the graph. */
final class CameraNames {
  private CameraNames() {}

  /**
   * The camera whose images the node calls {@code imageName}. Its camera_info is the one beside the
   * images, as image_transport defines, unless a remapping says otherwise.
   *
   * @param infoName what the node calls its camera_info: {@code imageName}'s sibling
   */
  static CameraTopics.Camera of(Transport transport, String imageName, String infoName) {
    String image = transport.resolve(imageName);
    String info = transport.resolve(infoName);
    boolean remapped = !info.equals(namespace(transport.node()) + infoName);
    return new CameraTopics.Camera(
        image, ImageDecoder.RAW, remapped ? info : CameraTopics.infoTopicOf(image));
  }

  private static String namespace(String node) {
    return node.substring(0, node.lastIndexOf('/') + 1);
  }
}
