package dev.fathom.pipeline.sync;

import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.PointFieldView;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelConverter;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest scan of a LiDAR, or the newest depth image that is registered with the rectified
 * picture, for a network that completes depth.
 *
 * <p>A scan is brought to the camera by TF at its own stamp. Threads: one at a time. Cost: buffers
 * only grow; nothing is allocated that grows with the number of points once they have.
 */
public final class MeasuredTrack {
  /** The type of a scan. */
  public static final String CLOUD = "sensor_msgs/msg/PointCloud2";

  private static final MessageCodec<PointCloud2> CODEC = MessageCodec.of(PointCloud2.class);

  private final String topic;
  private final Transforms transforms;
  private final long maxAgeNanos;
  private final ImageDecoder decoder = new ImageDecoder();
  // Depth takes no native memory of it, so that there is nothing to close.
  private final PixelConverter converter = new PixelConverter();
  private FloatImage depth = new FloatImage();
  private FloatImage spare = new FloatImage();
  private Kind kind = Kind.NOTHING;

  /** The scan's points, in its own frame. */
  private String scanFrame = "";

  private int scanSize;
  private float[] x = new float[0];
  private float[] y = new float[0];
  private float[] z = new float[0];

  /** What {@link #seen} holds. */
  private float[] xyz = new float[0];

  private long stampNanos;
  private @Nullable CameraCalibration seenBy;
  private @Nullable MeasuredPoints seen;

  private enum Kind {
    NOTHING,
    SCAN,
    IMAGE
  }

  /** Measurements that do not age, as in a recording. */
  public MeasuredTrack(String topic, Transforms transforms) {
    this(topic, transforms, Long.MAX_VALUE);
  }

  /**
   * Measurements that age.
   *
   * @param maxAgeNanos how far an image's stamp may lie from theirs
   */
  public MeasuredTrack(String topic, Transforms transforms, long maxAgeNanos) {
    this.topic = topic;
    this.transforms = transforms;
    this.maxAgeNanos = maxAgeNanos;
  }

  public String topic() {
    return topic;
  }

  /** The frame that a scan is in. */
  public static String frameOf(byte[] bytes, int offset, int length) {
    return CODEC.decode(bytes, offset, length).header().frameId();
  }

  /** Takes a message of the topic; gives what is wrong with it, and then keeps the one before. */
  public Optional<String> update(String type, byte[] bytes, int offset, int length) {
    try {
      if (type.equals(CLOUD)) {
        scan(CODEC.decode(bytes, offset, length));
      } else {
        image(decoder.decode(type, bytes, offset, length));
      }
      seen = null;
      return Optional.empty();
    } catch (MalformedDataException | IllegalArgumentException e) {
      return Optional.of(topic + ": " + e.getMessage());
    }
  }

  private void scan(PointCloud2 cloud) {
    PointCloudView view = new PointCloudView(cloud);
    PointFieldView xs = view.field("x");
    PointFieldView ys = view.field("y");
    PointFieldView zs = view.field("z");
    // Sound from here on: what came before may be overwritten.
    scanSize = view.size();
    if (x.length < scanSize) {
      x = new float[scanSize];
      y = new float[scanSize];
      z = new float[scanSize];
    }
    xs.copyTo(x);
    ys.copyTo(y);
    zs.copyTo(z);
    scanFrame = cloud.header().frameId();
    stampNanos = cloud.header().stamp().nanos();
    kind = Kind.SCAN;
  }

  private void image(ImageDecoder.StampedImage message) {
    converter.toFloatDepth(message.image(), spare);
    FloatImage before = depth;
    depth = spare;
    spare = before;
    stampNanos = message.stampNanos();
    kind = Kind.IMAGE;
  }

  /** Forgets what came, as after a jump of time. */
  public void forget() {
    kind = Kind.NOTHING;
    seen = null;
  }

  /**
   * What is known of a camera's view by now; empty before the first usable message. The same points
   * again as long as neither changes; they are good until the next message or another camera.
   *
   * @param imageNanos stamp of the image
   * @throws IllegalArgumentException if it is too old for that, or TF does not join the scan's
   *     frame with the camera's
   */
  public Optional<MeasuredPoints> seenBy(CameraCalibration camera, long imageNanos) {
    if (kind == Kind.NOTHING) {
      return Optional.empty();
    }
    requireFresh(imageNanos);
    MeasuredPoints points = seen;
    if (points == null || !camera.equals(seenBy)) {
      points =
          kind == Kind.IMAGE
              ? fromImage(camera.rectifiedIntrinsics().resized(depth.width(), depth.height()))
              : fromScan(camera);
      seen = points;
      seenBy = camera;
    }
    return Optional.of(points);
  }

  private void requireFresh(long imageNanos) {
    long age = Math.abs(imageNanos - stampNanos);
    if (age > maxAgeNanos) {
      throw new IllegalArgumentException(
          String.format(
              "the newest on %s, stamp %d, is %.2f s away, at most %.2f expected"
                  + " (measured_max_age)",
              topic, stampNanos, age / 1e9, maxAgeNanos / 1e9));
    }
  }

  private MeasuredPoints fromImage(Intrinsics camera) {
    float[] points = room(depth.size());
    float[] metres = depth.data();
    int width = depth.width();
    for (int i = 0; i < depth.size(); i++) {
      int column = i % width;
      int row = i / width;
      float d = metres[i];
      points[3 * i] = (float) ((column - camera.cx()) / camera.fx() * d);
      points[3 * i + 1] = (float) ((row - camera.cy()) / camera.fy() * d);
      points[3 * i + 2] = d;
    }
    return new MeasuredPoints(points, depth.size());
  }

  private MeasuredPoints fromScan(CameraCalibration camera) {
    RigidTransform cameraFromScan =
        transforms
            .lookup(camera.frameId(), scanFrame, stampNanos)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "TF does not tell where "
                            + topic
                            + " is: "
                            + transforms.problem(camera.frameId(), scanFrame, stampNanos)));
    float[] points = room(scanSize);
    rectifying(camera).after(cameraFromScan).apply(x, y, z, scanSize, points);
    return new MeasuredPoints(points, scanSize);
  }

  private float[] room(int points) {
    if (xyz.length < 3 * points) {
      xyz = new float[3 * points];
    }
    return xyz;
  }

  private static RigidTransform rectifying(CameraCalibration camera) {
    return new RigidTransform(Rotation.fromMatrix(camera.r()), Vector3.ZERO);
  }
}
