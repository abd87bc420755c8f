package dev.fathom.ros.dds;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes readers anew that have fallen silent though somebody publishes for them.
 *
 * <p>Fast DDS drops what has a smaller number than the last sample in a writer's name. One forged
 * sample with a huge number so ends a best-effort topic for good, and neither the library's Java
 * layer nor RTPS without its security plugins has a remedy; a new reader begins to count anew.
 *
 * <p>Threads: {@link #look} on one; one of its own for each renewal, one at a time, because forged
 * datagrams may also hang the library.
 */
final class Renewal {
  private final Runnable changed;
  private final Consumer<String> notices;
  private volatile @Nullable Thread thread;

  /**
   * @param changed runs when a reader has been replaced
   * @param notices is told of topics that fall silent
   */
  Renewal(Runnable changed, Consumer<String> notices) {
    this.changed = changed;
    this.notices = notices;
  }

  /** Renews the first that needs it, unless another is being renewed. */
  void look(List<DdsSubscription> subscriptions, long nowNanos) {
    Thread running = thread;
    if (running != null && running.isAlive()) {
      return;
    }
    for (DdsSubscription subscription : subscriptions) {
      boolean fresh = subscription.isFreshlySilent();
      if (subscription.isSilentTooLong(nowNanos)) {
        if (fresh) {
          notices.accept(
              String.format(
                  "dds: nothing has come on %s for %d s, though %d publish it: subscribed anew, and"
                      + " again from time to time while that lasts",
                  subscription.topic(),
                  Silence.FIRST_NANOS / 1_000_000_000,
                  subscription.publishers()));
        }
        start(subscription);
        return;
      }
    }
  }

  private void start(DdsSubscription subscription) {
    thread = TimeLimit.start("fathom-dds-renew", () -> renew(subscription));
  }

  private void renew(DdsSubscription subscription) {
    try {
      subscription.renew();
      changed.run();
    } catch (RuntimeException e) {
      notices.accept("dds: " + subscription.topic() + " stays silent: " + e.getMessage());
    }
  }

  /** Returns when no renewal goes on; none may begin any more. */
  void awaitEnd() {
    Thread running = thread;
    if (running != null) {
      boolean unused = TimeLimit.endsWithin(running, Long.MAX_VALUE);
    }
  }
}
