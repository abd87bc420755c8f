package dev.fathom.ros.parameter;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.config.NearestName;
import dev.fathom.config.Setting;
import dev.fathom.ros.arguments.ParameterOverride;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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

  private static final Policy RELIABILITY = Policy.of("reliability", RELIABILITIES);
  private static final Policy DURABILITY = Policy.of("durability", DURABILITIES);
  private static final Policy HISTORY = Policy.of("history", HISTORIES);
  private static final Policy DEPTH =
      new Policy(
          "depth",
          ParameterType.PARAMETER_INTEGER,
          "a whole number from 0",
          value -> value instanceof Integer number && number >= 0);
  private static final List<Policy> POLICIES = List.of(DURABILITY, HISTORY, RELIABILITY, DEPTH);

  private final ParameterStore<?> store;

  public QosOverrides(ParameterStore<?> store) {
    this.store = store;
  }

  /**
   * One of an endpoint's qualities.
   *
   * @param values what may be given, for people
   */
  private record Policy(String name, int type, String values, Predicate<Object> allowed) {
    static Policy of(String name, List<? extends Enum<?>> choices) {
      String names = choices.stream().map(QosOverrides::name).collect(Collectors.joining(", "));
      return new Policy(
          name,
          ParameterType.PARAMETER_STRING,
          "one of " + names,
          value -> choices.stream().anyMatch(known -> QosOverrides.name(known).equals(value)));
    }
  }

  private record Endpoint(Side side, String topic) {
    Declaration declaration(Policy policy) {
      String entity = name(side);
      return Declaration.plain(
          PREFIX + topic + "." + entity + "." + policy.name(),
          policy.type(),
          "qos policy {" + policy.name() + "} for " + entity + " {" + topic + "}",
          policy.values(),
          true);
    }
  }

  /**
   * Looks at everything that the start overrides, before there is any endpoint.
   *
   * @param subscriptions the topics that the node may subscribe to, absolute and remapped
   * @param publishers those that it may publish
   * @param warnings told of names that were given to any node and are none of this one
   * @throws IllegalArgumentException for such a name that was given to this node, with the nearest
   *     known one; and for a value that is none, with those that are
   */
  public void check(Set<String> subscriptions, Set<String> publishers, Consumer<String> warnings) {
    Map<String, Runnable> known = new TreeMap<>();
    subscriptions.forEach(topic -> add(known, new Endpoint(Side.SUBSCRIPTION, topic)));
    publishers.forEach(topic -> add(known, new Endpoint(Side.PUBLISHER, topic)));
    for (ParameterOverride override : store.unused()) {
      Setting setting = override.setting();
      Runnable valueCheck = known.get(setting.name());
      if (valueCheck != null) {
        valueCheck.run();
      } else if (setting.name().startsWith(PREFIX)) {
        String nearest = NearestName.of(setting.name(), known.keySet());
        refuse(override, nearest, warnings);
      }
    }
  }

  private void add(Map<String, Runnable> known, Endpoint endpoint) {
    for (Policy policy : POLICIES) {
      Declaration declaration = endpoint.declaration(policy);
      known.put(declaration.name(), () -> store.requireAllowed(declaration, policy.allowed()));
    }
  }

  private static void refuse(
      ParameterOverride override, String nearest, Consumer<String> warnings) {
    Setting setting = override.setting();
    if (!override.forAnyNode()) {
      throw new IllegalArgumentException(
          setting.origin()
              + ": unknown parameter '"
              + setting.name()
              + "'; the nearest known one is '"
              + nearest
              + "'");
    }
    warnings.accept(
        setting.origin()
            + ": '"
            + setting.name()
            + "', given to any node, is no parameter of this one; the nearest is '"
            + nearest
            + "'");
  }

  /**
   * Declares an endpoint's parameters, read-only, and gives the profile that they ask for.
   *
   * @param topic absolute and remapped
   * @param otherwise what holds where nothing is given
   * @throws IllegalArgumentException if the start gives a value that is none, with its place
   */
  public QosProfile declare(String topic, Side side, QosProfile otherwise) {
    Endpoint endpoint = new Endpoint(side, topic);
    Durability durability = choice(endpoint, DURABILITY, otherwise.durability());
    History history = choice(endpoint, HISTORY, otherwise.history());
    Reliability reliability = choice(endpoint, RELIABILITY, otherwise.reliability());
    Object depth = declare(endpoint, DEPTH, otherwise.depth());
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

  private <E extends Enum<E>> E choice(Endpoint endpoint, Policy policy, E otherwise) {
    Object chosen = declare(endpoint, policy, otherwise);
    return Arrays.stream(otherwise.getDeclaringClass().getEnumConstants())
        .filter(known -> name(known).equals(chosen))
        .findFirst()
        .orElse(otherwise);
  }

  private static String name(Enum<?> policy) {
    return policy.name().toLowerCase(Locale.ROOT);
  }

  private Object declare(Endpoint endpoint, Policy policy, Object otherwise) {
    return store.declare(endpoint.declaration(policy), otherwise, policy.allowed(), value -> {});
  }
}
