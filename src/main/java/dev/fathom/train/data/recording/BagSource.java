package dev.fathom.train.data.recording;

import dev.fathom.bag.BagReader;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Motion;
import dev.fathom.train.data.Shot;
import dev.fathom.train.data.ShotSource;
import dev.fathom.train.data.Shots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A rosbag2 recording as samples: a camera's pictures with whatever belongs to them.
 *
 * <p>The pictures before and after as PREVIOUS and NEXT; of a pair the right one; depth images as
 * DEPTH, points of a LiDAR as SPARSE_DEPTH; motions from TF or odometry. Messages are paired by
 * header stamp, distorted cameras rectified. The recording is read once for its index; pictures are
 * decoded when a sample is asked for. Points are not hidden by what lies before them, as the LiDAR
 * may look past it.
 */
public final class BagSource implements Shots {
  /** Cameras with a common trigger may still differ by what their drivers add. */
  private static final long PAIR_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long DEPTH_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Half a turn of a LiDAR at 10 Hz. */
  private static final long LIDAR_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** Frames further apart are no video. */
  private static final long NEIGHBOUR_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path bag;
  private final BagTopics asked;
  private final ChosenTopics topics;
  private final BagIndex index;
  private final CameraCalibration calibration;
  private final CameraReader camera;
  private final @Nullable StereoCalibration pair;
  private final @Nullable CameraReader rightCamera;
  private final @Nullable DepthReader depth;
  private final @Nullable PointReader lidar;
  private final List<BagFrame> frames;

  private BagSource(Path bag, BagReader reader, BagTopics asked) throws IOException {
    this.bag = bag;
    this.asked = asked;
    this.topics = ChosenTopics.of(reader, asked);
    this.index = new BagIndex(reader, topics);
    CameraTopics.Camera right = topics.right();
    CameraCalibration told = index.calibration(topics.image());
    this.pair = right == null ? null : pair(told, index.calibration(right));
    this.calibration = pair == null ? told : pair.left();
    this.camera = new CameraReader(index.of(topics.image().topic()), calibration);
    this.rightCamera =
        pair == null || right == null
            ? null
            : new CameraReader(index.of(right.topic()), pair.right());
    TopicIndex depths = index.ofNullable(topics.depth());
    TopicIndex clouds = index.ofNullable(topics.lidar());
    this.depth = depths == null ? null : new DepthReader(depths, calibration);
    this.lidar = clouds == null ? null : new PointReader(clouds);
    requireRegistered();
    this.frames = frames();
    if (frames.isEmpty()) {
      throw new IOException(bag + ": no picture on " + topics.image().topic() + " can be read");
    }
  }

  /** The frames of a recording that have all that it offers, its topics found. */
  public static ShotSource open(Path bag) throws IOException {
    return open(bag, BagTopics.FOUND);
  }

  /**
   * The frames of a recording that have all that it offers.
   *
   * @throws IllegalArgumentException if topics are missing, or several could be meant; names them
   * @throws IOException if it is no recording, or a camera has no calibration
   */
  public static ShotSource open(Path bag, BagTopics topics) throws IOException {
    BagReader reader = BagReader.open(bag);
    try {
      return ShotSource.of(new BagSource(bag, reader, topics));
    } catch (IOException | RuntimeException e) {
      reader.close();
      if (e instanceof IllegalArgumentException) {
        throw new IllegalArgumentException(bag + ": " + e.getMessage(), e);
      }
      throw e;
    }
  }

  /** From the projections, or from TF where they have no baseline. */
  private StereoCalibration pair(CameraCalibration left, CameraCalibration right) {
    if (StereoCalibration.hasBaseline(left, right)) {
      return StereoCalibration.fromProjections(left, right);
    }
    RigidTransform rightFromLeft =
        index
            .poses()
            .at(right.frameId(), left.frameId(), 0)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the pair has no baseline, neither in P of the right camera nor in TF: "
                            + index.poses().problem(right.frameId(), left.frameId(), 0)));
    return StereoCalibration.fromTransform(left, right, rightFromLeft);
  }

  private void requireRegistered() {
    TopicIndex depths = index.ofNullable(topics.depth());
    String frame = index.of(topics.image().topic()).frameId();
    if (depths != null && !depths.frameId().equals(frame)) {
      throw new IllegalArgumentException(
          String.format(
              "%s lies in frame '%s', the pictures in '%s'; expected depth registered with them"
                  + " (depth=TOPIC chooses another, depth=none none)",
              depths.topic(), depths.frameId(), frame));
    }
  }

  private List<BagFrame> frames() {
    long[] stamps = index.of(topics.image().topic()).stamps();
    String rightTopic = topics.right() == null ? null : topics.right().topic();
    List<BagFrame> found = new ArrayList<>();
    for (int i = 0; i < stamps.length; i++) {
      Long previous = neighbour(stamps, i, i - asked.step());
      Long next = neighbour(stamps, i, i + asked.step());
      Long right = partner(rightTopic, stamps[i], PAIR_NANOS);
      Long depth = partner(topics.depth(), stamps[i], DEPTH_NANOS);
      Long lidar = partner(topics.lidar(), stamps[i], LIDAR_NANOS);
      BagFrame frame =
          new BagFrame(stamps[i], previous, next, right, depth, lidar, EnumSet.noneOf(Field.class));
      frame.fields().addAll(fields(frame));
      found.add(frame);
    }
    return found;
  }

  private @Nullable Long neighbour(long[] stamps, int here, int there) {
    boolean near =
        there >= 0
            && there < stamps.length
            && Math.abs(stamps[there] - stamps[here]) <= NEIGHBOUR_NANOS * asked.step();
    return near ? stamps[there] : null;
  }

  private @Nullable Long partner(@Nullable String topic, long stamp, long tolerance) {
    TopicIndex partners = index.ofNullable(topic);
    return partners == null ? null : partners.near(stamp, tolerance).orElse(null);
  }

  private Set<Field> fields(BagFrame frame) {
    Set<Field> fields = EnumSet.of(Field.IMAGE, Field.INTRINSICS);
    addNeighbour(fields, frame, frame.previous(), Field.PREVIOUS, Field.PREVIOUS_FROM_IMAGE);
    addNeighbour(fields, frame, frame.next(), Field.NEXT, Field.NEXT_FROM_IMAGE);
    if (frame.right() != null) {
      fields.add(Field.RIGHT);
      fields.add(Field.BASELINE);
    }
    if (frame.depth() != null) {
      fields.add(Field.DEPTH);
    }
    if (cameraFromLidar(frame).isPresent()) {
      fields.add(Field.SPARSE_DEPTH);
    }
    return fields;
  }

  private void addNeighbour(
      Set<Field> fields, BagFrame frame, @Nullable Long stamp, Field picture, Field motion) {
    if (stamp != null) {
      fields.add(picture);
      if (motion(frame, stamp).isPresent()) {
        fields.add(motion);
      }
    }
  }

  /** From the rectified camera of a frame to that at another stamp. */
  private Optional<RigidTransform> motion(BagFrame frame, long stamp) {
    String name = calibration.frameId();
    RigidTransform turned = rectifiedFromCamera();
    return index
        .poses()
        .between(name, stamp, name, frame.image())
        .map(motion -> turned.after(motion).after(turned.inverse()));
  }

  private RigidTransform rectifiedFromCamera() {
    return new RigidTransform(calibration.rectification(), Vector3.ZERO);
  }

  @Override
  public int size() {
    return frames.size();
  }

  @Override
  public Set<Field> fields(int frame) {
    return frames.get(frame).fields();
  }

  @Override
  public int reach() {
    return asked.step();
  }

  @Override
  public Shot read(int number, Set<Field> wanted) throws IOException {
    BagFrame frame = frames.get(number);
    Shot shot = new Shot(calibration.rectifiedIntrinsics());
    if (wanted.contains(Field.IMAGE)) {
      shot.with(Field.IMAGE, camera.read(frame.image()));
    }
    neighbour(frame, frame.previous(), Field.PREVIOUS, Field.PREVIOUS_FROM_IMAGE, wanted, shot);
    neighbour(frame, frame.next(), Field.NEXT, Field.NEXT_FROM_IMAGE, wanted, shot);
    if (pair != null && rightCamera != null && frame.right() != null) {
      shot.withDisparityAtInfinity(pair.disparityAtInfinity());
      shot.with(Field.BASELINE, (float) pair.baselineMetres());
      if (wanted.contains(Field.RIGHT)) {
        shot.with(Field.RIGHT, rightCamera.read(frame.right()));
      }
    }
    if (wanted.contains(Field.DEPTH) && depth != null && frame.depth() != null) {
      shot.with(Field.DEPTH, depth.read(frame.depth()));
    }
    if (wanted.contains(Field.SPARSE_DEPTH) && lidar != null && frame.lidar() != null) {
      RigidTransform cameraFromLidar = cameraFromLidar(frame).orElseThrow();
      shot.withPoints(Field.SPARSE_DEPTH, lidar.read(frame.lidar(), cameraFromLidar));
    }
    return shot;
  }

  private void neighbour(
      BagFrame frame,
      @Nullable Long stamp,
      Field picture,
      Field motion,
      Set<Field> wanted,
      Shot shot)
      throws IOException {
    if (stamp != null && wanted.contains(picture)) {
      shot.with(picture, camera.read(stamp));
    }
    if (stamp != null && wanted.contains(motion)) {
      float[] numbers = new float[motion.channels()];
      Motion.write(motion(frame, stamp).orElseThrow(), numbers);
      shot.with(motion, numbers);
    }
  }

  /** The rectified camera when the picture was taken, from the LiDAR when it measured. */
  private Optional<RigidTransform> cameraFromLidar(BagFrame frame) {
    if (lidar == null || frame.lidar() == null) {
      return Optional.empty();
    }
    String name = calibration.frameId();
    return index
        .poses()
        .between(name, frame.image(), lidar.frameId(), frame.lidar())
        .or(() -> index.poses().at(name, lidar.frameId(), frame.image()))
        .map(rectifiedFromCamera()::after);
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("recording " + bag + ", pictures of ");
    text.append(topics.image().topic());
    if (topics.right() != null) {
      text.append(", right ones of ").append(topics.right().topic());
    }
    if (topics.depth() != null) {
      text.append(", depth of ").append(topics.depth());
    }
    if (topics.lidar() != null) {
      text.append(", points of ").append(topics.lidar());
    }
    return text.toString();
  }
}
