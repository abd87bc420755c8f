package dev.fathom.replay;

import dev.fathom.pipeline.Stage;
import dev.fathom.pipeline.StageClock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Distribution of every stage's time over the frames of a replay, and of their sum. */
final class StageTimes {
  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int SIGNIFICANT_DIGITS = 3;

  private final Map<Stage, Histogram> byStage = new EnumMap<>(Stage.class);
  private final Histogram total = new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS);

  StageTimes() {
    for (Stage stage : Stage.values()) {
      byStage.put(stage, new Histogram(LONGEST_NANOS, SIGNIFICANT_DIGITS));
    }
  }

  void record(StageClock clock) {
    long sum = 0;
    for (Map.Entry<Stage, Histogram> entry : byStage.entrySet()) {
      long nanos = clock.nanos(entry.getKey());
      entry.getValue().recordValue(Math.min(nanos, LONGEST_NANOS));
      sum += nanos;
    }
    total.recordValue(Math.min(sum, LONGEST_NANOS));
  }

  /** Milliseconds by stage, in the order of the stages, then "total". */
  Map<String, ReplaySummary.Percentiles> percentiles() {
    Map<String, ReplaySummary.Percentiles> result = new LinkedHashMap<>();
    byStage.forEach((stage, histogram) -> result.put(stage.toString(), percentiles(histogram)));
    result.put("total", percentiles(total));
    return result;
  }

  private static ReplaySummary.Percentiles percentiles(Histogram histogram) {
    return new ReplaySummary.Percentiles(
        histogram.getValueAtPercentile(50) / 1e6, histogram.getValueAtPercentile(99) / 1e6);
  }
}
