package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import java.util.List;

/** The stages of one process with their topics: made when the node is configured. */
interface Stages extends AutoCloseable {
  /** Frames are taken from now on. */
  void activate();

  /**
   * No frame is taken any more; returns when the last one is finished.
   *
   * @throws IllegalStateException if that takes longer than {@link StageThread#END_NANOS}; its
   *     thread is given up then, and these stages are good for {@link #close} alone
   */
  void deactivate();

  /**
   * Takes up new settings while running.
   *
   * @param settings differ from the ones before in what may be changed
   */
  void change(NodeSettings settings);

  /** What they do and with what, in a line. */
  String description();

  InputTopics inputs();

  /** What it publishes. */
  List<OutputTopic> outputs();

  /** What frames are made of now, each with when it last came. */
  List<ImageSource> images();

  /** Frames that were given up, by stage. */
  List<FrameDrops> drops();

  /** How each stage is doing. Called once a second. */
  List<DiagnosticStatus> diagnose();

  /** Closes everything; what a thread that was given up still uses, when that ends. */
  @Override
  void close();
}
