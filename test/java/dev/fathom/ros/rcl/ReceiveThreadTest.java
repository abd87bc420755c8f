package dev.fathom.ros.rcl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.ros.TransportException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReceiveThreadTest {
  private final List<String> said = new ArrayList<>();

  @Test
  void noFailureEndsTheThread() {
    assertSurvived(new StackOverflowError(), "java.lang.StackOverflowError");
    assertSurvived(new IllegalStateException("odd"), "java.lang.IllegalStateException: odd");
    assertSurvived(new TransportException("no bytes"), "no bytes");
  }

  private void assertSurvived(Throwable failure, String reason) {
    Complaints complaints = new Complaints((level, line) -> said.add(line));
    assertFalse(ReceiveThread.survive(() -> fail(failure), complaints));
    assertEquals("receiving failed and goes on: " + reason, said.remove(0));
  }

  private static boolean fail(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void norDoesWhoeverIsToldOfIt() {
    Complaints failing =
        new Complaints(
            (level, line) -> {
              said.add(line);
              throw new IllegalStateException("no log");
            });
    assertFalse(ReceiveThread.survive(() -> fail(new AssertionError("odd")), failing));
    assertEquals(1, said.size());
    assertTrue(ReceiveThread.survive(() -> true, failing));
  }
}
