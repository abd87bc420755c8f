package dev.fathom.ros.dds;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest of something, to be told once: none that comes while another is being told is lost,
 * nor one whose telling failed. Threads: any; {@link #tell} on one.
 */
final class News<T> {
  private final AtomicBoolean untold = new AtomicBoolean();
  private volatile @Nullable T newest;

  /** This is the newest now. */
  void put(T value) {
    newest = value;
    untold.set(true);
  }

  /** What was told is to be told again. */
  void again() {
    untold.set(true);
  }

  /** Tells the newest unless that was done; what the listener throws comes through. */
  void tell(Consumer<T> listener) {
    T value = untold.getAndSet(false) ? newest : null;
    if (value == null) {
      return;
    }
    boolean told = false;
    try {
      listener.accept(value);
      told = true;
    } finally {
      if (!told) {
        untold.set(true);
      }
    }
  }
}
