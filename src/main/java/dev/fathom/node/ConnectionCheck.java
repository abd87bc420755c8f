package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Transport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why nothing comes in or goes out on a topic, and what to do about it. */
final class ConnectionCheck {
  private ConnectionCheck() {}

  /** What keeps a subscription without publishers; empty where it has some. */
  static Optional<String> of(Transport transport, InputTopic input) {
    if (input.subscription().publishers() > 0) {
      return Optional.empty();
    }
    String topic = input.topic();
    List<Endpoint> publishers = transport.publishers(topic);
    if (publishers.isEmpty()) {
      return Optional.of(
          String.format(
              "nobody publishes %s (%s): start its source, or name its topic with --ros-args -r"
                  + " %s:=/TOPIC",
              topic, input.type(), input.name()));
    }
    Endpoint first = publishers.get(0);
    String who = first.node().isEmpty() ? "its publisher" : first.node();
    if (!first.type().isEmpty() && !first.type().equals(input.type())) {
      return Optional.of(
          String.format(
              "%s is published as %s by %s, but %s is expected: name another topic with --ros-args"
                  + " -r %s:=/TOPIC",
              topic, first.type(), who, input.type(), input.name()));
    }
    return Optional.of(
        String.format(
            "%s is published by %s, but its quality of service does not match: %s",
            topic, who, inputFix(topic, first.qos(), input.qos())));
  }

  private static String inputFix(String topic, QosProfile offered, QosProfile asked) {
    boolean unreliable =
        asked.reliability() == Reliability.RELIABLE
            && offered.reliability() != Reliability.RELIABLE;
    boolean volatileOnly =
        asked.durability() == Durability.TRANSIENT_LOCAL
            && offered.durability() != Durability.TRANSIENT_LOCAL;
    if (unreliable) {
      return told("reliability", offered.reliability(), asked.reliability())
          + override(topic, "reliability", "best_effort");
    }
    if (volatileOnly) {
      return told("durability", offered.durability(), asked.durability())
          + override(topic, "durability", "volatile");
    }
    return "compare with ros2 topic info -v " + topic;
  }

  private static String told(String policy, Enum<?> offered, Enum<?> asked) {
    return String.format("%s is %s there, %s here; ", policy, lower(offered), lower(asked));
  }

  private static String override(String topic, String policy, String value) {
    return String.format("set -p qos_overrides.%s.subscription.%s:=%s", topic, policy, value);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  /** Which subscriber of an output does not match it; empty where all do. */
  static Optional<String> of(Transport transport, OutputTopic output) {
    List<Endpoint> subscribers = transport.subscribers(output.topic());
    if (subscribers.size() <= output.publisher().subscribers()) {
      return Optional.empty();
    }
    QosProfile offered = output.qos();
    for (Endpoint subscriber : subscribers) {
      QosProfile asked = subscriber.qos();
      if (asked.reliability() == Reliability.RELIABLE
          && offered.reliability() != Reliability.RELIABLE) {
        return unmatched(
            output, subscriber, "reliability", asked.reliability(), offered.reliability());
      }
      if (asked.durability() == Durability.TRANSIENT_LOCAL
          && offered.durability() != Durability.TRANSIENT_LOCAL) {
        return unmatched(
            output, subscriber, "durability", asked.durability(), offered.durability());
      }
    }
    return Optional.empty();
  }

  private static Optional<String> unmatched(
      OutputTopic output, Endpoint subscriber, String policy, Enum<?> asked, Enum<?> offered) {
    return Optional.of(
        String.format(
            "%s subscribes to %s as %s, but it is %s here: set its %s to %4$s, or"
                + " qos_overrides.%2$s.publisher.%5$s to %3$s",
            subscriber.node().isEmpty() ? "somebody" : subscriber.node(),
            output.topic(),
            lower(asked),
            lower(offered),
            policy));
  }
}
