package dev.fathom.bag;

import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * QoS profiles as rosbag2 writes them: a YAML list, in Humble with numbers for the policies, from
 * Iron on with their names.
 */
final class QosYaml {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** How rmw writes the infinite time: the most nanoseconds that 64 bits hold. */
  private static final long INFINITE_SECONDS = Long.MAX_VALUE / NANOS_PER_SECOND;

  private QosYaml() {}

  /**
   * Reads either form.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static List<QosProfile> parse(String yaml) {
    return yaml.isBlank() ? List.of() : parse(Yaml.load(yaml, "QoS profiles"));
  }

  /** Reads either form, from a value that YAML already gave: a list, or a string that holds one. */
  static List<QosProfile> parse(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    if (value instanceof String text) {
      return parse(text);
    }
    if (!(value instanceof List<?> list)) {
      throw new IllegalArgumentException("QoS profiles must be a list, found " + value);
    }
    List<QosProfile> profiles = new ArrayList<>();
    for (Object entry : list) {
      profiles.add(profile(Yaml.map(entry, "QoS profile")));
    }
    return profiles;
  }

  private static QosProfile profile(Map<?, ?> map) {
    return new QosProfile(
        policy(map.get("history"), History.values(), History.UNKNOWN),
        (int) Math.min(Integer.MAX_VALUE, Yaml.integer(map.get("depth"), "QoS depth", 0)),
        policy(map.get("reliability"), Reliability.values(), Reliability.UNKNOWN),
        policy(map.get("durability"), Durability.values(), Durability.UNKNOWN),
        nanos(map.get("deadline")),
        nanos(map.get("lifespan")),
        policy(map.get("liveliness"), Liveliness.values(), Liveliness.UNKNOWN),
        nanos(map.get("liveliness_lease_duration")),
        Boolean.TRUE.equals(map.get("avoid_ros_namespace_conventions")));
  }

  private static <E extends Enum<E>> E policy(@Nullable Object value, E[] values, E unknown) {
    if (value instanceof Number number) {
      long ordinal = number.longValue();
      return ordinal >= 0 && ordinal < values.length ? values[(int) ordinal] : unknown;
    }
    if (value instanceof String name) {
      for (E policy : values) {
        if (policy.name().equalsIgnoreCase(name)) {
          return policy;
        }
      }
    }
    return unknown;
  }

  private static long nanos(@Nullable Object value) {
    if (value == null) {
      return 0;
    }
    Map<?, ?> time = Yaml.map(value, "QoS time");
    long sec = Yaml.integer(time.get("sec"), "QoS seconds", 0);
    long nsec = Yaml.integer(time.get("nsec"), "QoS nanoseconds", 0);
    // Up to Galactic an infinite time is 2147483647 s and 4294967295 ns.
    if (sec >= INFINITE_SECONDS || nsec >= NANOS_PER_SECOND) {
      return QosProfile.INFINITE;
    }
    return sec * NANOS_PER_SECOND + nsec;
  }

  /** The form of Humble, which Jazzy reads too: the enumerations are in rmw's order for it. */
  @SuppressWarnings("EnumOrdinal")
  static String numbered(List<QosProfile> profiles) {
    return write(profiles, policy -> String.valueOf(policy.ordinal()));
  }

  /** The form of Iron and later. */
  static String named(List<QosProfile> profiles) {
    return write(profiles, policy -> policy.name().toLowerCase(Locale.ROOT));
  }

  private static String write(List<QosProfile> profiles, Function<Enum<?>, String> policy) {
    StringBuilder out = new StringBuilder();
    for (QosProfile p : profiles) {
      out.append(out.isEmpty() ? "" : "\n");
      out.append("- history: ").append(policy.apply(p.history()));
      out.append("\n  depth: ").append(p.depth());
      out.append("\n  reliability: ").append(policy.apply(p.reliability()));
      out.append("\n  durability: ").append(policy.apply(p.durability()));
      time(out, "deadline", p.deadlineNanos());
      time(out, "lifespan", p.lifespanNanos());
      out.append("\n  liveliness: ").append(policy.apply(p.liveliness()));
      time(out, "liveliness_lease_duration", p.livelinessLeaseNanos());
      out.append("\n  avoid_ros_namespace_conventions: ").append(p.avoidRosNamespaceConventions());
    }
    return out.toString();
  }

  private static void time(StringBuilder out, String name, long nanos) {
    out.append("\n  ").append(name).append(":\n    sec: ").append(nanos / NANOS_PER_SECOND);
    out.append("\n    nsec: ").append(nanos % NANOS_PER_SECOND);
  }
}
