package dev.fathom.bag.mcap;

import dev.fathom.bag.mcap.McapRecord.Metadata;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a file holds and where, as its summary says or a scan found.
 *
 * <p>Threads: one at a time.
 */
final class McapIndex {
  private final Registry registry = new Registry();
  private final List<Segment> segments = new ArrayList<>();
  private final List<Metadata> metadata = new ArrayList<>();
  private final Map<Integer, Long> messageCounts = new TreeMap<>();
  private final Set<String> compressions = new LinkedHashSet<>();
  private final Set<McapProblem> problems = new LinkedHashSet<>();
  private final Map<String, String> header = new LinkedHashMap<>();
  private long startTime = Long.MAX_VALUE;
  private long endTime = Long.MIN_VALUE;
  private long dataEnd = -1;
  private long dataCrc;

  Registry registry() {
    return registry;
  }

  List<Segment> segments() {
    return segments;
  }

  List<Metadata> metadata() {
    return metadata;
  }

  /** Messages by channel. */
  Map<Integer, Long> messageCounts() {
    return messageCounts;
  }

  Set<String> compressions() {
    return compressions;
  }

  Set<McapProblem> problems() {
    return problems;
  }

  /** Profile and library. */
  Map<String, String> header() {
    return header;
  }

  long startTime() {
    return startTime;
  }

  long endTime() {
    return endTime;
  }

  /** Where the data end record begins; -1 when there is none. */
  long dataEnd() {
    return dataEnd;
  }

  long dataCrc() {
    return dataCrc;
  }

  void foundDataEnd(long offset, long crc) {
    dataEnd = offset;
    dataCrc = crc;
  }

  void countMessage(int channel) {
    messageCounts.merge(channel, 1L, Long::sum);
  }

  void cover(long from, long to) {
    startTime = Math.min(startTime, from);
    endTime = Math.max(endTime, to);
  }

  long messageCount() {
    return messageCounts.values().stream().mapToLong(Long::longValue).sum();
  }
}
