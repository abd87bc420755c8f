package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.pipeline.sync.MeasuredTrack;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another sensor's depth: point clouds or depth images, whichever is published.
 *
 * <p>Where nothing is yet, a LiDAR is expected. Threads: {@link #follow} and {@link #close} any,
 * {@link #poll} the stage's.
 */
final class MeasuredInput implements AutoCloseable {
  private final Links links;
  private final String name;
  private volatile Source source;
  private boolean closed;

  private record Source(InputTopic topic, NewestMessage newest) {}

  MeasuredInput(Links links, String name) {
    this.links = links;
    this.name = name;
    source = subscribe(published(MeasuredTrack.CLOUD));
  }

  private Source subscribe(String type) {
    NewestMessage newest = new NewestMessage(type, links.drops());
    QosProfile qos = links.qos().of(links.transport().resolve(name), QosProfile.sensorData());
    int maxBytes = links.options().maxMessageBytes();
    return new Source(
        InputTopic.subscribe(links.transport(), name, name, type, qos, maxBytes, newest), newest);
  }

  /** The type that is published, if it is one of the two. */
  private String published(String otherwise) {
    Transport transport = links.transport();
    List<String> types =
        transport.publishers(transport.resolve(name)).stream().map(Endpoint::type).toList();
    if (types.contains(otherwise)) {
      return otherwise;
    }
    return types.contains(ImageDecoder.RAW)
        ? ImageDecoder.RAW
        : types.contains(MeasuredTrack.CLOUD) ? MeasuredTrack.CLOUD : otherwise;
  }

  /** Subscribes to the other type where only that is published. */
  void follow() {
    String type = published(source.topic().type());
    if (type.equals(source.topic().type())) {
      return;
    }
    Source fresh = subscribe(type);
    Source old = replace(fresh);
    old.topic().close();
    if (!old.equals(fresh)) {
      links.log().info("measured depth comes as " + type + " on " + fresh.topic().topic());
    }
  }

  /** Gives what is not needed any more. */
  private synchronized Source replace(Source fresh) {
    if (closed) {
      return fresh;
    }
    Source old = source;
    source = fresh;
    return old;
  }

  /** The newest message since the last call; null: none came. */
  @Nullable ImageMessage poll() {
    return source.newest().poll();
  }

  InputTopic topic() {
    return source.topic();
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    source.topic().close();
  }
}
