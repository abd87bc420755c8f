package dev.fathom.node;

import dev.fathom.bag.QosProfile;

/** The quality of service that a subscription asks for, after what the user set about it. */
@FunctionalInterface
public interface SubscriptionQos {
  /**
   * The profile for a topic.
   *
   * @param topic absolute
   * @param standard what is asked for where the user set nothing
   */
  QosProfile of(String topic, QosProfile standard);
}
