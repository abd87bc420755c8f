package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;

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

  private final long seed;
  private final int width;
  private final int height;
  private final SamplerOptions options;
  private final Renderer renderer = new Renderer();
  private final CameraEffects effects = new CameraEffects();
  private final FloatImage rightDepth = new FloatImage();

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
    Scene scene = scene(index);
    Intrinsics camera = camera(index);
    RigidTransform worldFromCamera = pose(index, scene, camera);
    renderer.trace(scene, camera, worldFromCamera, depth);
    Dice faults = dice(FAULTS, index);
    effects.develop(renderer.radiance(), development(faults), faults.bits(), rgb);
    return camera;
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
    Scene scene = scene(index);
    Intrinsics camera = camera(index);
    RigidTransform worldFromLeft = pose(index, scene, camera);
    Dice rig = dice(RIG, index);
    double baseline = rig.betweenLog(options.minBaselineMetres(), options.maxBaselineMetres());
    StereoCamera stereo = new StereoCamera(camera, baseline);
    renderer.trace(scene, camera, worldFromLeft, depth);
    Dice faults = dice(FAULTS, index);
    Development development = development(faults);
    effects.develop(renderer.radiance(), development, faults.bits(), left);
    renderer.trace(scene, camera, worldFromLeft.after(stereo.leftFromRight()), rightDepth);
    Development twin = options.cameraFaults() ? development.twin(rig) : development;
    effects.develop(renderer.radiance(), twin, rig.bits(), right);
    toDisparity(depth, camera.fx() * baseline, disparity);
    return stereo;
  }

  /** The scene of a sample, for more than pictures of it. */
  public Scene scene(long index) {
    Dice dice = dice(SCENE, index);
    return dice.chance(options.roomShare()) ? RoomScenes.random(dice) : StreetScenes.random(dice);
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
    return pose(index, scene(index), camera(index));
  }

  private RigidTransform pose(long index, Scene scene, Intrinsics camera) {
    Dice dice = dice(CAMERA, ~index);
    return CameraPoses.random(scene, dice, 2 * Math.atan(height / (2 * camera.fy())));
  }

  private Development development(Dice faults) {
    double gain = renderer.radiance().exposure();
    return options.cameraFaults()
        ? Development.random(faults, gain, options.greyShare())
        : Development.faultless(gain);
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
