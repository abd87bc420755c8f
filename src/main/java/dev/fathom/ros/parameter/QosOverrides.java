package dev.fathom.ros.parameter;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.msg.ParameterType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The parameters {@code qos_overrides./topic.subscription.reliability} and the like: quality of
 * service that a start can set for each endpoint.
 *
 * <p>Source: "QoS overrides" at design.ros2.org, and rclcpp's names and values.
 */
public final class QosOverrides {
  static final String PREFIX = "qos_overrides.";

  /** Which side of a topic. */
  public enum Side {
    PUBLISHER,
    SUBSCRIPTION
  }

  private static final List<Reliability> RELIABILITIES =
      List.of(
          Reliability.RELIABLE,
          Reliability.BEST_EFFORT,
          Reliability.SYSTEM_DEFAULT,
          Reliability.BEST_AVAILABLE);
  private static final List<Durability> DURABILITIES =
      List.of(
          Durability.VOLATILE,
          Durability.TRANSIENT_LOCAL,
          Durability.SYSTEM_DEFAULT,
          Durability.BEST_AVAILABLE);
  private static final List<History> HISTORIES =
      List.of(History.KEEP_LAST, History.KEEP_ALL, History.SYSTEM_DEFAULT);

  private final ParameterStore<?> store;

  public QosOverrides(ParameterStore<?> store) {
    this.store = store;
  }

  /**
   * Declares an endpoint's parameters, read-only, and gives the profile that they ask for.
   *
   * @param topic absolute and remapped
   * @param otherwise what holds where nothing is given
   * @throws IllegalArgumentException if the start gives a value that is none, with its place
   */
  public QosProfile declare(String topic, Side side, QosProfile otherwise) {
    String entity = side.name().toLowerCase(Locale.ROOT);
    Endpoint endpoint = new Endpoint(PREFIX + topic + "." + entity + ".", entity, topic);
    Durability durability = choice(endpoint, "durability", otherwise.durability(), DURABILITIES);
    History history = choice(endpoint, "history", otherwise.history(), HISTORIES);
    Reliability reliability =
        choice(endpoint, "reliability", otherwise.reliability(), RELIABILITIES);
    Object depth =
        declare(
            endpoint,
            "depth",
            ParameterType.PARAMETER_INTEGER,
            otherwise.depth(),
            "a whole number from 0",
            value -> value instanceof Integer number && number >= 0);
    return new QosProfile(
        history,
        ((Number) depth).intValue(),
        reliability,
        durability,
        otherwise.deadlineNanos(),
        otherwise.lifespanNanos(),
        otherwise.liveliness(),
        otherwise.livelinessLeaseNanos(),
        otherwise.avoidRosNamespaceConventions());
  }

  private record Endpoint(String prefix, String entity, String topic) {}

  private <E extends Enum<E>> E choice(
      Endpoint endpoint, String policy, E otherwise, List<E> allowed) {
    String names = allowed.stream().map(QosOverrides::name).collect(Collectors.joining(", "));
    Object chosen =
        declare(
            endpoint,
            policy,
            ParameterType.PARAMETER_STRING,
            otherwise,
            "one of " + names,
            value -> allowed.stream().anyMatch(known -> name(known).equals(value)));
    return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
        .filter(known -> name(known).equals(chosen))
        .findFirst()
        .orElse(otherwise);
  }

  private static String name(Enum<?> policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private Object declare(
      Endpoint endpoint,
      String policy,
      int type,
      Object otherwise,
      String values,
      Predicate<Object> allowed) {
    String text =
        "qos policy {" + policy + "} for " + endpoint.entity() + " {" + endpoint.topic() + "}";
    return store.declare(
        Declaration.plain(endpoint.prefix() + policy, type, text, values, true),
        otherwise,
        allowed,
        value -> {});
  }
}
