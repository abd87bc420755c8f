package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.ros.RecordPublisher;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.RectifiedFrame;
import org.jspecify.annotations.Nullable;

/** The frames that Fathom itself brings into the world, on /tf_static. Threads: one at a time. */
final class StaticFrames implements AutoCloseable {
  private final Transport transport;
  private @Nullable RecordPublisher<TfMessage> publisher;

  StaticFrames(Transport transport) {
    this.transport = transport;
  }

  /** Says where depth lies from now on. */
  void announce(RectifiedFrame frame, long stampNanos) {
    RecordPublisher<TfMessage> to = publisher;
    if (to == null) {
      to =
          new RecordPublisher<>(
              transport,
              TransformReader.STATIC_TOPIC,
              TfMessage.class,
              QosProfile.transientLocal(1));
      publisher = to;
    }
    to.publish(TransformReader.message(frame, stampNanos));
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }
}
