package dev.fathom.record;

import dev.fathom.bag.BagWriter;
import dev.fathom.bag.BagWriterOptions;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.TfMessage;
import dev.fathom.codec.msg.TransformStamped;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.world.ImuFaults;
import dev.fathom.world.ImuReading;
import dev.fathom.world.ImuSimulator;
import dev.fathom.world.LidarOptions;
import dev.fathom.world.LidarScan;
import dev.fathom.world.LidarSimulator;
import dev.fathom.world.Renderer;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.Scene;
import dev.fathom.world.StereoCamera;
import dev.fathom.world.Trajectory;
import dev.fathom.world.WorldSampler;
import java.io.IOException;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Drives a stereo camera, a LiDAR and an IMU through a generated place and records what they see.
 *
 * <p>Frames: {@code odom → base_link} in /tf is exact; the sensors hang on {@code base_link} by
 * /tf_static. {@value #TRUTH_TOPIC} holds the left camera's exact depth, 16UC1 in millimetres. The
 * place is one of the held-out set, which no training sees.
 */
public final class WorldRecording {
  public static final String TRUTH_TOPIC = "/truth/depth/image_rect";

  /** An arbitrary start, so that the same options give the same bytes. Units: nanoseconds. */
  private static final long START_NANOS = 1_750_000_000_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int IMU_RATE = 200;
  private static final String LEFT_FRAME = "camera_left_optical_frame";
  private static final String RIGHT_FRAME = "camera_right_optical_frame";
  private static final String LIDAR_FRAME = "lidar";
  private static final String IMU_FRAME = "imu_link";
  private static final Rotation BODY_FROM_OPTICAL = new Rotation(-0.5, 0.5, -0.5, 0.5);
  private static final double LIDAR_HEIGHT = 0.15;

  /** As small as robots carry: 16 beams at one degree, which keeps recordings small too. */
  private static final LidarOptions LIDAR =
      new LidarOptions(16, -15, 15, 360, 0.3, 100, 0.02, 0.01);

  private static final ImuFaults IMU_FAULTS =
      new ImuFaults(new Vector3(1e-3, -2e-3, 5e-4), new Vector3(0.02, -0.01, 0.03), 2e-3, 2e-2);

  private final WorldRecordingOptions options;
  private final TopicWriter topics;
  private final Scene scene;
  private final Trajectory way;
  private final StereoCamera camera;
  private final ImuSimulator imu;
  private final Renderer renderer = new Renderer();
  private final LidarSimulator lidar = new LidarSimulator(LIDAR);
  private final LidarScan scan = new LidarScan();
  private final Image8 picture = new Image8();
  private final FloatImage depth = new FloatImage();
  private final FloatImage unused = new FloatImage();
  private final JpegEncoder jpeg = new JpegEncoder();
  private double gain = Double.NaN;
  private long imuReadings;

  private WorldRecording(WorldRecordingOptions options, TopicWriter topics) {
    this.options = options;
    this.topics = topics;
    double f = options.focalPixels();
    Intrinsics intrinsics =
        new Intrinsics(
            options.width(),
            options.height(),
            f,
            f,
            (options.width() - 1) / 2.0,
            (options.height() - 1) / 2.0);
    this.camera = new StereoCamera(intrinsics, options.baselineMetres());
    this.scene =
        new WorldSampler(
                options.seed(),
                options.width(),
                options.height(),
                SamplerOptions.defaults().withSplit(SamplerOptions.Split.VALIDATION))
            .scene(0);
    this.way = Trajectory.random(scene, options.seed(), options.seconds());
    this.imu = new ImuSimulator(way, RigidTransform.IDENTITY, IMU_FAULTS, options.seed());
  }

  /**
   * Writes the recording.
   *
   * @param progress told the number of frames done; answers whether to go on
   */
  public static void write(WorldRecordingOptions options, IntPredicate progress)
      throws IOException {
    try (BagWriter bag = BagWriter.create(options.out(), BagWriterOptions.defaults())) {
      WorldRecording recording = new WorldRecording(options, new TopicWriter(bag));
      recording.staticTransforms();
      int frames = (int) Math.floor(options.seconds() * options.rate());
      boolean going = true;
      for (int i = 0; i < frames && going; i++) {
        recording.frame(i);
        going = progress.test(i + 1);
      }
    }
  }

  private void frame(int number) throws IOException {
    double seconds = number / options.rate();
    imuUpTo(seconds);
    topics.at(START_NANOS + Math.round(seconds * NANOS_PER_SECOND));
    RigidTransform worldFromBody = way.worldFromBody(seconds);
    topics.write("/tf", new TfMessage(List.of(transform("odom", "base_link", worldFromBody))));
    RigidTransform worldFromLeft =
        worldFromBody.after(new RigidTransform(BODY_FROM_OPTICAL, Vector3.ZERO));
    if (Double.isNaN(gain)) {
      gain = renderer.render(scene, camera.intrinsics(), worldFromLeft, picture, depth);
    }
    long noise = options.seed() + 2L * number;
    renderer.render(scene, camera.intrinsics(), worldFromLeft, gain, noise, picture, depth);
    image("left", LEFT_FRAME, 0);
    topics.write(TRUTH_TOPIC, SensorMessages.millimetres(topics.header(LEFT_FRAME), depth));
    RigidTransform worldFromRight = worldFromLeft.after(camera.leftFromRight());
    renderer.render(scene, camera.intrinsics(), worldFromRight, gain, noise + 1, picture, unused);
    image("right", RIGHT_FRAME, -camera.intrinsics().fx() * camera.baselineMetres());
    lidar.scan(
        scene,
        worldFromBody.after(new RigidTransform(Rotation.IDENTITY, new Vector3(0, 0, LIDAR_HEIGHT))),
        options.seed() + number,
        scan);
    topics.write("/lidar/points", SensorMessages.cloud(topics.header(LIDAR_FRAME), scan));
  }

  private void image(String side, String frame, double shift) throws IOException {
    String prefix = "/camera/" + side + "/";
    Header header = topics.header(frame);
    topics.write(
        prefix + "camera_info", Calibrations.rectified(header, camera.intrinsics(), shift));
    topics.write(
        prefix + "image_rect/compressed",
        new CompressedImage(header, "rgb8; jpeg compressed bgr8", jpeg.encode(picture)));
  }

  private void imuUpTo(double seconds) throws IOException {
    for (; imuReadings <= seconds * IMU_RATE; imuReadings++) {
      double at = (double) imuReadings / IMU_RATE;
      topics.at(START_NANOS + Math.round(at * NANOS_PER_SECOND));
      ImuReading reading = imu.read(at, imuReadings);
      topics.write("/imu/data", SensorMessages.imu(topics.header(IMU_FRAME), reading, IMU_FAULTS));
    }
  }

  private void staticTransforms() throws IOException {
    topics.at(START_NANOS);
    RigidTransform left = new RigidTransform(BODY_FROM_OPTICAL, Vector3.ZERO);
    topics.writeLatched(
        "/tf_static",
        new TfMessage(
            List.of(
                transform("base_link", LEFT_FRAME, left),
                transform("base_link", RIGHT_FRAME, left.after(camera.leftFromRight())),
                transform("base_link", IMU_FRAME, RigidTransform.IDENTITY),
                transform(
                    "base_link",
                    LIDAR_FRAME,
                    new RigidTransform(Rotation.IDENTITY, new Vector3(0, 0, LIDAR_HEIGHT))))));
  }

  private TransformStamped transform(String parent, String child, RigidTransform pose) {
    return SensorMessages.transform(topics.header(parent), child, pose);
  }
}
