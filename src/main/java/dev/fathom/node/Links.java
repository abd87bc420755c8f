package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;

/**
 * What it takes to subscribe.
 *
 * @param drops told of what does not come through
 */
record Links(
    Transport transport, NodeLog log, NodeOptions options, EndpointQos qos, FrameDrops drops) {
  /** Subscribes to a camera_info. */
  InputTopic info(String name, String topic, NewestMessage newest) {
    return InputTopic.subscribe(
        transport,
        name,
        topic,
        "sensor_msgs/msg/CameraInfo",
        qos.of(topic, QosProfile.sensorData()),
        Topic.SMALL,
        newest);
  }

  /** Subscribes to images. */
  ImageSubscription images(String name, String topic, FrameMailbox mailbox, int slot) {
    return new ImageSubscription(transport, log, name, topic, options, qos, mailbox, slot);
  }
}
