package dev.fathom.codec;

import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import java.util.stream.Collectors;

/**
 * The points of a sensor_msgs/PointCloud2, where they lie.
 *
 * <p>The constructor checks that all points are there, so that reading need not. Invalid: points
 * with NaN coordinates. Threads: any number.
 */
public final class PointCloudView {
  private final PointCloud2 cloud;

  /**
   * A view on a message.
   *
   * @throws MalformedDataException if the data is shorter than the sizes in the message say; the
   *     offset is that of the points in their array
   */
  public PointCloudView(PointCloud2 cloud) {
    this.cloud = cloud;
    if (!fits(cloud)) {
      throw malformed(
          Integer.toUnsignedString(cloud.width())
              + "x"
              + Integer.toUnsignedString(cloud.height())
              + " points with point_step "
              + Integer.toUnsignedString(cloud.pointStep())
              + " and row_step "
              + Integer.toUnsignedString(cloud.rowStep())
              + " do not fit data of "
              + cloud.data().length()
              + " bytes");
    }
  }

  private static boolean fits(PointCloud2 cloud) {
    int width = cloud.width();
    int height = cloud.height();
    int step = cloud.pointStep();
    if (width < 0 || height < 0 || step < 0 || cloud.rowStep() < 0) {
      return false;
    }
    if (width == 0 || height == 0) {
      return true;
    }
    long rowBytes = (long) width * step;
    boolean rowsApart = height == 1 || cloud.rowStep() >= rowBytes;
    // The last row need not be padded.
    long needed = (long) cloud.rowStep() * (height - 1) + rowBytes;
    return step > 0 && rowsApart && needed <= cloud.data().length();
  }

  public int width() {
    return cloud.width();
  }

  public int height() {
    return cloud.height();
  }

  /** Number of points: width × height. */
  public int size() {
    return cloud.width() * cloud.height();
  }

  public boolean has(String name) {
    return cloud.fields().stream().anyMatch(field -> field.name().equals(name));
  }

  /**
   * The field of that name.
   *
   * @throws MalformedDataException if the points have none, or it reaches beyond them
   */
  public PointFieldView field(String name) {
    for (PointField field : cloud.fields()) {
      if (field.name().equals(name)) {
        return new PointFieldView(cloud, field);
      }
    }
    throw malformed(
        "no point field '"
            + name
            + "', found "
            + cloud.fields().stream().map(PointField::name).collect(Collectors.joining(", ")));
  }

  private MalformedDataException malformed(String reason) {
    return new MalformedDataException(
        cloud.data().offset(), "sensor_msgs/msg/PointCloud2: " + reason);
  }
}
