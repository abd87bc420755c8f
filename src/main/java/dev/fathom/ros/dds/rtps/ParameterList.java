package dev.fathom.ros.dds.rtps;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Liveliness;
import dev.fathom.bag.QosProfile.Reliability;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that discovery tells of a participant or an endpoint. Unknown ones are skipped.
 *
 * <p>Source: DDS-RTPS 2.5, sections 9.4.2.11 and 9.6.3.
 */
final class ParameterList {
  static final int SENTINEL = 0x0001;
  static final int LEASE = 0x0002;
  static final int TOPIC = 0x0005;
  static final int TYPE = 0x0007;
  static final int DOMAIN = 0x000f;
  static final int VERSION = 0x0015;
  static final int VENDOR = 0x0016;
  static final int DEFAULT_UNICAST = 0x0031;
  static final int METATRAFFIC_UNICAST = 0x0032;
  static final int PARTICIPANT_GUID = 0x0050;
  static final int BUILTIN_ENDPOINTS = 0x0058;
  static final int ENDPOINT_GUID = 0x005a;
  static final int KEY_HASH = 0x0070;
  static final int STATUS = 0x0071;

  private static final int RELIABILITY = 0x001a;
  private static final int LIVELINESS = 0x001b;
  private static final int DURABILITY = 0x001d;
  private static final int DEADLINE = 0x0023;
  private static final int LIFESPAN = 0x002b;
  private static final int HISTORY = 0x0040;

  private static final int LONGEST_NAME = 1024;
  private static final int MOST_LOCATORS = 16;
  private static final int UDP_V4 = 1;
  private static final double FRACTIONS_A_SECOND = 4294967296.0;
  private static final double NANOS = 1e9;

  private final boolean ofWriter;
  private @Nullable Guid participant;
  private @Nullable Guid endpoint;
  private String topic = "";
  private String type = "";
  private final List<InetSocketAddress> locators = new ArrayList<>();
  private long leaseNanos = 100_000_000_000L;
  private int status;
  private Reliability reliability;
  private Durability durability = Durability.VOLATILE;
  private History history = History.UNKNOWN;
  private int depth;
  private long deadlineNanos = QosProfile.INFINITE;
  private long lifespanNanos = QosProfile.INFINITE;
  private Liveliness liveliness = Liveliness.AUTOMATIC;
  private long livelinessLeaseNanos = QosProfile.INFINITE;

  /** An empty one; what is not said has the default of a writer or a reader. */
  ParameterList(boolean ofWriter) {
    this.ofWriter = ofWriter;
    reliability = ofWriter ? Reliability.RELIABLE : Reliability.BEST_EFFORT;
  }

  /** Reads a payload: its encapsulation header and parameters. False if it is none. */
  boolean readPayload(ByteBuffer payload) {
    if (payload.remaining() < 4) {
      return false;
    }
    int kind = payload.order(ByteOrder.BIG_ENDIAN).getShort();
    payload.getShort();
    if (kind != 0x0002 && kind != 0x0003) {
      return false;
    }
    return read(payload.order(kind == 0x0003 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN));
  }

  /** Reads parameters up to the sentinel, where the position is left. False if it is missing. */
  boolean read(ByteBuffer in) {
    while (in.remaining() >= 4) {
      int id = in.getShort() & 0xffff;
      int length = in.getShort() & 0xffff;
      if (id == SENTINEL) {
        return true;
      }
      if (length > in.remaining()) {
        return false;
      }
      ByteBuffer value = in.slice(in.position(), length).order(in.order());
      in.position(in.position() + length);
      accept(id, value);
    }
    return false;
  }

  private void accept(int id, ByteBuffer value) {
    int size = value.remaining();
    switch (id) {
      case TOPIC -> topic = string(value);
      case TYPE -> type = string(value);
      case PARTICIPANT_GUID -> participant = size >= Guid.BYTES ? Guid.read(value) : participant;
      case ENDPOINT_GUID, KEY_HASH -> endpoint = size >= Guid.BYTES ? Guid.read(value) : endpoint;
      case STATUS -> status = size >= 4 ? value.get(3) : 0;
      case METATRAFFIC_UNICAST -> addLocator(value);
      case LEASE -> leaseNanos = size >= 8 ? duration(value) : leaseNanos;
      default -> acceptQos(id, value, size);
    }
  }

  private void acceptQos(int id, ByteBuffer value, int size) {
    switch (id) {
      case RELIABILITY ->
          reliability =
              size >= 4 && value.getInt() == 1 ? Reliability.BEST_EFFORT : Reliability.RELIABLE;
      case DURABILITY ->
          durability =
              size >= 4 && value.getInt() >= 1 ? Durability.TRANSIENT_LOCAL : Durability.VOLATILE;
      case DEADLINE -> deadlineNanos = size >= 8 ? duration(value) : deadlineNanos;
      case LIFESPAN -> lifespanNanos = size >= 8 ? duration(value) : lifespanNanos;
      case HISTORY -> {
        if (size >= 8) {
          history = value.getInt() == 0 ? History.KEEP_LAST : History.KEEP_ALL;
          depth = Math.max(0, value.getInt());
        }
      }
      case LIVELINESS -> {
        if (size >= 12) {
          liveliness = liveliness(value.getInt());
          livelinessLeaseNanos = duration(value);
        }
      }
      default -> {}
    }
  }

  private static Liveliness liveliness(int kind) {
    return switch (kind) {
      case 0 -> Liveliness.AUTOMATIC;
      case 1 -> Liveliness.MANUAL_BY_NODE;
      case 2 -> Liveliness.MANUAL_BY_TOPIC;
      default -> Liveliness.UNKNOWN;
    };
  }

  private static String string(ByteBuffer value) {
    int length = value.remaining() >= 4 ? value.getInt() : 0;
    if (length < 1 || length > value.remaining() || length > LONGEST_NAME) {
      return "";
    }
    byte[] text = new byte[length - 1];
    value.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static long duration(ByteBuffer value) {
    int seconds = value.getInt();
    long fraction = Integer.toUnsignedLong(value.getInt());
    return seconds < 0 || seconds == Integer.MAX_VALUE
        ? QosProfile.INFINITE
        : (long) (NANOS * (seconds + fraction / FRACTIONS_A_SECOND));
  }

  private void addLocator(ByteBuffer value) {
    if (value.remaining() < 24 || value.getInt() != UDP_V4 || locators.size() >= MOST_LOCATORS) {
      return;
    }
    int port = value.getInt();
    byte[] address = new byte[4];
    value.get(value.position() + 12, address);
    try {
      if (port > 0 && port < 65_536) {
        locators.add(new InetSocketAddress((Inet4Address) InetAddress.getByAddress(address), port));
      }
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The participant that is told of; null where nothing says. */
  @Nullable Guid participant() {
    return participant;
  }

  /** The endpoint that is told of; null where nothing says. */
  @Nullable Guid endpoint() {
    return endpoint;
  }

  /** Whether it is said to be gone. */
  boolean isGone() {
    return (status & 3) != 0;
  }

  List<InetSocketAddress> locators() {
    return locators;
  }

  long leaseNanos() {
    return leaseNanos;
  }

  /** The endpoint; null where topic, type or identity are missing. */
  @Nullable DiscoveredEndpoint toEndpoint() {
    if (endpoint == null || topic.isEmpty() || type.isEmpty()) {
      return null;
    }
    QosProfile qos =
        new QosProfile(
            history,
            depth,
            reliability,
            durability,
            deadlineNanos,
            lifespanNanos,
            liveliness,
            livelinessLeaseNanos,
            !topic.startsWith("rt/"));
    return new DiscoveredEndpoint(endpoint, ofWriter, topic, type, qos);
  }
}
