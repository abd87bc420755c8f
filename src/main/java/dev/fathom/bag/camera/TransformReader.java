package dev.fathom.bag.camera;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.Time;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.TransformTree;
import dev.fathom.geometry.Vector3;
import dev.fathom.sensor.RectifiedFrame;
import java.util.List;
import java.util.Optional;

/** Transform messages into a tree. */
public final class TransformReader {
  public static final String STATIC_TOPIC = "/tf_static";
  public static final String TOPIC = "/tf";

  private static final MessageCodec<TfMessage> CODEC = MessageCodec.of(TfMessage.class);

  private TransformReader() {}

  /** The frame that depth lies in where Fathom itself rectifies, beside the camera's own. */
  public static TfMessage message(RectifiedFrame frame, long stampNanos) {
    Rotation r = frame.parentFromChild();
    return new TfMessage(
        List.of(
            new TransformStamped(
                new Header(Time.ofNanos(stampNanos), frame.parent()),
                frame.child(),
                new Transform(
                    new dev.fathom.codec.msg.Vector3(0, 0, 0),
                    new Quaternion(r.x(), r.y(), r.z(), r.w())))));
  }

  /**
   * Takes every transform of a message that can be used.
   *
   * @return why the first of the others cannot be used, if there are others
   */
  public static Optional<String> read(
      TransformTree tree, boolean isStatic, byte[] bytes, int offset, int length) {
    List<TransformStamped> transforms;
    try {
      transforms = CODEC.decode(bytes, offset, length).transforms();
    } catch (MalformedDataException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
    String problem = null;
    for (TransformStamped stamped : transforms) {
      try {
        put(tree, isStatic, stamped);
      } catch (IllegalArgumentException e) {
        problem =
            problem != null
                ? problem
                : "'%s' to '%s': %s"
                    .formatted(stamped.header().frameId(), stamped.childFrameId(), e.getMessage());
      }
    }
    return Optional.ofNullable(problem);
  }

  private static void put(TransformTree tree, boolean isStatic, TransformStamped stamped) {
    String parent = stamped.header().frameId();
    RigidTransform pose = of(stamped.transform());
    if (isStatic) {
      tree.putStatic(parent, stamped.childFrameId(), pose);
    } else {
      tree.put(parent, stamped.childFrameId(), stamped.header().stamp().nanos(), pose);
    }
  }

  private static RigidTransform of(Transform transform) {
    var q = transform.rotation();
    var t = transform.translation();
    return new RigidTransform(
        new Rotation(q.x(), q.y(), q.z(), q.w()), new Vector3(t.x(), t.y(), t.z()));
  }
}
