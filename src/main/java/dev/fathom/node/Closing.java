package dev.fathom.node;

import java.util.ArrayDeque;

/** What is to be closed if something that is made later fails; the last first. */
final class Closing {
  private final ArrayDeque<AutoCloseable> open = new ArrayDeque<>();

  <T extends AutoCloseable> T add(T resource) {
    open.push(resource);
    return resource;
  }

  /** Closes everything; what one refuses does not keep the others open. */
  void close(RuntimeException cause) {
    for (AutoCloseable resource : open) {
      try {
        resource.close();
      } catch (Exception e) {
        cause.addSuppressed(e);
      }
    }
    open.clear();
  }
}
