package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;

/**
 * One subscription with what it was asked for, so that somebody can say why nothing comes.
 *
 * @param name as the node calls it, which is what a remapping replaces
 * @param qos asked for
 */
record InputTopic(String name, String type, QosProfile qos, Subscription subscription)
    implements AutoCloseable {
  /**
   * Subscribes.
   *
   * @param topic absolute
   */
  static InputTopic subscribe(
      Transport transport,
      String name,
      String topic,
      String type,
      QosProfile qos,
      int maxBytes,
      Intake intake) {
    return new InputTopic(
        name, type, qos, transport.subscribe(new Topic(topic, type, qos, maxBytes), intake));
  }

  String topic() {
    return subscription.topic();
  }

  @Override
  public void close() {
    subscription.close();
  }
}
