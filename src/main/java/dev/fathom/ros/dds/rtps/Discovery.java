package dev.fathom.ros.dds.rtps;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A participant that only listens: it announces itself, so that others tell it of their endpoints,
 * and has none.
 *
 * <p>Source: DDS-RTPS 2.5, section 8.5. Threads: {@link #poll} on one; {@link #endpoints} on any.
 */
public final class Discovery implements AutoCloseable {
  private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long FIRST_PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int FIRST_ANNOUNCEMENTS = 5;
  private static final int LEASE_SECONDS = 10;
  private static final int PARTICIPANTS_A_MACHINE = 40;
  private static final int MOST_PARTICIPANTS = 2000;
  private static final int LARGEST_DATAGRAM = 65_536;
  private static final int DATAGRAMS_A_TURN = 1000;

  private final int domain;
  private final DiscoverySockets sockets;
  private final boolean toGroup;
  private final List<InetAddress> machines = new ArrayList<>();
  private final RtpsWriter writer;
  private final RtpsReader reader;
  private final Map<Guid, RemoteParticipant> participants = new HashMap<>();
  private final ByteBuffer datagram = ByteBuffer.allocateDirect(LARGEST_DATAGRAM);
  private volatile List<DiscoveredEndpoint> endpoints = List.of();
  private long sequence;
  private long nextAnnouncement = System.nanoTime();
  private boolean changed;

  /**
   * Joins a domain.
   *
   * @param loopbackOnly whether to stay on this machine
   * @param toGroup whether to multicast
   * @param machines addresses to look at besides
   * @throws IOException if there is no network
   */
  public Discovery(int domain, boolean loopbackOnly, boolean toGroup, List<String> machines)
      throws IOException {
    this.domain = domain;
    this.toGroup = toGroup;
    for (String machine : machines) {
      try {
        this.machines.add(InetAddress.getByName(machine));
      } catch (UnknownHostException e) {
        throw new IOException("unknown machine '" + machine + "'", e);
      }
    }
    ThreadLocalRandom random = ThreadLocalRandom.current();
    Guid self = new Guid(random.nextLong(), random.nextLong()).participant();
    writer = new RtpsWriter(self);
    reader = new RtpsReader(self, new Hearing());
    sockets = new DiscoverySockets(domain, loopbackOnly);
  }

  /** Every endpoint known now; the same list as long as nothing changes. */
  public List<DiscoveredEndpoint> endpoints() {
    return endpoints;
  }

  /** Hears what came and says what is due. */
  public void poll() {
    long now = System.nanoTime();
    try {
      for (int i = 0; i < DATAGRAMS_A_TURN && sockets.receive(datagram.clear()); i++) {
        reader.read(datagram.flip());
      }
    } catch (IOException e) {
      // A port that nobody listens at answers so; there is nothing to do about it.
      datagram.clear();
    }
    if (now - nextAnnouncement >= 0) {
      announce();
      nextAnnouncement =
          now + (sequence <= FIRST_ANNOUNCEMENTS ? FIRST_PERIOD_NANOS : PERIOD_NANOS);
      forgetExpired(now);
    }
    if (changed) {
      changed = false;
      endpoints = gathered();
    }
  }

  private List<DiscoveredEndpoint> gathered() {
    List<DiscoveredEndpoint> all = new ArrayList<>();
    for (RemoteParticipant participant : participants.values()) {
      participant.endpoints().forEach(all::add);
    }
    return List.copyOf(all);
  }

  private ByteBuffer announcement() {
    try {
      return writer.announcement(
          domain, ++sequence, sockets.addresses(), sockets.port(), LEASE_SECONDS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void announce() {
    ByteBuffer message = announcement();
    if (toGroup) {
      sockets.sendToGroup(message);
    }
    for (InetAddress machine : machines) {
      sockets.sendToMachine(message, machine, PARTICIPANTS_A_MACHINE);
    }
    for (RemoteParticipant participant : participants.values()) {
      askIfSilent(participant, EntityId.PUBLICATIONS_WRITER);
      askIfSilent(participant, EntityId.SUBSCRIPTIONS_WRITER);
    }
  }

  /** A writer that has not said what it has is asked for it. */
  private void askIfSilent(RemoteParticipant participant, int entity) {
    if (!participant.writer(entity).heard) {
      acknowledge(participant, entity, 0, true);
    }
  }

  private void acknowledge(RemoteParticipant participant, int entity, long last, boolean asks) {
    RemoteParticipant.EndpointWriter from = participant.writer(entity);
    ByteBuffer message =
        writer.acknowledgement(
            participant.guid, entity, from.tracker, last, ++from.acknowledgements, asks);
    sendTo(participant, message);
  }

  private void sendTo(RemoteParticipant participant, ByteBuffer message) {
    for (InetSocketAddress locator : participant.locators()) {
      sockets.send(message, locator);
    }
  }

  private void forgetExpired(long now) {
    for (Iterator<RemoteParticipant> i = participants.values().iterator(); i.hasNext(); ) {
      if (i.next().isExpired(now)) {
        i.remove();
        changed = true;
      }
    }
  }

  @Override
  public void close() {
    ByteBuffer farewell = writer.farewell(++sequence);
    participants.values().forEach(participant -> sendTo(participant, farewell));
    sockets.close();
  }

  /** What comes in, on the thread that polls. */
  private final class Hearing implements RtpsReader.Listener {
    @Override
    public void data(Guid source, int entity, long number, ParameterList parameters) {
      if (entity == EntityId.PARTICIPANT_WRITER) {
        participant(source, parameters);
        return;
      }
      RemoteParticipant participant = participants.get(source);
      if (participant == null || !isOfEndpoints(entity)) {
        return;
      }
      participant.writer(entity).tracker.received(number);
      Guid guid = parameters.endpoint();
      if (guid == null || !guid.sameParticipant(source)) {
        return;
      }
      DiscoveredEndpoint endpoint = parameters.toEndpoint();
      if (parameters.isGone()) {
        changed |= participant.remove(guid);
      } else if (endpoint != null) {
        changed |= participant.put(endpoint);
      }
    }

    private void participant(Guid source, ParameterList parameters) {
      if (parameters.isGone()) {
        changed |= participants.remove(source) != null;
        return;
      }
      RemoteParticipant participant = participants.get(source);
      if (parameters.locators().isEmpty()
          || (participant == null && participants.size() >= MOST_PARTICIPANTS)) {
        return;
      }
      boolean isNew = participant == null;
      if (participant == null) {
        participant = new RemoteParticipant(source);
        participants.put(source, participant);
      }
      participant.announced(parameters, System.nanoTime());
      if (isNew) {
        sendTo(participant, announcement());
      }
    }

    @Override
    public void heartbeat(Guid source, int entity, long first, long last, boolean mustAnswer) {
      RemoteParticipant participant = participants.get(source);
      if (participant == null || !isOfEndpoints(entity)) {
        return;
      }
      RemoteParticipant.EndpointWriter from = participant.writer(entity);
      from.heard = true;
      from.tracker.startsAt(first);
      if (mustAnswer || from.tracker.next() <= last) {
        acknowledge(participant, entity, last, false);
      }
    }

    @Override
    public void gap(Guid source, int entity, long first, long end) {
      RemoteParticipant participant = participants.get(source);
      if (participant == null || !isOfEndpoints(entity)) {
        return;
      }
      SequenceTracker tracker = participant.writer(entity).tracker;
      if (first <= tracker.next()) {
        tracker.startsAt(end);
      } else {
        long farthest = Math.min(end, tracker.next() + SequenceTracker.WINDOW);
        for (long number = first; number < farthest; number++) {
          tracker.received(number);
        }
      }
    }

    private boolean isOfEndpoints(int entity) {
      return entity == EntityId.PUBLICATIONS_WRITER || entity == EntityId.SUBSCRIPTIONS_WRITER;
    }
  }
}
