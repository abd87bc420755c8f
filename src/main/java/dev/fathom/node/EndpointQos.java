package dev.fathom.node;

import dev.fathom.bag.QosProfile;

/** The quality of service of endpoints, after what the user set about it. */
@FunctionalInterface
public interface EndpointQos {
  /**
   * The profile that a subscription asks for.
   *
   * @param topic absolute
   * @param standard what is asked for where the user set nothing
   */
  QosProfile of(String topic, QosProfile standard);

  /** The profile that a publisher offers, likewise. */
  default QosProfile ofPublisher(String topic, QosProfile standard) {
    return standard;
  }
}
