package dev.fathom.record;

import dev.fathom.codec.ImageMessages;
import dev.fathom.codec.PointCloudMessages;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Imu;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.Quaternion;
import dev.fathom.codec.msg.Transform;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.depth.DepthEncoding;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelEncoding;
import dev.fathom.world.ImuFaults;
import dev.fathom.world.ImuReading;
import dev.fathom.world.LidarScan;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** What the simulated sensors measure, as ROS messages. */
final class SensorMessages {
  private static final int POINT_BYTES = LidarScan.STRIDE * Float.BYTES;

  private static final List<PointField> POINT_FIELDS =
      List.of(
          PointCloudMessages.float32("x", 0),
          PointCloudMessages.float32("y", 4),
          PointCloudMessages.float32("z", 8),
          PointCloudMessages.float32("intensity", 12));

  private SensorMessages() {}

  static Image millimetres(Header header, FloatImage depth) {
    byte[] bytes = new byte[depth.size() * Short.BYTES];
    DepthEncoding.toMillimetres(depth, bytes, 0);
    return ImageMessages.message(
        header, PixelEncoding.U16C1, depth.width(), depth.height(), Bytes.of(bytes));
  }

  static PointCloud2 cloud(Header header, LidarScan scan) {
    byte[] bytes = new byte[scan.count() * POINT_BYTES];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(scan.points(), 0, scan.count() * LidarScan.STRIDE);
    return PointCloudMessages.message(
        header, scan.count(), 1, POINT_FIELDS, POINT_BYTES, true, Bytes.of(bytes));
  }

  /** An IMU without orientation, which it marks as REP 145 asks. */
  static Imu imu(Header header, ImuReading reading, ImuFaults faults) {
    double[] noOrientation = new double[9];
    noOrientation[0] = -1;
    return new Imu(
        header,
        new Quaternion(0, 0, 0, 1),
        noOrientation,
        vector(reading.angularVelocity()),
        diagonal(faults.gyroSigma()),
        vector(reading.specificForce()),
        diagonal(faults.accelSigma()));
  }

  static TransformStamped transform(Header header, String child, RigidTransform parentFromChild) {
    var q = parentFromChild.rotation();
    return new TransformStamped(
        header,
        child,
        new Transform(
            vector(parentFromChild.translation()), new Quaternion(q.x(), q.y(), q.z(), q.w())));
  }

  private static dev.fathom.codec.msg.Vector3 vector(Vector3 v) {
    return new dev.fathom.codec.msg.Vector3(v.x(), v.y(), v.z());
  }

  private static double[] diagonal(double sigma) {
    double variance = sigma * sigma;
    return new double[] {variance, 0, 0, 0, variance, 0, 0, 0, variance};
  }
}
