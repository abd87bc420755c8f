package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Pictures with exact depth from an endless set of generated scenes, to train and to judge
 * networks.
 *
 * <p>Each sample is a pure function of the seed, the options and its index: samplers on several
 * threads, or in another run, agree byte for byte. Threads: one owner at a time; give each thread
 * its own sampler. Cost: buffers are kept; a sample allocates only its scene.
 */
public final class WorldSampler {
  private static final long SCENE = 1;
  private static final long CAMERA = 2;
  private static final long FAULTS = 3;
  private static final long RIG = 4;
  private static final long PEOPLE = 5;
  private static final long WALK = 6;
  private static final long MOVERS = 7;
  private static final long SENSORS = 8;

  private final long seed;
  private final int width;
  private final int height;
  private final SamplerOptions options;
  private final Renderer renderer = new Renderer();
  private final CameraEffects effects = new CameraEffects();
  private final FloatImage rightDepth = new FloatImage();
  private final TruthRenderer truths = new TruthRenderer();

  public WorldSampler(long seed, int width, int height, SamplerOptions options) {
    if (width < 2 || height < 2) {
      throw new IllegalArgumentException(
          "pictures must be at least 2x2, found " + width + "x" + height);
    }
    this.seed = seed;
    this.width = width;
    this.height = height;
    this.options = options;
  }

  /**
   * Draws one picture.
   *
   * @param rgb takes the picture. Shape: uint8 [height, width, 3]
   * @param depth takes its depth. Units: metres along the optical axis. Invalid: +∞ in the sky
   * @return the camera that took it
   */
  public Intrinsics sample(long index, Image8 rgb, FloatImage depth) {
    Place place = place(index);
    renderer.trace(place.scene(), place.camera(), place.worldFromCamera(), depth);
    Dice faults = dice(FAULTS, index);
    effects.develop(renderer.radiance(), development(faults), faults.bits(), rgb);
    return place.camera();
  }

  /**
   * Draws one picture, the same as {@link #sample(long, Image8, FloatImage)} does, with truth.
   *
   * @param wanted what else to render; {@link Truth#MOVERS} is 0 everywhere
   */
  public void sample(long index, Set<Truth> wanted, WorldSample out) {
    Place place = place(index);
    trace(place.scene(), place.camera(), place.worldFromCamera(), wanted, out);
    Dice faults = dice(FAULTS, index);
    effects.develop(renderer.radiance(), development(faults), faults.bits(), out.rgb());
    tellTruth(index, 0, place.scene(), List.of(), out);
  }

  /**
   * Draws one rectified pair.
   *
   * @param left takes the left picture. Shape: uint8 [height, width, 3]
   * @param right takes the right picture. Shape: uint8 [height, width, 3]
   * @param depth takes the left depth. Units: metres along the optical axis. Invalid: +∞ in the sky
   * @param disparity takes the left disparity, fx · baseline / depth. Units: pixels. Invalid: NaN
   *     where the depth is not known
   */
  public StereoCamera sampleStereo(
      long index, Image8 left, Image8 right, FloatImage depth, FloatImage disparity) {
    Place place = place(index);
    Intrinsics camera = place.camera();
    Dice rig = dice(RIG, index);
    StereoCamera stereo = new StereoCamera(camera, baseline(rig));
    renderer.trace(place.scene(), camera, place.worldFromCamera(), depth);
    Dice faults = dice(FAULTS, index);
    Development development = development(faults);
    effects.develop(renderer.radiance(), development, faults.bits(), left);
    RigidTransform worldFromRight = place.worldFromCamera().after(stereo.leftFromRight());
    renderer.trace(place.scene(), camera, worldFromRight, rightDepth);
    effects.develop(renderer.radiance(), twin(development, rig), rig.bits(), right);
    toDisparity(depth, camera.fx() * stereo.baselineMetres(), disparity);
    return stereo;
  }

  /**
   * Draws one rectified pair, the same as {@link #sampleStereo(long, Image8, Image8, FloatImage,
   * FloatImage)} does, with truth about both pictures.
   */
  public StereoCamera sampleStereo(
      long index, Set<Truth> wanted, WorldSample left, WorldSample right) {
    Place place = place(index);
    Intrinsics camera = place.camera();
    Dice rig = dice(RIG, index);
    StereoCamera stereo = new StereoCamera(camera, baseline(rig));
    trace(place.scene(), camera, place.worldFromCamera(), wanted, left);
    Dice faults = dice(FAULTS, index);
    Development development = development(faults);
    effects.develop(renderer.radiance(), development, faults.bits(), left.rgb());
    tellTruth(index, 0, place.scene(), List.of(), left);
    RigidTransform worldFromRight = place.worldFromCamera().after(stereo.leftFromRight());
    trace(place.scene(), camera, worldFromRight, wanted, right);
    effects.develop(renderer.radiance(), twin(development, rig), rig.bits(), right.rgb());
    tellTruth(index, 1, place.scene(), List.of(), right);
    return stereo;
  }

  /**
   * Draws consecutive pictures of one scene along a smooth way. The target frame, in the middle, is
   * what {@link #sample(long, Set, WorldSample)} draws. Cost: that of so many samples, but for the
   * scene, which is built once, and again for each frame in which something has moved.
   */
  public void sampleSequence(
      long index, SequenceOptions motion, Set<Truth> wanted, WorldSequence out) {
    Place place = place(index);
    Intrinsics camera = place.camera();
    List<RigidTransform> poses =
        CameraWalk.through(place.scene(), place.worldFromCamera(), motion, dice(WALK, index));
    List<MovingObject> movers =
        MoverPlan.draw(place.scene(), camera, poses, motion, dice(MOVERS, index));
    out.begin(motion, movers);
    int target = motion.target();
    trace(place.scene(), camera, poses.get(target), wanted, out.frame(target));
    Dice faults = dice(FAULTS, index);
    Development development = development(faults);
    effects.develop(renderer.radiance(), development, faults.bits(), out.frame(target).rgb());
    tellTruth(index, 0, place.scene(), movers, out.frame(target));
    Dice twins = dice(WALK, ~index);
    for (int i = 0; i < motion.frames(); i++) {
      if (i != target) {
        Scene now = place.scene().moved(motions(movers, i));
        trace(now, camera, poses.get(i), wanted, out.frame(i));
        Development settings = twin(development, twins);
        effects.develop(renderer.radiance(), settings, twins.bits(), out.frame(i).rgb());
        tellTruth(index, i - target, now, movers, out.frame(i));
      }
    }
  }

  /** The scene of a sample, for more than pictures of it. */
  public Scene scene(long index) {
    return options.people() == 0 ? ownScene(index) : place(index).scene();
  }

  /** The camera of a sample. */
  public Intrinsics camera(long index) {
    Dice dice = dice(CAMERA, index);
    double low = Math.tan(Math.toRadians(options.minFovDegrees()) / 2);
    double high = Math.tan(Math.toRadians(options.maxFovDegrees()) / 2);
    double focal = width / (2 * dice.betweenLog(low, high));
    double cx = 0.5 * (width - 1) + 0.02 * width * dice.between(-1, 1);
    double cy = 0.5 * (height - 1) + 0.02 * height * dice.between(-1, 1);
    return new Intrinsics(width, height, focal, focal, cx, cy);
  }

  /** World from the camera of a sample; of a pair, from its left camera. */
  public RigidTransform pose(long index) {
    return pose(index, ownScene(index), camera(index));
  }

  /** What a sample shows, and from where. */
  private record Place(Scene scene, Intrinsics camera, RigidTransform worldFromCamera) {}

  private Place place(long index) {
    Scene scene = ownScene(index);
    Intrinsics camera = camera(index);
    RigidTransform pose = pose(index, scene, camera);
    if (options.people() > 0) {
      scene = Crowd.add(scene, camera, pose, options.people(), dice(PEOPLE, index));
    }
    return new Place(scene, camera, pose);
  }

  /** The scene as it is before people are put in front of the camera. */
  private Scene ownScene(long index) {
    Dice dice = dice(SCENE, index);
    return dice.chance(options.roomShare()) ? RoomScenes.random(dice) : StreetScenes.random(dice);
  }

  private RigidTransform pose(long index, Scene scene, Intrinsics camera) {
    Dice dice = dice(CAMERA, ~index);
    return CameraPoses.random(scene, dice, 2 * Math.atan(height / (2 * camera.fy())));
  }

  private double baseline(Dice rig) {
    return rig.betweenLog(options.minBaselineMetres(), options.maxBaselineMetres());
  }

  private void trace(
      Scene scene,
      Intrinsics camera,
      RigidTransform worldFromCamera,
      Set<Truth> wanted,
      WorldSample out) {
    out.begin(camera, worldFromCamera, wanted);
    renderer.trace(scene, camera, worldFromCamera, out.depth());
  }

  /**
   * Renders the truth about the picture that was traced last.
   *
   * @param frame sensors are the same in all frames of a sample, but their noise is not
   */
  private void tellTruth(
      long index, int frame, Scene scene, List<MovingObject> movers, WorldSample out) {
    Sight sight =
        new Sight(scene, out.camera(), out.worldFromCamera(), renderer.surfaces(), out.depth());
    truths.render(sight, movers, dice(SENSORS, index), frame, out);
  }

  private static Map<Integer, RigidTransform> motions(List<MovingObject> movers, int frame) {
    Map<Integer, RigidTransform> motions = new HashMap<>();
    for (MovingObject mover : movers) {
      motions.put(mover.instance(), mover.motions().get(frame));
    }
    return motions;
  }

  private Development development(Dice faults) {
    double gain = renderer.radiance().exposure();
    return options.cameraFaults()
        ? Development.random(faults, gain, options.greyShare())
        : Development.faultless(gain);
  }

  private Development twin(Development development, Dice dice) {
    return options.cameraFaults() ? development.twin(dice) : development;
  }

  private Dice dice(long purpose, long index) {
    return new Dice(seed, options.split() == SamplerOptions.Split.TRAINING ? 0 : 1, purpose, index);
  }

  private static void toDisparity(FloatImage depth, double scale, FloatImage disparity) {
    disparity.reshape(depth.width(), depth.height());
    float[] z = depth.data();
    float[] d = disparity.data();
    for (int i = 0; i < depth.size(); i++) {
      d[i] = z[i] < Float.POSITIVE_INFINITY ? (float) (scale / z[i]) : Float.NaN;
    }
  }
}
