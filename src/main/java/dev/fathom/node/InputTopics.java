package dev.fathom.node;

import java.util.List;
import java.util.Map;

/** What a stage subscribes to. */
interface InputTopics extends AutoCloseable {
  /** The subscriptions as they are now; the first is the one whose messages are the frames. */
  List<InputTopic> topics();

  /** Those that every frame needs a message of now, by their slot of the mailbox. */
  Map<Integer, InputTopic> images();

  /** Goes where the messages are, if there is a choice. Called now and then. */
  void follow();

  @Override
  void close();
}
