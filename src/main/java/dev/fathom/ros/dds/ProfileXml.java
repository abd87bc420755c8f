package dev.fathom.ros.dds;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The profiles that Fast DDS makes participants and endpoints from. Its table of profiles is the
 * process's and only grows, so that each gets a name of its own.
 *
 * <p>Source: eProsima, Fast DDS 2.14 documentation, "XML profiles".
 */
final class ProfileXml {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private static final int SOCKET_BUFFER_BYTES = 4 << 20;

  /** The largest UDP message; each is one system call. */
  private static final int MESSAGE_BYTES = 65_500;

  /** How many participants of one machine are looked for where multicast does not reach. */
  private static final int PARTICIPANTS_A_MACHINE = 40;

  private static final String LOOPBACK = "127.0.0.1";
  private static final String MULTICAST = "239.255.0.1";

  /** Samples in the middle of being put together need room beside those waiting. */
  private static final int ROOM_FOR_FRAGMENTS = 4;

  private static final int NANOS = 1_000_000_000;

  /**
   * Three years. Fast DDS throws where sending overruns this time, by default a tenth of a second,
   * in a destructor that nobody catches: a process that a crowded machine held up for that long
   * would end. Writers that keep the last samples wait for nobody all the same.
   */
  private static final String NEVER_TIMES_OUT =
      tag("max_blocking_time", tag("sec", 100_000_000) + tag("nanosec", 0));

  /**
   * How often a writer says what it has sent while somebody has not all of it. The library's three
   * seconds are what a loss at the end of a sample costs, and a receive buffer of the kernel's
   * default size loses there with every image; a tenth of a second is what Cyclone DDS takes.
   */
  private static final String REPEATS_SOON =
      tag("times", tag("heartbeatPeriod", duration(NANOS / 10)));

  private final String name;
  private final String text;

  private ProfileXml(String name, String body) {
    this.name = name;
    this.text =
        "<dds xmlns=\"http://www.eprosima.com/XMLSchemas/fastRTPS_Profiles\">" + body + "</dds>";
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  /** The same once it is loaded: nothing is added to the table, which would refuse the name. */
  ProfileXml loaded() {
    return new ProfileXml(name, "");
  }

  /** How many names were given, and with them places in the library's table. */
  static int namesGiven() {
    return COUNT.get();
  }

  private static String nextName(String kind) {
    return "fathom_" + kind + "_" + COUNT.incrementAndGet();
  }

  /** A participant; {@code log} is an element that says where the library logs to, or empty. */
  static ProfileXml participant(String node, DdsOptions options, String log) {
    String name = nextName("participant");
    String transport = nextName("udp");
    // The library's own shortcut within a process is off: two nodes in one process then talk as
    // two processes do.
    return new ProfileXml(
        name,
        "<library_settings><intraprocess_delivery>OFF</intraprocess_delivery></library_settings>"
            + log
            + "<profiles><transport_descriptors>"
            + transport(transport, staysOnLoopback(options))
            + "</transport_descriptors><participant profile_name=\""
            + name
            + "\">"
            + tag("domainId", options.domain())
            + "<rtps>"
            + tag("name", escaped(node))
            + tag("builtin", discovery(options) + initialPeers(options))
            + tag("userTransports", tag("transport_id", transport))
            + tag("useBuiltinTransports", false)
            // ROS's middlewares take a participant for one of theirs by this.
            + tag("userData", tag("value", dotted("enclave=/;")))
            + "</rtps></participant></profiles>");
  }

  private static String transport(String id, boolean loopbackOnly) {
    return tag(
        "transport_descriptor",
        tag("transport_id", id)
            + tag("type", "UDPv4")
            + tag("sendBufferSize", SOCKET_BUFFER_BYTES)
            + tag("receiveBufferSize", SOCKET_BUFFER_BYTES)
            + tag("maxMessageSize", MESSAGE_BYTES)
            + tag("maxInitialPeersRange", PARTICIPANTS_A_MACHINE)
            + (loopbackOnly ? tag("interfaceWhiteList", tag("address", LOOPBACK)) : ""));
  }

  private static boolean staysOnLoopback(DdsOptions options) {
    return options.range() == DiscoveryRange.LOCALHOST && options.staticPeers().isEmpty();
  }

  private static String discovery(DdsOptions options) {
    boolean off = options.range() == DiscoveryRange.OFF;
    return tag(
        "discovery_config",
        tag("discoveryProtocol", off ? "NONE" : "SIMPLE")
            + tag("leaseDuration", duration(10L * NANOS))
            + tag("leaseAnnouncement", duration(3L * NANOS)));
  }

  /**
   * Where participants are looked for. On loopback both the address itself, without which a peer
   * that does not multicast is never found, and the group, which most listen to even there.
   */
  private static String initialPeers(DdsOptions options) {
    StringBuilder peers = new StringBuilder();
    if (options.range() == DiscoveryRange.LOCALHOST) {
      peers.append(locator(LOOPBACK));
    }
    if (options.range() == DiscoveryRange.SUBNET || staysOnLoopback(options)) {
      peers.append(locator(MULTICAST));
    }
    options.staticPeers().forEach(peer -> peers.append(locator(peer)));
    boolean unchanged =
        options.range() == DiscoveryRange.OFF || options.range() == DiscoveryRange.SYSTEM_DEFAULT;
    return unchanged || peers.isEmpty() ? "" : tag("initialPeersList", peers.toString());
  }

  private static String locator(String address) {
    return tag("locator", tag("udpv4", tag("address", address)));
  }

  /**
   * Sends on the thread that publishes. Pacing by the library's flow controller loses more: its
   * bursts overrun a small receive buffer just the same, and nothing wakes the receiver between.
   */
  static ProfileXml publisher(String topic, String type, QosProfile qos) {
    String name = nextName("publisher");
    return new ProfileXml(
        name,
        endpoint(
            "data_writer",
            name,
            topic(topic, type, qos.history(), Math.max(1, qos.depth())),
            qos(qos) + tag("publishMode", tag("kind", "SYNCHRONOUS")) + lifespan(qos),
            REPEATS_SOON));
  }

  static ProfileXml subscriber(String topic, String type, QosProfile qos) {
    String name = nextName("subscriber");
    int depth = Math.max(1, qos.depth()) + ROOM_FOR_FRAGMENTS;
    return new ProfileXml(
        name,
        endpoint("data_reader", name, topic(topic, type, qos.history(), depth), qos(qos), ""));
  }

  private static String endpoint(String kind, String name, String topic, String qos, String times) {
    // Any other memory policy ends the process when a sample is longer than the type allows.
    return "<profiles><"
        + kind
        + " profile_name=\""
        + name
        + "\">"
        + tag("topic", topic)
        + tag("qos", qos)
        + times
        + tag("historyMemoryPolicy", "PREALLOCATED")
        + "</"
        + kind
        + "></profiles>";
  }

  private static String topic(String topic, String type, History history, int depth) {
    boolean all = history == History.KEEP_ALL;
    return tag("kind", "NO_KEY")
        + tag("name", escaped(topic))
        + tag("dataType", escaped(type))
        + tag("historyQos", tag("kind", all ? "KEEP_ALL" : "KEEP_LAST") + tag("depth", depth))
        + tag(
            "resourceLimitsQos",
            tag("max_samples", all ? 5000 : depth) + tag("allocated_samples", 1));
  }

  private static String qos(QosProfile qos) {
    return tag("reliability", tag("kind", reliability(qos.reliability())) + NEVER_TIMES_OUT)
        + tag("durability", tag("kind", durability(qos.durability())))
        + tag("deadline", tag("period", duration(qos.deadlineNanos())))
        + tag(
            "liveliness",
            tag("kind", liveliness(qos.liveliness()))
                + tag("lease_duration", duration(qos.livelinessLeaseNanos())))
        + tag("data_sharing", tag("kind", "OFF"));
  }

  private static String lifespan(QosProfile qos) {
    return tag("lifespan", tag("duration", duration(qos.lifespanNanos())));
  }

  private static String reliability(Reliability reliability) {
    return reliability == Reliability.BEST_EFFORT ? "BEST_EFFORT" : "RELIABLE";
  }

  private static String durability(Durability durability) {
    return durability == Durability.TRANSIENT_LOCAL ? "TRANSIENT_LOCAL" : "VOLATILE";
  }

  private static String liveliness(Liveliness liveliness) {
    return switch (liveliness) {
      case MANUAL_BY_NODE -> "MANUAL_BY_PARTICIPANT";
      case MANUAL_BY_TOPIC -> "MANUAL_BY_TOPIC";
      default -> "AUTOMATIC";
    };
  }

  /** 0 is unspecified, which is infinite here. */
  private static String duration(long nanos) {
    return nanos == 0 || nanos == QosProfile.INFINITE
        ? tag("sec", "DURATION_INFINITY")
        : tag("sec", nanos / NANOS) + tag("nanosec", nanos % NANOS);
  }

  private static String tag(String name, Object content) {
    return "<" + name + ">" + content + "</" + name + ">";
  }

  private static String dotted(String text) {
    return HexFormat.ofDelimiter(".").formatHex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Where the library writes its log to instead of standard output: the file of this path. */
  static String logTo(String path) {
    List<String> properties = List.of(tag("name", "filename") + tag("value", escaped(path)));
    return tag(
        "log",
        tag("use_default", "FALSE")
            + tag(
                "consumer",
                tag("class", "FileConsumer") + tag("property", String.join("", properties))));
  }
}
