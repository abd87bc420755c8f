package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.DropCount;
import dev.fathom.codec.msg.KeyValue;
import dev.fathom.codec.msg.StageLatency;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Writes the diagnostics of stages. Threads: one at a time. */
final class StageDiagnosis {
  /** No network takes this long for a frame. */
  static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final String node;
  private final Map<String, Long> counts = new HashMap<>();
  private final Map<String, Long> times = new HashMap<>();
  private double allocatedPerFrame = Double.NaN;

  /** What is wrong with a stage, and how grave that is. */
  record Problem(int level, String text) {}

  StageDiagnosis(String node) {
    this.node = node;
  }

  static Optional<Problem> error(String text) {
    return Optional.of(new Problem(DiagnosticStatus.ERROR, text));
  }

  static Optional<Problem> warning(String text) {
    return Optional.of(new Problem(DiagnosticStatus.WARN, text));
  }

  Values begin() {
    return new Values();
  }

  /** Whether a count has grown since the last call with its name. */
  boolean grew(String name, long count) {
    Long before = counts.put("grew " + name, count);
    return count > (before == null ? 0 : before);
  }

  /** One stage's values. */
  final class Values {
    private final List<KeyValue> values = new ArrayList<>();

    void put(String key, String value) {
      values.add(new KeyValue(key, value));
    }

    void put(String key, double value) {
      put(key, Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, "%.4g", value));
    }

    void put(String key, int value) {
      put(key, Integer.toString(value));
    }

    /** A count, and how fast it has grown since the diagnosis before. */
    void rate(String name, long count) {
      long now = System.nanoTime();
      Long before = counts.put(name, count);
      Long then = times.put(name, now);
      put(name, Long.toString(count));
      if (before != null && then != null && now > then) {
        put(name + "_per_second", (count - before) * 1e9 / (now - then));
      }
    }

    /** How much a stage's thread allocates for one frame, since the diagnosis before. */
    void allocation(Optional<StageThread> thread, long frames) {
      long bytes = thread.map(StageThread::allocatedBytes).orElse(0L);
      Long bytesBefore = counts.put("allocated bytes", bytes);
      Long framesBefore = counts.put("allocating frames", frames);
      if (bytesBefore != null && framesBefore != null && frames > framesBefore) {
        allocatedPerFrame = (double) (bytes - bytesBefore) / (frames - framesBefore);
      }
      put("allocated_bytes_per_frame", allocatedPerFrame);
    }

    void latencies(Latencies latencies) {
      for (StageLatency stage : latencies.percentiles()) {
        put(stage.stage() + "_p50_ms", stage.p50Ms());
        put(stage.stage() + "_p99_ms", stage.p99Ms());
      }
    }

    void drops(FrameDrops drops) {
      for (DropCount count : drops.byReason()) {
        put("dropped_" + count.reason(), Long.toString(count.frames()));
      }
    }

    DiagnosticStatus end(String stage, String hardware, Optional<Problem> problem) {
      return new DiagnosticStatus(
          problem.map(Problem::level).orElse(DiagnosticStatus.OK),
          node.substring(1) + ": " + stage,
          problem.map(Problem::text).orElse("OK"),
          hardware,
          values);
    }
  }
}
