package dev.fathom.replay;

import dev.fathom.bag.Connection;
import java.io.IOException;
import java.util.Map;

/** Makes frames of a recording's messages and runs them. */
interface FrameFeed {
  /** Input topics by their role, such as image → /camera/image_raw. */
  Map<String, String> topics();

  /** Takes one message of {@link #topics}; its bytes are valid during the call. */
  void message(Connection connection, byte[] bytes, int offset, int length) throws IOException;

  /** No more messages will come. */
  void end();

  FrameRunner<?> runner();
}
