package dev.fathom.pipeline;

import dev.fathom.cloud.ClearingCloud;
import dev.fathom.cloud.ObstacleCloud;
import dev.fathom.cloud.OrganisedCloud;
import dev.fathom.cloud.PointLayout;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.ImageMessages;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudMessages;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.DisparityImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.RegionOfInterest;
import dev.fathom.codec.msg.Time;
import dev.fathom.depth.DepthEncoding;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelEncoding;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An estimate as ROS messages: depth, camera_info, σ, disparity and clouds, each written straight
 * into its CDR bytes.
 *
 * <p>Threads: one at a time. Cost: a few hundred bytes a frame for the message headers.
 */
public final class ProductEncoder {
  private static final MessageCodec<Image> IMAGE = MessageCodec.of(Image.class);
  private static final MessageCodec<CameraInfo> CAMERA_INFO = MessageCodec.of(CameraInfo.class);
  private static final MessageCodec<DisparityImage> DISPARITY =
      MessageCodec.of(DisparityImage.class);
  private static final MessageCodec<PointCloud2> CLOUD = MessageCodec.of(PointCloud2.class);

  /** OpenCV's semi-global matcher counts in sixteenths of a pixel. */
  private static final float DISPARITY_STEP = 1 / 16f;

  private static final List<PointField> FIELDS =
      PointLayout.FIELDS.stream()
          .map(f -> new PointField(f.name(), f.offset(), f.datatype(), f.count()))
          .toList();

  private static final Product[] PRODUCTS = Product.values();

  private final Set<Product> wanted;
  private final boolean millimetres;
  private final OrganisedCloud organised = new OrganisedCloud();
  private final ObstacleCloud obstacles;
  private final ClearingCloud clearing;
  private byte[] pointBytes = new byte[0];
  private int obstaclePoints;
  private @Nullable Intrinsics lastCamera;
  private @Nullable CameraInfo lastInfo;

  public ProductEncoder(PipelineOptions options) {
    this.wanted = Product.parse(options.products());
    this.millimetres = options.depthEncoding().equals("16UC1");
    this.obstacles = new ObstacleCloud(options.obstacles());
    this.clearing = new ClearingCloud(options.clearing(), options.obstacles());
  }

  /**
   * Publishes every product of the estimate that the options name and the sink wants, in the order
   * of {@link Product}.
   */
  public void encode(DepthEstimate estimate, StageClock clock, ProductSink sink)
      throws IOException {
    Header header = new Header(Time.ofNanos(estimate.stampNanos()), estimate.frameId());
    for (Product product : PRODUCTS) {
      if (wanted.contains(product) && isPossible(product, estimate) && sink.wants(product)) {
        CdrBuffer buffer = sink.buffer();
        clock.skip();
        write(product, header, estimate, buffer);
        clock.done(Stage.PRODUCTS);
        sink.publish(product, estimate.stampNanos(), buffer);
        clock.skip();
      }
    }
  }

  /** Points of the last obstacle cloud. */
  public int obstaclePoints() {
    return obstaclePoints;
  }

  private static boolean isPossible(Product product, DepthEstimate estimate) {
    return switch (product) {
      case DISPARITY -> estimate.baseline() != null;
      case SIGMA -> estimate.hasSigma();
      default -> true;
    };
  }

  private void write(Product product, Header header, DepthEstimate estimate, CdrBuffer buffer) {
    buffer.reset();
    switch (product) {
      case DEPTH -> depth(header, estimate.depth(), buffer);
      case CAMERA_INFO -> CAMERA_INFO.encode(cameraInfo(header, estimate), buffer);
      case SIGMA -> {
        IMAGE.encode(floats(header, estimate.sigma()), buffer);
        DepthEncoding.toFloats(estimate.sigma(), buffer.array(), buffer.reservedOffset());
      }
      case DISPARITY -> disparity(header, estimate, buffer);
      case POINTS -> organised(header, estimate, buffer);
      case OBSTACLES -> obstacles(header, estimate, buffer);
      case CLEARING -> clearing(header, estimate, buffer);
    }
  }

  /** Its matrices are made anew only for a new camera. */
  private CameraInfo cameraInfo(Header header, DepthEstimate estimate) {
    Intrinsics camera = estimate.intrinsics();
    CameraInfo info = lastInfo;
    if (info == null || !camera.equals(lastCamera)) {
      info = Calibrations.rectified(header, camera, 0);
      lastInfo = info;
      lastCamera = camera;
    }
    return Calibrations.at(header, info);
  }

  private void depth(Header header, FloatImage depth, CdrBuffer buffer) {
    if (!millimetres) {
      IMAGE.encode(floats(header, depth), buffer);
      DepthEncoding.toMetres(depth, buffer.array(), buffer.reservedOffset());
      return;
    }
    IMAGE.encode(image(header, depth, PixelEncoding.U16C1), buffer);
    DepthEncoding.toMillimetres(depth, buffer.array(), buffer.reservedOffset());
  }

  private static Image floats(Header header, FloatImage image) {
    return image(header, image, PixelEncoding.F32C1);
  }

  private static Image image(Header header, FloatImage image, PixelEncoding encoding) {
    int size = ImageMessages.dataBytes(encoding, image.width(), image.height());
    return ImageMessages.message(
        header, encoding, image.width(), image.height(), Bytes.reserved(size));
  }

  private void disparity(Header header, DepthEstimate estimate, CdrBuffer buffer) {
    DepthEstimate.Baseline baseline = estimate.requireBaseline();
    Intrinsics camera = estimate.intrinsics();
    FloatImage disparity = estimate.disparity();
    DisparityImage message =
        new DisparityImage(
            header,
            floats(header, disparity),
            (float) camera.fx(),
            (float) baseline.metres(),
            new RegionOfInterest(0, 0, disparity.height(), disparity.width(), false),
            (float) baseline.minDisparity(),
            (float) baseline.maxDisparity(),
            DISPARITY_STEP);
    DISPARITY.encode(message, buffer);
    DepthEncoding.toFloats(disparity, buffer.array(), buffer.reservedOffset());
  }

  private void organised(Header header, DepthEstimate estimate, CdrBuffer buffer) {
    FloatImage depth = estimate.depth();
    int size = OrganisedCloud.byteLength(depth.width(), depth.height());
    CLOUD.encode(cloud(header, depth.width(), depth.height(), Bytes.reserved(size), false), buffer);
    organised.write(
        depth, estimate.colour(), estimate.intrinsics(), buffer.array(), buffer.reservedOffset());
  }

  private void obstacles(Header header, DepthEstimate estimate, CdrBuffer buffer) {
    FloatImage depth = estimate.depth();
    byte[] bytes = pointBytes(obstacles.maxByteLength(depth.width(), depth.height()));
    int points =
        obstacles.write(
            depth,
            estimate.hasSigma() ? estimate.sigma() : null,
            estimate.colour(),
            estimate.intrinsics(),
            bytes,
            0);
    obstaclePoints = points;
    points(header, points, buffer);
  }

  private void clearing(Header header, DepthEstimate estimate, CdrBuffer buffer) {
    FloatImage depth = estimate.depth();
    byte[] bytes = pointBytes(clearing.maxByteLength(depth.width(), depth.height()));
    int points =
        clearing.write(
            depth, estimate.hasSigma() ? estimate.sigma() : null, estimate.intrinsics(), bytes, 0);
    points(header, points, buffer);
  }

  /** How many points there are is known only when they are written, after the header. */
  private byte[] pointBytes(int most) {
    if (pointBytes.length < most) {
      pointBytes = new byte[most];
    }
    return pointBytes;
  }

  private void points(Header header, int points, CdrBuffer buffer) {
    Bytes data = new Bytes(pointBytes, 0, points * PointLayout.POINT_BYTES);
    CLOUD.encode(cloud(header, points, 1, data, true), buffer);
  }

  private static PointCloud2 cloud(
      Header header, int width, int height, Bytes data, boolean dense) {
    return PointCloudMessages.message(
        header, width, height, FIELDS, PointLayout.POINT_BYTES, dense, data);
  }
}
