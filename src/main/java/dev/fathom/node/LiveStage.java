package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import java.util.List;
import java.util.Optional;

/**
 * One stage of a live node: what it does again and again, and how it is doing. {@link StageThreads}
 * gives it its thread.
 *
 * <p>Threads: {@link #turn} on the stage's own, {@link #discard} and {@link #close} while that does
 * not run, the rest on any.
 */
interface LiveStage extends AutoCloseable {
  /** What its thread is called. */
  String threadName();

  /** As {@link StageThread.Turn}. */
  void turn() throws Exception;

  /** What it publishes. */
  List<OutputTopic> outputs();

  /** Frames that it gave up. */
  FrameDrops drops();

  /** How it is doing. Called once a second. */
  DiagnosticStatus diagnose(Optional<StageThread> thread);

  /** Time went back: what was measured before does not count any more. */
  void timeJumped();

  /** What waited from before it stood still does not come out later. */
  void discard();

  /** Lets go of what turns use. */
  @Override
  void close();
}
