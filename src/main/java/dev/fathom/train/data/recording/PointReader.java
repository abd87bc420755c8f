package dev.fathom.train.data.recording;

import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import java.io.IOException;

/** The points of a recording's LiDAR. */
final class PointReader {
  private static final MessageCodec<PointCloud2> CLOUD = MessageCodec.of(PointCloud2.class);

  private final TopicIndex index;

  PointReader(TopicIndex index) {
    this.index = index;
  }

  /** Header stamp of a cloud, for its index. */
  static long stampNanos(String type, byte[] bytes, int offset, int length) {
    return CLOUD.decode(bytes, offset, length).header().stamp().nanos();
  }

  /** The frame that the points are given in. */
  String frameId() {
    return index.frameId();
  }

  /** The points of a stamp in another frame: x, y, z one after the other. */
  float[] read(long stampNanos, RigidTransform targetFromLidar) throws IOException {
    Cloud cloud = new Cloud();
    try {
      index.read(
          stampNanos,
          (type, bytes, offset, length) -> cloud.copy(CLOUD.decode(bytes, offset, length)));
    } catch (MalformedDataException | IllegalArgumentException e) {
      throw new IOException(index.topic() + " at stamp " + stampNanos + ": " + e.getMessage(), e);
    }
    return cloud.moved(targetFromLidar);
  }

  /** A copy of the coordinates, since the message's bytes are not ours for long. */
  private static final class Cloud {
    private float[][] axes = new float[3][];

    void copy(PointCloud2 message) {
      PointCloudView view = new PointCloudView(message);
      axes = new float[3][view.size()];
      view.field("x").copyTo(axes[0]);
      view.field("y").copyTo(axes[1]);
      view.field("z").copyTo(axes[2]);
    }

    float[] moved(RigidTransform transform) {
      float[] points = new float[3 * axes[0].length];
      for (int i = 0; i < axes[0].length; i++) {
        Vector3 point = transform.apply(new Vector3(axes[0][i], axes[1][i], axes[2][i]));
        points[3 * i] = (float) point.x();
        points[3 * i + 1] = (float) point.y();
        points[3 * i + 2] = (float) point.z();
      }
      return points;
    }
  }
}
