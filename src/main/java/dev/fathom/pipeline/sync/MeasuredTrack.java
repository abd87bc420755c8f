package dev.fathom.pipeline.sync;

import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelConverter;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The newest scan of a LiDAR, or the newest depth image that is registered with the rectified
 * picture, for a network that completes depth.
 *
 * <p>A scan is brought to the camera by TF at its own stamp.
 */
public final class MeasuredTrack {
  /** The type of a scan. */
  public static final String CLOUD = "sensor_msgs/msg/PointCloud2";

  private static final MessageCodec<PointCloud2> CODEC = MessageCodec.of(PointCloud2.class);

  private final String topic;
  private final Transforms transforms;
  private final long maxAgeNanos;
  private final ImageDecoder decoder = new ImageDecoder();
  private final FloatImage depth = new FloatImage();
  private @Nullable PointCloud2 scan;
  private boolean image;
  private long stampNanos;
  private @Nullable CameraCalibration seenBy;
  private @Nullable MeasuredPoints seen;

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
        // Decoded it is a view on bytes, and those are the caller's.
        PointCloud2 cloud = CODEC.decode(Arrays.copyOfRange(bytes, offset, offset + length));
        var unused = new PointCloudView(cloud).field("x");
        scan = cloud;
        image = false;
        stampNanos = cloud.header().stamp().nanos();
      } else {
        try (PixelConverter converter = new PixelConverter()) {
          ImageDecoder.StampedImage message = decoder.decode(type, bytes, offset, length);
          converter.toFloatDepth(message.image(), depth);
          stampNanos = message.stampNanos();
        }
        image = true;
        scan = null;
      }
      seen = null;
      return Optional.empty();
    } catch (MalformedDataException | IllegalArgumentException e) {
      return Optional.of(topic + ": " + e.getMessage());
    }
  }

  /** Forgets what came, as after a jump of time. */
  public void forget() {
    scan = null;
    image = false;
    seen = null;
  }

  /**
   * What is known of a camera's view by now; empty before the first usable message. The same points
   * again as long as neither changes.
   *
   * @param imageNanos stamp of the image
   * @throws IllegalArgumentException if it is too old for that, or TF does not join the scan's
   *     frame with the camera's
   */
  public Optional<MeasuredPoints> seenBy(CameraCalibration camera, long imageNanos) {
    if (scan == null && !image) {
      return Optional.empty();
    }
    requireFresh(imageNanos);
    MeasuredPoints points = seen;
    if (points == null || !camera.equals(seenBy)) {
      points =
          scan == null
              ? fromImage(camera.rectifiedIntrinsics().resized(depth.width(), depth.height()))
              : fromScan(scan, camera);
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
    float[] xyz = new float[3 * depth.size()];
    for (int i = 0; i < depth.size(); i++) {
      float z = depth.data()[i];
      xyz[3 * i] = (float) ((i % depth.width() - camera.cx()) / camera.fx() * z);
      xyz[3 * i + 1] = (float) ((i / depth.width() - camera.cy()) / camera.fy() * z);
      xyz[3 * i + 2] = z;
    }
    return new MeasuredPoints(xyz);
  }

  private MeasuredPoints fromScan(PointCloud2 cloud, CameraCalibration camera) {
    String frame = cloud.header().frameId();
    long stamp = cloud.header().stamp().nanos();
    RigidTransform cameraFromScan =
        transforms
            .lookup(camera.frameId(), frame, stamp)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "TF does not tell where "
                            + topic
                            + " is: "
                            + transforms.problem(camera.frameId(), frame, stamp)));
    RigidTransform rectifiedFromScan = rectifying(camera).after(cameraFromScan);
    PointCloudView view = new PointCloudView(cloud);
    float[] x = new float[view.size()];
    float[] y = new float[view.size()];
    float[] z = new float[view.size()];
    view.field("x").copyTo(x);
    view.field("y").copyTo(y);
    view.field("z").copyTo(z);
    float[] xyz = new float[3 * x.length];
    for (int i = 0; i < x.length; i++) {
      Vector3 p = rectifiedFromScan.apply(new Vector3(x[i], y[i], z[i]));
      xyz[3 * i] = (float) p.x();
      xyz[3 * i + 1] = (float) p.y();
      xyz[3 * i + 2] = (float) p.z();
    }
    return new MeasuredPoints(xyz);
  }

  private static RigidTransform rectifying(CameraCalibration camera) {
    return new RigidTransform(Rotation.fromMatrix(camera.r()), Vector3.ZERO);
  }
}
