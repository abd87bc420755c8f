package dev.fathom.node;

import dev.fathom.codec.msg.StageLatency;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long each part of the last frames took. Units: nanoseconds in, milliseconds out.
 *
 * <p>Threads: any. Cost: recording allocates nothing; the percentiles are sorted out when they are
 * asked for, at most once a second.
 */
final class Latencies {
  /** Frames looked back on. */
  private static final int WINDOW = 300;

  private static final long REFRESH_NANOS = 1_000_000_000L;

  private final String[] names;
  private final long[][] nanos;
  private final long[] counts;
  private final long[] sorted = new long[WINDOW];
  private List<StageLatency> percentiles = List.of();
  private long refreshedNanos;

  Latencies(String... names) {
    this.names = names;
    this.nanos = new long[names.length][WINDOW];
    this.counts = new long[names.length];
  }

  synchronized void record(int index, long value) {
    nanos[index][(int) (counts[index] % WINDOW)] = value;
    counts[index]++;
  }

  /** By name, in their order; without those of which nothing is known. */
  synchronized List<StageLatency> percentiles() {
    long now = System.nanoTime();
    if (!percentiles.isEmpty() && now - refreshedNanos < REFRESH_NANOS) {
      return percentiles;
    }
    refreshedNanos = now;
    List<StageLatency> fresh = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      int count = (int) Math.min(counts[i], WINDOW);
      if (count > 0) {
        System.arraycopy(nanos[i], 0, sorted, 0, count);
        Arrays.sort(sorted, 0, count);
        fresh.add(new StageLatency(names[i], ms(count, 0.5), ms(count, 0.99)));
      }
    }
    percentiles = fresh;
    return fresh;
  }

  /** The nearest rank. */
  private float ms(int count, double share) {
    int rank = Math.max(0, (int) Math.ceil(share * count) - 1);
    return sorted[rank] / 1e6f;
  }

  /** Forgets all, as after a jump of time. */
  synchronized void clear() {
    Arrays.fill(counts, 0);
    percentiles = List.of();
  }
}
