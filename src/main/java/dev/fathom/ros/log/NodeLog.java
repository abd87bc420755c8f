package dev.fathom.ros.log;

import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Transport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A node's log. Lines go to {@code /rosout} by the transport, and to the terminal unless the
 * transport writes there too.
 *
 * <p>What keeps happening is told once, or once in a while, by a key that names it. The format on
 * the terminal is rcutils' default one.
 *
 * <p>Threads: any. Nothing is thrown: a transport that fails costs the line on {@code /rosout}.
 */
public final class NodeLog {
  /** Most keys that are remembered; the one not used for longest is forgotten. */
  private static final int MOST_KEYS = 1000;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** Where lines go besides the terminal. */
  private interface Rosout {
    boolean log(LogLevel level, String line);
  }

  private final String logger;
  private final Rosout rosout;
  private final Consumer<String> terminal;
  private final LongSupplier clock;
  private volatile LogLevel threshold;

  /** When a key was told last. Units: nanoseconds of {@link #clock}. */
  private final Map<String, Long> told =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_KEYS;
        }
      };

  private NodeLog(
      String logger,
      Rosout rosout,
      Consumer<String> terminal,
      LongSupplier clock,
      LogLevel threshold) {
    this.logger = logger;
    this.rosout = rosout;
    this.terminal = terminal;
    this.clock = clock;
    this.threshold = threshold;
  }

  /**
   * A log on the terminal alone.
   *
   * @param terminal takes one line without its end
   * @param clock nanoseconds since 1970
   */
  public static NodeLog onTerminal(
      String logger, Consumer<String> terminal, LongSupplier clock, LogLevel threshold) {
    return new NodeLog(logger, (level, line) -> false, terminal, clock, threshold);
  }

  /** The same log on {@code /rosout} too. */
  public NodeLog over(Transport transport) {
    return new NodeLog(logger, transport::log, terminal, clock, threshold);
  }

  /** From which level on lines are said. */
  public LogLevel threshold() {
    return threshold;
  }

  /** Changes from which level on lines are said. */
  public void setThreshold(LogLevel newThreshold) {
    threshold = newThreshold;
  }

  public void debug(String line) {
    log(LogLevel.DEBUG, line);
  }

  public void info(String line) {
    log(LogLevel.INFO, line);
  }

  public void warn(String line) {
    log(LogLevel.WARN, line);
  }

  public void error(String line) {
    log(LogLevel.ERROR, line);
  }

  public void fatal(String line) {
    log(LogLevel.FATAL, line);
  }

  /** Says a line. */
  public void log(LogLevel level, String line) {
    if (level.compareTo(threshold) < 0) {
      return;
    }
    boolean onTerminal;
    try {
      onTerminal = rosout.log(level, line);
    } catch (RuntimeException e) {
      onTerminal = false;
    }
    if (!onTerminal) {
      terminal.accept(format(level, line, clock.getAsLong()));
    }
  }

  private String format(LogLevel level, String line, long nanos) {
    return String.format(
        Locale.ROOT,
        "[%s] [%d.%09d] [%s]: %s",
        level,
        Math.floorDiv(nanos, NANOS_PER_SECOND),
        Math.floorMod(nanos, NANOS_PER_SECOND),
        logger,
        line);
  }

  /**
   * Says a line unless one of this key was said already.
   *
   * @return whether it was said now
   */
  public boolean once(LogLevel level, String key, String line) {
    return throttled(level, key, Long.MAX_VALUE, line);
  }

  /** Warns the first time; what comes again under this key, as with a bag in a loop, is news. */
  public void onceThenInfo(String key, String line) {
    if (!once(LogLevel.WARN, key, line)) {
      info(line);
    }
  }

  /** Says a line unless one of this key was said less than {@code intervalNanos} ago. */
  public boolean throttled(LogLevel level, String key, long intervalNanos, String line) {
    if (level.compareTo(threshold) < 0) {
      return false;
    }
    synchronized (told) {
      long now = clock.getAsLong();
      Long last = told.get(key);
      // A clock that went back begins anew.
      if (last != null && now - last >= 0 && now - last < intervalNanos) {
        return false;
      }
      if (last != null && intervalNanos == Long.MAX_VALUE) {
        return false;
      }
      told.put(key, now);
    }
    log(level, line);
    return true;
  }

  /**
   * Forgets a key, so that what it stands for is told again should it return.
   *
   * @return whether it had been told
   */
  public boolean solved(String key) {
    synchronized (told) {
      return told.remove(key) != null;
    }
  }
}
