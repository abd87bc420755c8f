package dev.fathom.node;

import dev.fathom.codec.msg.DropCount;
import dev.fathom.pipeline.sync.DropReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one stage that came in and did not go out, counted by reason, with the last of each
 * explained. Threads: any.
 */
final class FrameDrops {
  private static final DropReason[] REASONS = DropReason.values();

  private final AtomicLongArray counts = new AtomicLongArray(REASONS.length);
  private final AtomicReferenceArray<@Nullable String> explanations =
      new AtomicReferenceArray<>(REASONS.length);
  private volatile @Nullable String damage;
  private volatile List<DropCount> list = List.of();

  /** One that needs no explanation. */
  void count(DropReason reason) {
    counts.incrementAndGet(reason.ordinal());
  }

  /**
   * One.
   *
   * @param explanation names topic, stamp, what was found and what was expected
   */
  void count(DropReason reason, String explanation) {
    explanations.set(reason.ordinal(), explanation);
    count(reason);
  }

  /** Something could not be used that is no frame by itself. */
  void damaged(String explanation) {
    damage = explanation;
  }

  long of(DropReason reason) {
    return counts.get(reason.ordinal());
  }

  /** Why the last frame was dropped for this reason; null: it needs no explanation. */
  @Nullable String explanation(DropReason reason) {
    return explanations.get(reason.ordinal());
  }

  /** What could not be used since the last call that is no frame by itself; null: nothing. */
  @Nullable String takeDamage() {
    String told = damage;
    damage = null;
    return told;
  }

  /** All reasons. */
  long total() {
    long sum = 0;
    for (int i = 0; i < REASONS.length; i++) {
      sum += counts.get(i);
    }
    return sum;
  }

  /** Reasons that came up; the same list as long as nothing changes. */
  List<DropCount> byReason() {
    List<DropCount> known = list;
    if (isCurrent(known)) {
      return known;
    }
    List<DropCount> now = new ArrayList<>();
    for (DropReason reason : REASONS) {
      if (of(reason) > 0) {
        now.add(new DropCount(reason.toString(), of(reason)));
      }
    }
    list = now;
    return now;
  }

  private boolean isCurrent(List<DropCount> known) {
    long sum = 0;
    for (int i = 0; i < known.size(); i++) {
      sum += known.get(i).frames();
    }
    return sum == total();
  }
}
