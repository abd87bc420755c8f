package dev.fathom.ros.rcl;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.fathom.ros.Endpoint;
import java.util.ArrayList;
import java.util.List;

/** Who publishes and subscribes what, as one node sees it. */
final class RclGraph {
  private static final int MOST_ENDPOINTS = 10_000;
  private static final byte NO = 0;

  private final RclNode node;
  private final NativeSymbols symbols;
  private final EndpointLayout layout = EndpointLayout.measure();

  RclGraph(RclNode node, NativeSymbols symbols) {
    this.node = node;
    this.symbols = symbols;
  }

  List<Endpoint> publishers(String topic) {
    return endpoints(topic, Rcl::rcl_get_publishers_info_by_topic);
  }

  List<Endpoint> subscribers(String topic) {
    return endpoints(topic, Rcl::rcl_get_subscriptions_info_by_topic);
  }

  private List<Endpoint> endpoints(String topic, Query query) {
    if (!topic.startsWith("/")) {
      throw new IllegalArgumentException("an absolute topic expected, found '" + topic + "'");
    }
    Memory name = CString.of(topic);
    Memory infos = CString.zeroed(64);
    long allocator = symbols.allocatorAddress();
    RclReturn.check(
        query.ask(node.address(), allocator, name, NO, infos), "the endpoints of " + topic);
    try {
      return read(infos);
    } finally {
      Rmw.rmw_topic_endpoint_info_array_fini(infos, allocator);
    }
  }

  /** An array is its count and a pointer. */
  private List<Endpoint> read(Memory infos) {
    int count = (int) Math.min(MOST_ENDPOINTS, infos.getLong(0));
    Pointer array = new Pointer(infos.getLong(8));
    List<Endpoint> endpoints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      endpoints.add(layout.read(array, i));
    }
    return endpoints;
  }

  private interface Query {
    int ask(long node, long allocator, Pointer topic, byte noMangle, Pointer infos);
  }
}
