package dev.fathom.ros.dds.rtps;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another participant: where it listens and what it announced. Threads: one. */
final class RemoteParticipant {
  /** One of its two writers of endpoints. */
  static final class EndpointWriter {
    final SequenceTracker tracker = new SequenceTracker();
    boolean heard;
    int acknowledgements;
  }

  /** More endpoints in one participant are no robot. */
  private static final int MOST_ENDPOINTS = 10_000;

  final Guid guid;
  final EndpointWriter publications = new EndpointWriter();
  final EndpointWriter subscriptions = new EndpointWriter();
  private final Map<Guid, DiscoveredEndpoint> endpoints = new HashMap<>();
  private List<InetSocketAddress> locators = List.of();
  private long expires;

  RemoteParticipant(Guid guid) {
    this.guid = guid;
  }

  void announced(ParameterList parameters, long now) {
    locators = List.copyOf(parameters.locators());
    long lease = parameters.leaseNanos();
    expires = lease > Long.MAX_VALUE / 4 ? now + Long.MAX_VALUE / 4 : now + lease;
  }

  boolean isExpired(long now) {
    return now - expires > 0;
  }

  List<InetSocketAddress> locators() {
    return locators;
  }

  EndpointWriter writer(int entity) {
    return entity == EntityId.PUBLICATIONS_WRITER ? publications : subscriptions;
  }

  /** Takes an endpoint in; false if it changes nothing. */
  boolean put(DiscoveredEndpoint endpoint) {
    if (endpoints.size() >= MOST_ENDPOINTS && !endpoints.containsKey(endpoint.guid())) {
      return false;
    }
    return !endpoint.equals(endpoints.put(endpoint.guid(), endpoint));
  }

  boolean remove(Guid endpoint) {
    return endpoints.remove(endpoint) != null;
  }

  Iterable<DiscoveredEndpoint> endpoints() {
    return endpoints.values();
  }
}
