package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.KeyValue;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.log.NodeLog;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stages of one process, in the order in which frames pass them, each with its thread while
 * they are active. Threads: steps one at a time, the rest on any.
 */
final class StageThreads implements AutoCloseable {
  private final List<LiveStage> stages;
  private final NodeLog log;

  /** Replaced, not changed; empty while nothing runs. */
  private volatile Map<LiveStage, StageThread> running = Map.of();

  StageThreads(NodeLog log, List<LiveStage> stages) {
    this.log = log;
    this.stages = List.copyOf(stages);
  }

  /** Begins to work. */
  void activate() {
    if (!running.isEmpty()) {
      throw new IllegalStateException("its stages run, or were given up: configure it anew");
    }
    discard();
    Map<LiveStage, StageThread> started = new LinkedHashMap<>();
    for (LiveStage stage : stages) {
      started.put(stage, new StageThread(stage.threadName(), stage::turn, this::failed));
    }
    running = started;
  }

  /**
   * Stops to work.
   *
   * @throws IllegalStateException as {@link Stages#deactivate} says
   */
  void deactivate() {
    for (StageThread thread : running.values()) {
      if (!thread.end(StageThread.END_NANOS)) {
        throw new IllegalStateException(thread.name() + " is still at its last frame: given up");
      }
    }
    running = Map.of();
    discard();
  }

  private void discard() {
    stages.forEach(LiveStage::discard);
  }

  void timeJumped() {
    stages.forEach(LiveStage::timeJumped);
  }

  List<OutputTopic> outputs() {
    return stages.stream().flatMap(stage -> stage.outputs().stream()).toList();
  }

  List<FrameDrops> drops() {
    return stages.stream().map(LiveStage::drops).toList();
  }

  List<DiagnosticStatus> diagnose() {
    Map<LiveStage, StageThread> threads = running;
    List<DiagnosticStatus> result = new ArrayList<>();
    for (LiveStage stage : stages) {
      result.add(diagnose(stage, Optional.ofNullable(threads.get(stage))));
    }
    return result;
  }

  /** One stage's failing diagnosis does not cost the others'. */
  private static DiagnosticStatus diagnose(LiveStage stage, Optional<StageThread> thread) {
    DiagnosticStatus status;
    try {
      status = stage.diagnose(thread);
    } catch (RuntimeException e) {
      return error(stage.threadName(), "its diagnosis failed: " + e, "", List.of());
    }
    Optional<String> death = thread.flatMap(StageThread::death);
    return death.isEmpty()
        ? status
        : error(status.name(), death.get(), status.hardwareId(), status.values());
  }

  private static DiagnosticStatus error(
      String name, String text, String hardware, List<KeyValue> values) {
    return new DiagnosticStatus(DiagnosticStatus.ERROR, name, text, hardware, values);
  }

  private void failed(String line) {
    var unused = log.throttled(LogLevel.ERROR, line, StageThread.TELL_AGAIN_NANOS, line);
  }

  /** Ends the threads, as far as they end in time, and says which do not. */
  void end() {
    for (StageThread thread : running.values()) {
      if (!thread.end(StageThread.END_NANOS)) {
        log.error(thread.name() + " is still at its last frame: given up");
      }
    }
  }

  /** Closes each stage, one whose thread was given up when that ends. */
  @Override
  public void close() {
    for (LiveStage stage : stages) {
      StageThread last = running.get(stage);
      if (last == null) {
        stage.close();
      } else {
        last.whenEnded(stage::close);
      }
    }
  }
}
