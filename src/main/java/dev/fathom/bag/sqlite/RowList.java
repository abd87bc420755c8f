package dev.fathom.bag.sqlite;

import java.util.Arrays;

/** Row numbers with their times and topics: 20 bytes a row. */
final class RowList {
  private long[] ids = new long[1024];
  private long[] times = new long[1024];
  private int[] topics = new int[1024];
  private int size;

  void add(long id, long time, int topic) {
    if (size == ids.length) {
      ids = Arrays.copyOf(ids, size * 2);
      times = Arrays.copyOf(times, size * 2);
      topics = Arrays.copyOf(topics, size * 2);
    }
    ids[size] = id;
    times[size] = time;
    topics[size++] = topic;
  }

  int size() {
    return size;
  }

  long id(int i) {
    return ids[i];
  }

  long time(int i) {
    return times[i];
  }

  int topic(int i) {
    return topics[i];
  }

  /** Row positions in order of time; equal times keep their order. */
  Integer[] byTime() {
    Integer[] order = new Integer[size];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (a, b) -> Long.compare(times[a], times[b]));
    return order;
  }
}
