package dev.fathom.replay;

import dev.fathom.pipeline.sync.DropReason;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Frames that came in and did not go out, counted by reason, with the first of each explained. */
final class Drops {
  /** More of the same kind would only hide the other lines. */
  private static final int MOST_DAMAGES = 10;

  private final Set<String> damages = new LinkedHashSet<>();
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

  /** Says once that something could not be used that is no frame by itself. */
  void damaged(String explanation) {
    if (damages.size() < MOST_DAMAGES) {
      damages.add(explanation);
    }
  }

  Map<String, Long> byReason() {
    Map<String, Long> result = new LinkedHashMap<>();
    counts.forEach((reason, count) -> result.put(reason.toString(), count));
    return result;
  }

  /** One line a reason. */
  Iterable<String> explanations() {
    List<String> lines = new ArrayList<>(damages);
    firsts.forEach(
        (reason, first) ->
            lines.add(
                counts.get(reason) + " frame(s) dropped, " + reason + "; the first: " + first));
    return lines;
  }

  boolean lostData() {
    return !damages.isEmpty() || counts.keySet().stream().anyMatch(DropReason::losesData);
  }
}
