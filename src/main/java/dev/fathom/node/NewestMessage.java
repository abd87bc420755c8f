package dev.fathom.node;

import dev.fathom.ros.Intake;
import org.jspecify.annotations.Nullable;

/**
 * The newest message of a topic that a stage looks at when it needs it, such as camera_info.
 *
 * <p>Threads: the transport's thread puts it there, the stage's takes it. Cost: nothing is
 * allocated once the buffers have their size.
 */
final class NewestMessage implements Intake {
  private final String type;
  private final FrameDrops drops;
  private ImageMessage filling = new ImageMessage();
  private ImageMessage waiting = new ImageMessage();
  private ImageMessage taken = new ImageMessage();
  private boolean fresh;

  NewestMessage(String type, FrameDrops drops) {
    this.type = type;
    this.drops = drops;
  }

  @Override
  public synchronized byte[] room(int length) {
    return filling.room(length);
  }

  @Override
  public synchronized void arrived(byte[] bytes, int length, long receivedNanos) {
    try {
      filling.fill(type, length, receivedNanos);
    } catch (RuntimeException e) {
      drops.damaged(type + ": " + e.getMessage());
      return;
    }
    ImageMessage old = waiting;
    waiting = filling;
    filling = old;
    fresh = true;
  }

  @Override
  public void refused(String reason) {
    drops.damaged(reason);
  }

  /** The newest message, valid until the next call; null if none came since the last one. */
  synchronized @Nullable ImageMessage poll() {
    if (!fresh) {
      return null;
    }
    ImageMessage old = taken;
    taken = waiting;
    waiting = old;
    fresh = false;
    return taken;
  }
}
