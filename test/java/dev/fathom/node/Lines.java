package dev.fathom.node;

import dev.fathom.ros.LogLevel;
import dev.fathom.ros.log.NodeLog;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a node says. */
final class Lines {
  private final List<String> all = new CopyOnWriteArrayList<>();
  private final NodeLog log = NodeLog.onTerminal("fathom", all::add, () -> 0, LogLevel.DEBUG);

  NodeLog log() {
    return log;
  }

  List<String> all() {
    return all;
  }

  /** How many lines hold all of these. */
  long with(String... parts) {
    return all.stream().filter(line -> List.of(parts).stream().allMatch(line::contains)).count();
  }
}
