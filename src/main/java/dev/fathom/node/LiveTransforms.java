package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.TransformTree;
import dev.fathom.pipeline.sync.Transforms;
import dev.fathom.ros.Intake;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What /tf and /tf_static have said so far. Threads: the transport's writes, the stages' read;
 * whoever comes second waits for a message or a look-up, which are short.
 */
final class LiveTransforms implements Transforms, AutoCloseable {
  /** As many as tf2's listener keeps. */
  private static final int TF_DEPTH = 100;

  private static final int MAX_BYTES = 1 << 20;

  /** Best effort matches whatever is published; between two transforms is interpolated anyway. */
  private static final QosProfile MOVING = bestEffort(TF_DEPTH);

  /** As long as tf2 keeps them. */
  private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final int MOST_LINKS = 4096;

  private final TransformTree tree =
      new TransformTree(TransformTree.DEFAULT_MAX_STAMPS, SPAN_NANOS, MOST_LINKS);
  private final FrameDrops drops;
  private final NodeLog log;
  private final Subscription moving;
  private final Subscription fixed;

  LiveTransforms(Links links) {
    Transport transport = links.transport();
    this.drops = links.drops();
    this.log = links.log();
    String type = MessageCodec.of(TfMessage.class).rosType();
    // What never changes first, so that a frame is not placed without it.
    fixed =
        transport.subscribe(
            new Topic(
                TransformReader.STATIC_TOPIC, type, QosProfile.transientLocal(TF_DEPTH), MAX_BYTES),
            new Reader(true));
    try {
      moving =
          transport.subscribe(
              new Topic(TransformReader.TOPIC, type, MOVING, MAX_BYTES), new Reader(false));
    } catch (RuntimeException e) {
      fixed.close();
      throw e;
    }
  }

  private static QosProfile bestEffort(int depth) {
    QosProfile five = QosProfile.sensorData();
    return new QosProfile(
        five.history(),
        depth,
        five.reliability(),
        five.durability(),
        five.deadlineNanos(),
        five.lifespanNanos(),
        five.liveliness(),
        five.livelinessLeaseNanos(),
        five.avoidRosNamespaceConventions());
  }

  /** Takes one topic's messages. */
  private final class Reader implements Intake {
    private final boolean isStatic;
    private byte[] bytes = new byte[Topic.SMALL];

    Reader(boolean isStatic) {
      this.isStatic = isStatic;
    }

    @Override
    public byte[] room(int length) {
      if (bytes.length < length) {
        bytes = new byte[length];
      }
      return bytes;
    }

    @Override
    public void arrived(byte[] message, int length, long receivedNanos) {
      boolean isFull;
      synchronized (tree) {
        TransformReader.read(tree, isStatic, message, 0, length)
            .ifPresent(problem -> drops.damaged(topic() + ": " + problem));
        isFull = tree.refusedLinks() > 0;
      }
      if (isFull) {
        log.once(
            LogLevel.WARN,
            "tf is full",
            topic() + " has more than " + MOST_LINKS + " frames: no further ones are kept");
      }
    }

    @Override
    public void refused(String reason) {
      drops.damaged(topic() + ": " + reason);
    }

    private String topic() {
      return isStatic ? TransformReader.STATIC_TOPIC : TransformReader.TOPIC;
    }
  }

  @Override
  public Optional<RigidTransform> lookup(String target, String source, long stampNanos) {
    synchronized (tree) {
      return tree.lookup(target, source, stampNanos);
    }
  }

  @Override
  public String problem(String target, String source, long stampNanos) {
    synchronized (tree) {
      return tree.problem(target, source, stampNanos).orElse("it has come just now");
    }
  }

  @Override
  public boolean joins(String target, String source) {
    synchronized (tree) {
      return tree.joins(target, source);
    }
  }

  @Override
  public long version() {
    synchronized (tree) {
      return tree.version();
    }
  }

  /** Forgets what has a stamp, as after a jump of time. */
  void timeJumped() {
    synchronized (tree) {
      tree.forgetStamped();
    }
  }

  @Override
  public void close() {
    moving.close();
    fixed.close();
  }
}
