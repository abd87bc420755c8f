package dev.fathom.bag.mcap;

import java.util.Arrays;

/**
 * Where the messages of one segment are, in log time order; equal times keep the file's order.
 *
 * <p>Threads: one at a time.
 */
final class MessageOrder {
  private long[] times = new long[64];
  private int[] contents = new int[64];
  private int[] lengths = new int[64];
  private int size;
  private boolean sorted;

  void clear() {
    size = 0;
    sorted = true;
  }

  /**
   * @param content where the message's record content begins, relative to the segment's start
   */
  void add(long time, int content, int length) {
    if (size == times.length) {
      times = Arrays.copyOf(times, size * 2);
      contents = Arrays.copyOf(contents, size * 2);
      lengths = Arrays.copyOf(lengths, size * 2);
    }
    sorted &= size == 0 || time >= times[size - 1];
    times[size] = time;
    contents[size] = content;
    lengths[size++] = length;
  }

  /** Puts the messages in order; free when they already are. */
  void sort() {
    if (sorted) {
      return;
    }
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      order[i] = i;
    }
    mergeSort(order, new int[size], 0, size);
    long[] oldTimes = Arrays.copyOf(times, size);
    int[] oldContents = Arrays.copyOf(contents, size);
    int[] oldLengths = Arrays.copyOf(lengths, size);
    for (int i = 0; i < size; i++) {
      times[i] = oldTimes[order[i]];
      contents[i] = oldContents[order[i]];
      lengths[i] = oldLengths[order[i]];
    }
    sorted = true;
  }

  /** Stable, and without the boxes that the library's sort by comparator would need. */
  private void mergeSort(int[] order, int[] spare, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    mergeSort(order, spare, from, middle);
    mergeSort(order, spare, middle, to);
    System.arraycopy(order, from, spare, from, to - from);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right >= to || (left < middle && times[spare[left]] <= times[spare[right]]);
      order[i] = takeLeft ? spare[left++] : spare[right++];
    }
  }

  int size() {
    return size;
  }

  long time(int i) {
    return times[i];
  }

  int content(int i) {
    return contents[i];
  }

  int length(int i) {
    return lengths[i];
  }
}
