package dev.fathom.bag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The topics of several files as one list, and each file's own numbers for them. */
final class ConnectionTable {
  private final Map<String, Integer> byKey = new LinkedHashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final List<int[]> fileIds = new ArrayList<>();
  private final List<int[]> numbers = new ArrayList<>();

  /** Takes the next file's topics in. */
  void add(Storage storage) {
    List<Connection> own = new ArrayList<>(storage.connections());
    own.sort((a, b) -> Integer.compare(a.id(), b.id()));
    int[] ids = new int[own.size()];
    int[] to = new int[own.size()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = own.get(i).id();
      to[i] = add(own.get(i));
    }
    fileIds.add(ids);
    numbers.add(to);
  }

  private int add(Connection c) {
    String key = c.topic() + '\n' + c.type() + '\n' + c.serializationFormat();
    Integer known = byKey.putIfAbsent(key, connections.size());
    if (known == null) {
      connections.add(with(connections.size(), c, c.offeredQos(), c.definition(), c.typeHash()));
      return connections.size() - 1;
    }
    Connection before = connections.get(known);
    Set<QosProfile> qos = new LinkedHashSet<>(before.offeredQos());
    qos.addAll(c.offeredQos());
    connections.set(
        known,
        with(
            known,
            before,
            List.copyOf(qos),
            before.definition().isEmpty() ? c.definition() : before.definition(),
            before.typeHash().isEmpty() ? c.typeHash() : before.typeHash()));
    return known;
  }

  private static Connection with(
      int id, Connection c, List<QosProfile> qos, String definition, String typeHash) {
    return new Connection(
        id, c.topic(), c.type(), c.serializationFormat(), qos, definition, typeHash);
  }

  List<Connection> all() {
    return List.copyOf(connections);
  }

  /** The connection that a file calls {@code fileId}. */
  Connection of(int file, int fileId) {
    int at = Arrays.binarySearch(fileIds.get(file), fileId);
    if (at < 0) {
      throw new IllegalStateException(
          "a file gave a message of its topic " + fileId + ", which it does not declare");
    }
    return connections.get(numbers.get(file)[at]);
  }
}
