package dev.fathom.ros.dds;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Where a node stands in the DDS world, as ROS 2's environment variables say.
 *
 * @param domain only nodes of the same domain see each other
 * @param range how far it looks for others
 * @param staticPeers addresses of machines to look for beyond that
 */
public record DdsOptions(int domain, DiscoveryRange range, List<String> staticPeers) {
  /** The highest domain whose ports exist; Fast DDS ends the process beyond. */
  public static final int HIGHEST_DOMAIN = 232;

  public DdsOptions {
    if (domain < 0 || domain > HIGHEST_DOMAIN) {
      throw new IllegalArgumentException(
          "ROS_DOMAIN_ID: 0 to " + HIGHEST_DOMAIN + " expected, found " + domain);
    }
    staticPeers = List.copyOf(staticPeers);
    for (String peer : staticPeers) {
      // The address goes into Fast DDS's XML.
      if (!peer.matches("[\\w.:-]+")) {
        throw new IllegalArgumentException(
            "ROS_STATIC_PEERS: an address or host name expected, found '" + peer + "'");
      }
    }
  }

  /** This machine only, in one domain: for tests. */
  public static DdsOptions localhost(int domain) {
    return new DdsOptions(domain, DiscoveryRange.LOCALHOST, List.of());
  }

  /**
   * Reads ROS_DOMAIN_ID, ROS_LOCALHOST_ONLY, ROS_AUTOMATIC_DISCOVERY_RANGE and ROS_STATIC_PEERS.
   * ROS_LOCALHOST_ONLY=1 outweighs the range and the peers, as in ROS.
   *
   * @throws IllegalArgumentException naming the variable and its value
   */
  public static DdsOptions of(Map<String, String> environment) {
    int domain = domain(environment.getOrDefault("ROS_DOMAIN_ID", ""));
    if (isOn("ROS_LOCALHOST_ONLY", environment.getOrDefault("ROS_LOCALHOST_ONLY", ""))) {
      return localhost(domain);
    }
    List<String> peers =
        Arrays.stream(environment.getOrDefault("ROS_STATIC_PEERS", "").split(";"))
            .map(String::strip)
            .filter(peer -> !peer.isEmpty())
            .toList();
    String range = environment.getOrDefault("ROS_AUTOMATIC_DISCOVERY_RANGE", "");
    return new DdsOptions(domain, range(range), peers);
  }

  private static int domain(String value) {
    if (value.isBlank()) {
      return 0;
    }
    try {
      return Integer.parseInt(value.strip());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "ROS_DOMAIN_ID: 0 to " + HIGHEST_DOMAIN + " expected, found '" + value + "'", e);
    }
  }

  private static boolean isOn(String name, String value) {
    return switch (value) {
      case "", "0" -> false;
      case "1" -> true;
      default ->
          throw new IllegalArgumentException(name + ": 0 or 1 expected, found '" + value + "'");
    };
  }

  private static DiscoveryRange range(String value) {
    if (value.isBlank()) {
      return DiscoveryRange.SUBNET;
    }
    try {
      return DiscoveryRange.valueOf(value.strip().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "ROS_AUTOMATIC_DISCOVERY_RANGE: SUBNET, LOCALHOST, OFF or SYSTEM_DEFAULT expected, found"
              + " '"
              + value
              + "'",
          e);
    }
  }
}
