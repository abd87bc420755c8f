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
    // One that fits and is not connected has ended or just begun: the graph learns both late.
    return transport.publishers(input.topic()).stream()
        .flatMap(publisher -> mismatch(input, publisher).stream())
        .findFirst()
        .or(() -> Optional.of(nobody(input)));
  }

  private static String nobody(InputTopic input) {
    return String.format(
        "nobody publishes %s (%s): start its source, or name its topic with --ros-args -r"
            + " %s:=/TOPIC",
        input.topic(), input.type(), input.name());
  }

  /** Why a publisher can never be heard; empty where it can. */
  private static Optional<String> mismatch(InputTopic input, Endpoint publisher) {
    String topic = input.topic();
    String who = publisher.node().isEmpty() ? "its publisher" : publisher.node();
    if (!publisher.type().isEmpty() && !publisher.type().equals(input.type())) {
      return Optional.of(
          String.format(
              "%s is published as %s by %s, but %s is expected: name another topic with --ros-args"
                  + " -r %s:=/TOPIC",
              topic, publisher.type(), who, input.type(), input.name()));
    }
    return inputFix(topic, publisher.qos(), input.qos())
        .map(
            fix ->
                String.format(
                    "%s is published by %s, but its quality of service does not match: %s",
                    topic, who, fix));
  }

  private static Optional<String> inputFix(String topic, QosProfile offered, QosProfile asked) {
    boolean unreliable =
        asked.reliability() == Reliability.RELIABLE
            && offered.reliability() == Reliability.BEST_EFFORT;
    boolean volatileOnly =
        asked.durability() == Durability.TRANSIENT_LOCAL
            && offered.durability() == Durability.VOLATILE;
    if (unreliable) {
      return Optional.of(
          told("reliability", offered.reliability(), asked.reliability())
              + override(topic, "reliability", "best_effort"));
    }
    if (volatileOnly) {
      return Optional.of(
          told("durability", offered.durability(), asked.durability())
              + override(topic, "durability", "volatile"));
    }
    return Optional.empty();
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
