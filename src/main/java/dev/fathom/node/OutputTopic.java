package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.ros.Publisher;

/**
 * One publisher with what it offers, so that somebody can say why nobody gets it.
 *
 * @param qos offered
 */
record OutputTopic(QosProfile qos, Publisher publisher) {
  String topic() {
    return publisher.topic();
  }
}
