package dev.fathom.bag;

/**
 * The quality of service that a publisher offers.
 *
 * <p>Units: nanoseconds; 0 means unspecified, {@code Long.MAX_VALUE} infinite.
 *
 * @param history what is kept for late readers and resending
 * @param depth how many messages {@link History#KEEP_LAST} keeps
 * @param reliability whether lost messages are sent again
 * @param durability whether late subscribers get earlier messages
 * @param deadlineNanos longest time between two messages
 * @param lifespanNanos how long a message stays valid
 * @param liveliness how a publisher shows that it is alive
 * @param livelinessLeaseNanos within which time it shows so
 * @param avoidRosNamespaceConventions whether DDS sees the topic's bare name
 */
public record QosProfile(
    History history,
    int depth,
    Reliability reliability,
    Durability durability,
    long deadlineNanos,
    long lifespanNanos,
    Liveliness liveliness,
    long livelinessLeaseNanos,
    boolean avoidRosNamespaceConventions) {

  /** Infinite, for the three times. */
  public static final long INFINITE = Long.MAX_VALUE;

  public QosProfile {
    if (depth < 0) {
      throw new IllegalArgumentException("QoS depth must not be negative, found " + depth);
    }
  }

  /** In the order of rmw's enumeration: the ordinal is what Humble writes. */
  public enum History {
    SYSTEM_DEFAULT,
    KEEP_LAST,
    KEEP_ALL,
    UNKNOWN
  }

  /** In the order of rmw's enumeration. */
  public enum Reliability {
    SYSTEM_DEFAULT,
    RELIABLE,
    BEST_EFFORT,
    UNKNOWN,
    BEST_AVAILABLE
  }

  /** In the order of rmw's enumeration. */
  public enum Durability {
    SYSTEM_DEFAULT,
    TRANSIENT_LOCAL,
    VOLATILE,
    UNKNOWN,
    BEST_AVAILABLE
  }

  /** In the order of rmw's enumeration; the third is deprecated there. */
  public enum Liveliness {
    SYSTEM_DEFAULT,
    AUTOMATIC,
    MANUAL_BY_NODE,
    MANUAL_BY_TOPIC,
    UNKNOWN,
    BEST_AVAILABLE
  }

  /** Best effort, the last five: what ROS calls SensorDataQoS. */
  public static QosProfile sensorData() {
    return keepLast(5, Reliability.BEST_EFFORT, Durability.VOLATILE);
  }

  /** Reliable and volatile: ROS's default. */
  public static QosProfile reliable(int depth) {
    return keepLast(depth, Reliability.RELIABLE, Durability.VOLATILE);
  }

  /** Reliable, and late subscribers get the last messages: for {@code /tf_static} and maps. */
  public static QosProfile transientLocal(int depth) {
    return keepLast(depth, Reliability.RELIABLE, Durability.TRANSIENT_LOCAL);
  }

  /** The last {@code depth} messages, without deadlines and lifespans. */
  public static QosProfile keepLast(int depth, Reliability reliability, Durability durability) {
    return new QosProfile(
        History.KEEP_LAST,
        depth,
        reliability,
        durability,
        INFINITE,
        INFINITE,
        Liveliness.AUTOMATIC,
        INFINITE,
        false);
  }
}
