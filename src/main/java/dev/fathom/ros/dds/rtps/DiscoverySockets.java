package dev.fathom.ros.dds.rtps;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The two sockets of discovery: one of its own, and one that hears the group. Neither ever blocks.
 *
 * <p>Source: DDS-RTPS 2.5, section 9.6.2, for the ports.
 */
final class DiscoverySockets implements AutoCloseable {
  private static final int FIRST_PORT = 7400;
  private static final int PORTS_A_DOMAIN = 250;
  private static final int FIRST_UNICAST = 10;
  private static final int PORTS_A_PARTICIPANT = 2;
  private static final int RECEIVE_BYTES = 1 << 20;
  private static final String GROUP = "239.255.0.1";

  private final DatagramChannel own;
  private final DatagramChannel group;
  private final InetAddress groupAddress;
  private final int groupPort;
  private final List<InetAddress> addresses = new ArrayList<>();
  private final List<NetworkInterface> interfaces = new ArrayList<>();

  DiscoverySockets(int domain, boolean loopbackOnly) throws IOException {
    groupAddress = InetAddress.getByName(GROUP);
    groupPort = FIRST_PORT + PORTS_A_DOMAIN * domain;
    findAddresses(loopbackOnly);
    own = DatagramChannel.open(StandardProtocolFamily.INET);
    own.configureBlocking(false);
    own.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
    own.bind(new InetSocketAddress(loopbackOnly ? addresses.get(0) : anyAddress(), 0));
    group = DatagramChannel.open(StandardProtocolFamily.INET);
    group.configureBlocking(false);
    group.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    group.setOption(StandardSocketOptions.SO_REUSEPORT, true);
    group.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES);
    // Bound to the group itself, it takes no unicast away from another socket of this port.
    group.bind(new InetSocketAddress(groupAddress, groupPort));
    joinGroup();
  }

  private static InetAddress anyAddress() throws IOException {
    return InetAddress.getByAddress(new byte[4]);
  }

  private void findAddresses(boolean loopbackOnly) throws IOException {
    for (NetworkInterface card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
      if (!card.isUp() || (loopbackOnly && !card.isLoopback())) {
        continue;
      }
      interfaces.add(card);
      for (InetAddress address : Collections.list(card.getInetAddresses())) {
        if (address instanceof Inet4Address) {
          addresses.add(address);
        }
      }
    }
    if (addresses.isEmpty()) {
      throw new IOException("no IPv4 address");
    }
  }

  private void joinGroup() {
    for (NetworkInterface card : interfaces) {
      try {
        group.join(groupAddress, card);
      } catch (IOException e) {
        // An interface that does not multicast, such as lo: unicast has to do.
      }
    }
  }

  /** Where others may send to. */
  List<InetAddress> addresses() {
    return addresses;
  }

  int port() throws IOException {
    return ((InetSocketAddress) own.getLocalAddress()).getPort();
  }

  /** Puts the next datagram into the empty buffer; false if there is none. */
  boolean receive(ByteBuffer in) throws IOException {
    return own.receive(in) != null || group.receive(in) != null;
  }

  /** Sends if it can; discovery repeats itself. */
  void send(ByteBuffer message, InetSocketAddress to) {
    try {
      own.send(message.duplicate(), to);
    } catch (IOException e) {
      // Nobody at that port or no route there: the next announcement tries again.
    }
  }

  /** Sends to the group on every interface that multicasts. */
  void sendToGroup(ByteBuffer message) {
    for (NetworkInterface card : interfaces) {
      try {
        own.setOption(StandardSocketOptions.IP_MULTICAST_IF, card);
        own.send(message.duplicate(), new InetSocketAddress(groupAddress, groupPort));
      } catch (IOException e) {
        // An interface that does not multicast.
      }
    }
  }

  /** Sends to where the participants of a machine listen. */
  void sendToMachine(ByteBuffer message, InetAddress machine, int participants) {
    for (int participant = 0; participant < participants; participant++) {
      int port = groupPort + FIRST_UNICAST + PORTS_A_PARTICIPANT * participant;
      if (port < 65_536) {
        send(message, new InetSocketAddress(machine, port));
      }
    }
  }

  @Override
  public void close() {
    try (own;
        group) {
      addresses.clear();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
