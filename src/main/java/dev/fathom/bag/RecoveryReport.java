package dev.fathom.bag;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What was restored of a damaged recording.
 *
 * @param directory the new recording
 * @param messageCount messages of all topics in it
 * @param messagesPerTopic messages of each
 * @param problems what was found in the damaged recording
 */
public record RecoveryReport(
    Path directory,
    long messageCount,
    Map<String, Long> messagesPerTopic,
    List<BagProblem> problems) {

  /** Whether anything of the damaged recording could not be restored. */
  public boolean dataLost() {
    return problems.stream().anyMatch(BagProblem::dataLost);
  }
}
