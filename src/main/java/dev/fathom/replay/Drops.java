package dev.fathom.replay;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Frames that came in and did not go out, counted by reason, with the first of each explained. */
final class Drops {
  private final Map<DropReason, Long> counts = new EnumMap<>(DropReason.class);
  private final Map<DropReason, String> firsts = new EnumMap<>(DropReason.class);

  /**
   * Counts one.
   *
   * @param explanation names topic, stamp, what was found and what was expected
   */
  void count(DropReason reason, String explanation) {
    counts.merge(reason, 1L, Long::sum);
    firsts.putIfAbsent(reason, explanation);
  }

  Map<String, Long> byReason() {
    Map<String, Long> result = new LinkedHashMap<>();
    counts.forEach((reason, count) -> result.put(reason.toString(), count));
    return result;
  }

  /** One line a reason. */
  Iterable<String> explanations() {
    return firsts.entrySet().stream()
        .map(
            e ->
                counts.get(e.getKey())
                    + " frame(s) dropped, "
                    + e.getKey()
                    + "; the first: "
                    + e.getValue())
        .toList();
  }

  boolean lostData() {
    return counts.keySet().stream().anyMatch(DropReason::losesData);
  }
}
