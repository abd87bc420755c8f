package dev.fathom.bag;

import java.util.Set;

/**
 * Which messages are wanted.
 *
 * <p>Units: nanoseconds since the epoch, log time.
 *
 * @param fromNanos the earliest wanted
 * @param toNanos the latest wanted
 * @param topics the topics wanted; empty means all
 */
public record BagFilter(long fromNanos, long toNanos, Set<String> topics) {
  public BagFilter {
    if (fromNanos > toNanos) {
      throw new IllegalArgumentException(
          "the range begins at " + fromNanos + " ns, behind its end at " + toNanos + " ns");
    }
    topics = Set.copyOf(topics);
  }

  /** Everything. */
  public static BagFilter all() {
    return new BagFilter(Long.MIN_VALUE, Long.MAX_VALUE, Set.of());
  }

  /** Every message on these topics. */
  public static BagFilter topics(String... topics) {
    return new BagFilter(Long.MIN_VALUE, Long.MAX_VALUE, Set.of(topics));
  }

  boolean wants(String topic) {
    return topics.isEmpty() || topics.contains(topic);
  }
}
