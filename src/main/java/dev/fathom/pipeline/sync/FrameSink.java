package dev.fathom.pipeline.sync;

import dev.fathom.sensor.RectifiedFrame;
import java.io.IOException;

/**
 * Where frames go, and what is to be said of those that cannot be made. Every image that came ends
 * in one call of {@link #frame} or of {@link #drop}.
 *
 * @param <F> the kind of frame
 */
public interface FrameSink<F> {
  /** Work on a frame begins; its stages are timed from here. */
  void begin();

  /**
   * Takes one frame; its bytes are valid during the call.
   *
   * @param topic whose image it is, for messages
   */
  void frame(F frame, String topic, long stampNanos) throws IOException;

  /**
   * An image gave no frame.
   *
   * @param explanation names topic, stamp, what was found and what was expected
   */
  void drop(DropReason reason, String explanation);

  /** Something could not be used that is no frame by itself, such as a camera_info. */
  void damaged(String explanation);

  /** Depth from now on lies in this frame. */
  void announce(RectifiedFrame frame, long stampNanos) throws IOException;
}
