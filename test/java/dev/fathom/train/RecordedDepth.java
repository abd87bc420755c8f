package dev.fathom.train;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.PointFieldView;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.TransformTree;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.image.PixelConverter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Real pictures with their measured depth: recordings with depth images or LiDAR, and one sample of
 * NYU Depth v2.
 *
 * <p>LiDAR points go to the pixels they fall on, the nearest winning. The LiDAR sees past some
 * edges that the camera does not; these points stay.
 */
final class RecordedDepth {
  private static final Path SHARED = Path.of("..", "shared");
  private static final MessageCodec<CameraInfo> INFO = MessageCodec.of(CameraInfo.class);
  private static final MessageCodec<PointCloud2> CLOUD = MessageCodec.of(PointCloud2.class);
  private static final MessageCodec<TfMessage> TRANSFORMS = MessageCodec.of(TfMessage.class);

  /**
   * A picture, and the depth of those of its pixels where it was measured.
   *
   * @param truth Units: metres. Invalid: NaN
   */
  record Frame(Image8 picture, Intrinsics camera, FloatImage truth) {}

  /** What a recording says of one camera, by stamp. */
  private static final class Recorded {
    private final TreeMap<Long, Image8> pictures = new TreeMap<>();
    private final TreeMap<Long, FloatImage> depths = new TreeMap<>();
    private final TreeMap<Long, float[][]> clouds = new TreeMap<>();
    private final TransformTree transforms = new TransformTree();
    private @Nullable Intrinsics camera;
    private String cameraFrame = "";
    private String cloudFrame = "";
  }

  private RecordedDepth() {}

  /** Every source there is, by name; those whose data is absent are left out. */
  static Map<String, List<Frame>> all() throws IOException {
    Map<String, List<Frame>> found = new TreeMap<>();
    Path bags = SHARED.resolve("bags");
    if (Files.exists(bags.resolve("hololens_rgbd"))) {
      found.put(
          "hololens_rgbd",
          withDepthImages(
              bags.resolve("hololens_rgbd"),
              "/camera/color/image_raw",
              "/camera/color/camera_info",
              "/camera/depth/image_raw"));
    }
    if (Files.exists(bags.resolve("kitti_object"))) {
      found.put(
          "kitti_object",
          withLidar(
              bags.resolve("kitti_object"),
              "/camera/image_rect",
              "/camera/camera_info",
              "/velodyne/points"));
    }
    if (Files.exists(bags.resolve("dgp_lidar"))) {
      List<Frame> frames = new ArrayList<>();
      for (String camera : List.of("/camera_01", "/camera_05", "/camera_06")) {
        frames.addAll(
            withLidar(
                bags.resolve("dgp_lidar"),
                camera + "/image_raw/compressed",
                camera + "/camera_info",
                "/lidar/points"));
      }
      found.put("dgp_lidar", frames);
    }
    Path nyu = SHARED.resolve("data").resolve("nyu_fastdepth");
    if (Files.exists(nyu)) {
      found.put("nyu_fastdepth", List.of(nyu(nyu)));
    }
    return found;
  }

  static List<Frame> withDepthImages(Path bag, String picture, String info, String depth)
      throws IOException {
    Recorded recorded = read(bag, picture, info, depth);
    List<Frame> frames = new ArrayList<>();
    recorded.pictures.forEach(
        (stamp, image) -> {
          FloatImage truth = recorded.depths.get(stamp);
          if (truth != null) {
            frames.add(new Frame(image, camera(recorded), truth));
          }
        });
    return frames;
  }

  static List<Frame> withLidar(Path bag, String picture, String info, String cloud)
      throws IOException {
    Recorded recorded = read(bag, picture, info, cloud);
    List<Frame> frames = new ArrayList<>();
    recorded.pictures.forEach(
        (stamp, image) -> frames.add(new Frame(image, camera(recorded), seen(recorded, stamp))));
    return frames;
  }

  private static Intrinsics camera(Recorded recorded) {
    Intrinsics camera = recorded.camera;
    if (camera == null) {
      throw new IllegalArgumentException("the recording has no camera_info");
    }
    return camera;
  }

  /** The cloud nearest in time, as the camera sees it. */
  private static FloatImage seen(Recorded recorded, long stamp) {
    Intrinsics camera = camera(recorded);
    FloatImage truth = new FloatImage().reshape(camera.width(), camera.height());
    Arrays.fill(truth.data(), 0, truth.size(), Depth.UNKNOWN);
    long cloudStamp =
        recorded.clouds.keySet().stream()
            .min((a, b) -> Long.compare(Math.abs(a - stamp), Math.abs(b - stamp)))
            .orElseThrow();
    RigidTransform cameraFromCloud =
        recorded
            .transforms
            .lookup(recorded.cameraFrame, recorded.cloudFrame, cloudStamp)
            .orElseThrow();
    for (float[] point : recorded.clouds.get(cloudStamp)) {
      Vector3 p = cameraFromCloud.apply(new Vector3(point[0], point[1], point[2]));
      long x = Math.round(p.x() / p.z() * camera.fx() + camera.cx());
      long y = Math.round(p.y() / p.z() * camera.fy() + camera.cy());
      if (p.z() > 0.3 && x >= 0 && x < camera.width() && y >= 0 && y < camera.height()) {
        int i = (int) (y * camera.width() + x);
        if (!(truth.data()[i] < p.z())) {
          truth.data()[i] = (float) p.z();
        }
      }
    }
    return truth;
  }

  private static Recorded read(Path bag, String picture, String info, String truth)
      throws IOException {
    Recorded recorded = new Recorded();
    ImageDecoder decoder = new ImageDecoder();
    try (PixelConverter converter = new PixelConverter();
        BagReader reader = BagReader.open(List.of(bag))) {
      reader.read(
          BagFilter.topics(picture, info, truth, "/tf_static"),
          (connection, logTime, publishTime, bytes, offset, length) -> {
            String topic = connection.topic();
            if (topic.equals(picture)) {
              var stamped = decoder.decode(connection.type(), bytes, offset, length);
              Image8 rgb = new Image8();
              converter.toRgb(stamped.image(), rgb);
              recorded.pictures.put(stamped.stampNanos(), rgb);
              recorded.cameraFrame = stamped.frameId();
            } else if (topic.equals(info)) {
              recorded.camera =
                  Calibrations.of(INFO.decode(bytes, offset, length)).rectifiedIntrinsics();
            } else if (connection.type().equals(ImageDecoder.RAW)) {
              var stamped = decoder.decode(connection.type(), bytes, offset, length);
              FloatImage depth = new FloatImage();
              converter.toFloatDepth(stamped.image(), depth);
              recorded.depths.put(stamped.stampNanos(), depth);
            } else if (topic.equals(truth)) {
              PointCloud2 cloud = CLOUD.decode(bytes, offset, length);
              recorded.cloudFrame = cloud.header().frameId();
              recorded.clouds.put(cloud.header().stamp().nanos(), points(cloud));
            } else {
              put(recorded.transforms, TRANSFORMS.decode(bytes, offset, length).transforms());
            }
          });
    }
    return recorded;
  }

  private static void put(TransformTree tree, Collection<TransformStamped> transforms) {
    for (TransformStamped stamped : transforms) {
      var q = stamped.transform().rotation();
      var t = stamped.transform().translation();
      tree.putStatic(
          stamped.header().frameId(),
          stamped.childFrameId(),
          new RigidTransform(
              new Rotation(q.x(), q.y(), q.z(), q.w()), new Vector3(t.x(), t.y(), t.z())));
    }
  }

  private static float[][] points(PointCloud2 message) {
    PointCloudView view = new PointCloudView(message);
    float[][] columns = new float[3][view.size()];
    for (int axis = 0; axis < 3; axis++) {
      PointFieldView field = view.field(List.of("x", "y", "z").get(axis));
      field.copyTo(columns[axis]);
    }
    float[][] points = new float[view.size()][];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {columns[0][i], columns[1][i], columns[2][i]};
    }
    return points;
  }

  /**
   * The sample of FastDepth is the middle 304×228 pixels of a 640×480 picture scaled by 250 / 480,
   * squeezed to 224×224; here it is stretched back. The Kinect's focal length is 518.86 pixels.
   */
  private static Frame nyu(Path folder) throws IOException {
    int side = 224;
    ByteBuffer rgb = npy(folder.resolve("rgb.npy"));
    ByteBuffer metres = npy(folder.resolve("depth.npy"));
    int width = 304;
    int height = 228;
    Image8 picture = new Image8().reshape(width, height, 3);
    FloatImage truth = new FloatImage().reshape(width, height);
    for (int y = 0, i = 0; y < height; y++) {
      for (int x = 0; x < width; x++, i++) {
        int from = (y * side / height) * side + x * side / width;
        for (int c = 0; c < 3; c++) {
          double value = rgb.getDouble(Double.BYTES * (3 * from + c));
          picture.data()[3 * i + c] = (byte) Math.round(255 * value);
        }
        float z = metres.getFloat(Float.BYTES * from);
        truth.data()[i] = z > 0 ? z : Depth.UNKNOWN;
      }
    }
    double focal = 518.86 * 250 / 480;
    return new Frame(
        picture,
        new Intrinsics(width, height, focal, focal, (width - 1) / 2.0, (height - 1) / 2.0),
        truth);
  }

  /** The numbers of a little-endian NumPy file. */
  private static ByteBuffer npy(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + bytes.getShort(8);
    return bytes.slice(header, bytes.capacity() - header).order(ByteOrder.LITTLE_ENDIAN);
  }
}
