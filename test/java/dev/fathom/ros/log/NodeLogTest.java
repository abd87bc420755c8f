package dev.fathom.ros.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.Log;
import dev.fathom.ros.InMemoryTransport;
import dev.fathom.ros.InMemoryTransport.Graph;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.MessageCollector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeLogTest {
  private final List<String> terminal = new ArrayList<>();
  private long now = 12_000_000_345L;
  private final NodeLog log =
      NodeLog.onTerminal("robot.fathom", terminal::add, () -> now, LogLevel.INFO);

  @Test
  void linesHaveTheFormOfRos() {
    log.warn("no camera_info on /cam/camera_info");
    assertEquals(
        List.of("[WARN] [12.000000345] [robot.fathom]: no camera_info on /cam/camera_info"),
        terminal);
  }

  @Test
  void whatIsBelowTheThresholdIsNotSaidUntilItChanges() {
    log.debug("a");
    log.setThreshold(LogLevel.DEBUG);
    log.debug("b");
    log.setThreshold(LogLevel.FATAL);
    log.error("c");
    log.fatal("d");
    assertEquals(2, terminal.size());
    assertTrue(terminal.get(0).endsWith(": b") && terminal.get(1).endsWith(": d"));
  }

  @Test
  void onceMeansOnceByKeyUntilItIsSolved() {
    assertTrue(log.once(LogLevel.WARN, "tf lidar", "no transform from lidar"));
    assertFalse(log.once(LogLevel.WARN, "tf lidar", "no transform from lidar"));
    assertTrue(log.once(LogLevel.WARN, "tf imu", "no transform from imu"));
    now = -5;
    assertFalse(log.once(LogLevel.WARN, "tf lidar", "no transform from lidar"));
    assertTrue(log.solved("tf lidar"));
    assertFalse(log.solved("tf lidar"));
    assertTrue(log.once(LogLevel.WARN, "tf lidar", "no transform from lidar"));
    assertEquals(3, terminal.size());
  }

  @Test
  void throttledMeansOnceInAWhileAndAgainAfterTimeWentBack() {
    assertTrue(log.throttled(LogLevel.WARN, "late", 100, "late"));
    now += 99;
    assertFalse(log.throttled(LogLevel.WARN, "late", 100, "late"));
    now += 1;
    assertTrue(log.throttled(LogLevel.WARN, "late", 100, "late"));
    now -= 1000;
    assertTrue(log.throttled(LogLevel.WARN, "late", 100, "late"));
  }

  @Test
  void aLineBelowTheThresholdDoesNotUseItsKeyUp() {
    assertFalse(log.once(LogLevel.DEBUG, "k", "a"));
    log.setThreshold(LogLevel.DEBUG);
    assertTrue(log.once(LogLevel.DEBUG, "k", "a"));
  }

  @Test
  void manyKeysDoNotFillTheMemory() {
    for (int i = 0; i < 5000; i++) {
      log.once(LogLevel.WARN, "frame " + i, "frame " + i);
    }
    assertFalse(log.once(LogLevel.WARN, "frame 4999", "again"), "the newest are remembered");
    assertTrue(log.once(LogLevel.WARN, "frame 0", "again"), "the oldest are not");
  }

  @Test
  void linesGoToRosoutToo() {
    Graph graph = new Graph();
    try (InMemoryTransport node = new InMemoryTransport(graph, "fathom");
        InMemoryTransport other = new InMemoryTransport(graph, "other")) {
      MessageCollector<Log> heard =
          MessageCollector.on(other, "/rosout", Log.class, QosProfile.transientLocal(10));
      log.over(node).error("the camera stopped");
      other.drain();
      assertEquals(1, heard.messages().size());
      assertEquals("the camera stopped", heard.messages().get(0).msg());
      assertEquals(Log.ERROR, heard.messages().get(0).level());
      assertEquals(1, terminal.size());
    }
  }

  @Test
  void aClosedTransportLeavesTheTerminal() {
    InMemoryTransport node = new InMemoryTransport(new Graph(), "fathom");
    NodeLog over = log.over(node);
    node.close();
    over.info("goodbye");
    assertEquals(1, terminal.size());
  }
}
