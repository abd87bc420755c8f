package dev.fathom.node;

import java.io.IOException;

/** A depth stage's topics, and how their messages become frames. */
interface FrameInput extends InputTopics {
  /** Makes a frame of messages and gives it to the stage, or says why there is none. */
  void feed(FrameMessages messages) throws IOException;

  /** Forgets what came before a jump of time. */
  void timeJumped();
}
