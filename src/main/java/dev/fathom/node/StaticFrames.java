package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.sensor.RectifiedFrame;
import org.jspecify.annotations.Nullable;

/** The frames that Fathom itself brings into the world, on /tf_static. Threads: one at a time. */
final class StaticFrames implements AutoCloseable {
  private final Transport transport;
  private @Nullable Publisher publisher;

  StaticFrames(Transport transport) {
    this.transport = transport;
  }

  /** Says where depth lies from now on. */
  void announce(RectifiedFrame frame, long stampNanos) {
    MessageCodec<TfMessage> codec = MessageCodec.of(TfMessage.class);
    Publisher to = publisher;
    if (to == null) {
      to =
          transport.advertise(
              new Topic(
                  TransformReader.STATIC_TOPIC,
                  codec.rosType(),
                  QosProfile.transientLocal(1),
                  Topic.SMALL));
      publisher = to;
    }
    CdrBuffer message = new CdrBuffer();
    codec.encode(TransformReader.message(frame, stampNanos), message);
    to.publish(message.array(), 0, message.length());
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
      publisher = null;
    }
  }
}
