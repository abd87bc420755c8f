package dev.fathom.bag;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the messages of several files in log time order; of equal times the file that was
 * named first comes first. A file is open only from its first message's time to its last.
 *
 * <p>Threads: one at a time.
 */
final class MergedCursor implements AutoCloseable {
  private final BagFilter filter;
  private final List<Source> sources = new ArrayList<>();
  private final ArrayDeque<Source> unopened = new ArrayDeque<>();
  private final PriorityQueue<Source> waiting = new PriorityQueue<>();
  private @Nullable Source current;

  /** A file with its place in the order in which files were named. */
  private static final class Source implements Comparable<Source> {
    final Storage storage;
    final int place;
    Storage.@Nullable Cursor cursor;

    Source(Storage storage, int place) {
      this.storage = storage;
      this.place = place;
    }

    Storage.Cursor cursor() {
      if (cursor == null) {
        throw new IllegalStateException("not open: " + storage.file());
      }
      return cursor;
    }

    void close() throws IOException {
      if (cursor != null) {
        cursor.close();
        cursor = null;
      }
    }

    @Override
    public int compareTo(Source other) {
      int byTime = Long.compare(cursor().logTime(), other.cursor().logTime());
      return byTime != 0 ? byTime : Integer.compare(place, other.place);
    }
  }

  MergedCursor(List<Storage> storages, BagFilter filter) {
    this.filter = filter;
    for (int i = 0; i < storages.size(); i++) {
      Storage storage = storages.get(i);
      if (storage.endTime() >= filter.fromNanos() && storage.startTime() <= filter.toNanos()) {
        sources.add(new Source(storage, i));
      }
    }
    sources.sort(Comparator.comparingLong(source -> source.storage.startTime()));
    unopened.addAll(sources);
  }

  boolean next() throws IOException {
    Source last = current;
    if (last != null) {
      current = null;
      advance(last);
    }
    while (!unopened.isEmpty() && unopened.getFirst().storage.startTime() <= earliest()) {
      Source source = unopened.removeFirst();
      source.cursor = source.storage.cursor(filter);
      advance(source);
    }
    current = waiting.poll();
    return current != null;
  }

  private long earliest() {
    Source first = waiting.peek();
    return first == null ? Long.MAX_VALUE : first.cursor().logTime();
  }

  private void advance(Source source) throws IOException {
    if (source.cursor().next()) {
      waiting.add(source);
    } else {
      source.close();
    }
  }

  private Source source() {
    if (current == null) {
      throw new IllegalStateException("no message: next() was not called or has returned false");
    }
    return current;
  }

  /** The message's file, as a number in the list that was given. */
  int place() {
    return source().place;
  }

  Storage.Cursor message() {
    return source().cursor();
  }

  @Override
  public void close() throws IOException {
    for (Source source : sources) {
      source.close();
    }
  }
}
