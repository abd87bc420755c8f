package dev.fathom.train.data.recording;

import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Odometry;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.TransformTree;
import dev.fathom.geometry.Vector3;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Where the frames of a recording were: from TF, or where that has nothing that moves, from
 * odometry.
 *
 * <p>Broken messages are left out: a pose is then missing, and with it a motion.
 */
final class Poses {
  private static final MessageCodec<TfMessage> TRANSFORMS = MessageCodec.of(TfMessage.class);
  private static final MessageCodec<Odometry> ODOMETRY = MessageCodec.of(Odometry.class);

  /** 200 Hz for an hour and a half. */
  private static final int MOST_STAMPS = 1 << 20;

  /** Poses in this frame do not jump, as those in the frame of a map do. */
  private static final String SMOOTH = "odom";

  private final TransformTree transforms = new TransformTree(MOST_STAMPS);
  private final TransformTree odometry = new TransformTree(MOST_STAMPS);
  private final Set<String> worlds = new LinkedHashSet<>();
  private String origin = "";
  private String body = "";

  /** Takes a message of /tf or /tf_static. */
  void transforms(boolean isStatic, byte[] bytes, int offset, int length) {
    Optional<String> problem = TransformReader.read(transforms, isStatic, bytes, offset, length);
    if (!isStatic && problem.isEmpty()) {
      TRANSFORMS
          .decode(bytes, offset, length)
          .transforms()
          .forEach(transform -> worlds.add(transform.header().frameId()));
    }
  }

  /** Takes a message of odometry. */
  void odometry(byte[] bytes, int offset, int length) {
    try {
      Odometry message = ODOMETRY.decode(bytes, offset, length);
      var p = message.pose().pose().position();
      var q = message.pose().pose().orientation();
      RigidTransform pose =
          new RigidTransform(
              new Rotation(q.x(), q.y(), q.z(), q.w()), new Vector3(p.x(), p.y(), p.z()));
      long stamp = message.header().stamp().nanos();
      odometry.put(message.header().frameId(), message.childFrameId(), stamp, pose);
      origin = message.header().frameId();
      body = message.childFrameId();
    } catch (MalformedDataException | IllegalArgumentException e) {
      // No pose is known from it, as if it had not been sent.
    }
  }

  /** {@code targetFromSource} where both are known at their own times relative to one world. */
  Optional<RigidTransform> between(
      String target, long targetNanos, String source, long sourceNanos) {
    if (target.isEmpty() || source.isEmpty()) {
      return Optional.empty();
    }
    Optional<RigidTransform> smooth = through(SMOOTH, target, targetNanos, source, sourceNanos);
    if (worlds.contains(SMOOTH) && smooth.isPresent()) {
      return smooth;
    }
    for (String world : worlds) {
      Optional<RigidTransform> found = through(world, target, targetNanos, source, sourceNanos);
      if (found.isPresent()) {
        return found;
      }
    }
    Optional<RigidTransform> originFromTarget = carried(target, targetNanos);
    Optional<RigidTransform> originFromSource = carried(source, sourceNanos);
    return originFromTarget.flatMap(t -> originFromSource.map(s -> t.inverse().after(s)));
  }

  /** {@code targetFromSource} at one time. */
  Optional<RigidTransform> at(String target, String source, long stampNanos) {
    return target.isEmpty() || source.isEmpty()
        ? Optional.empty()
        : transforms.lookup(target, source, stampNanos);
  }

  /** Why {@link #at} is empty. */
  String problem(String target, String source, long stampNanos) {
    return target.isEmpty() || source.isEmpty()
        ? "a frame has no name"
        : transforms.problem(target, source, stampNanos).orElse("");
  }

  private Optional<RigidTransform> through(
      String world, String target, long targetNanos, String source, long sourceNanos) {
    Optional<RigidTransform> worldFromSource = transforms.lookup(world, source, sourceNanos);
    return transforms
        .lookup(world, target, targetNanos)
        .flatMap(t -> worldFromSource.map(s -> t.inverse().after(s)));
  }

  /** {@code originFromFrame} of a frame that is fixed to what the odometry is of. */
  private Optional<RigidTransform> carried(String frame, long stampNanos) {
    if (body.isEmpty()) {
      return Optional.empty();
    }
    Optional<RigidTransform> bodyFromFrame = transforms.lookup(body, frame, stampNanos);
    return odometry
        .lookup(origin, body, stampNanos)
        .flatMap(pose -> bodyFromFrame.map(pose::after));
  }
}
