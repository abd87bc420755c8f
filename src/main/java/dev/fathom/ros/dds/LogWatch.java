package dev.fathom.ros.dds;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * Brings what Fast DDS logs to the topics that it concerns, and its other errors to whoever is to
 * know. Threads: {@link #look} on one; lines may come on any.
 */
final class LogWatch {
  private static final int MOST_LINES = 256;

  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Consumer<String> reader = this::keep;
  private final Consumer<String> notices;

  LogWatch(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Lines are kept from now on. */
  void open() {
    MiddlewareLog.addReader(reader);
  }

  /** More than anybody reads are dropped. */
  private void keep(String line) {
    if (lines.size() < MOST_LINES) {
      lines.add(line);
    }
  }

  /** Tells what was logged since the last look. */
  void look(List<DdsSubscription> subscriptions) {
    MiddlewareLog.poll();
    for (String line = lines.poll(); line != null; line = lines.poll()) {
      LogLine said = LogLine.parse(line);
      if (said instanceof LogLine.TooLong tooLong) {
        refuse(tooLong, subscriptions);
      } else if (said instanceof LogLine.Failure failure) {
        notices.accept("dds: Fast DDS: " + failure.text());
      }
    }
  }

  private static void refuse(LogLine.TooLong tooLong, List<DdsSubscription> subscriptions) {
    for (DdsSubscription subscription : subscriptions) {
      if (subscription.longestSample() == tooLong.most()) {
        int most = subscription.madeFor().maxBytes();
        subscription.refused("at most " + most + " bytes expected, found " + tooLong.bytes());
      }
    }
  }

  /** Nothing is kept any more. */
  void close() {
    MiddlewareLog.removeReader(reader);
  }
}
