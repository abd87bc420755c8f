package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.EnumSet;
import java.util.Set;

/**
 * A picture of the generated world with as much truth about it as was asked for.
 *
 * <p>The buffers are the sample's own and hold what was drawn last; truth that was not asked for is
 * refused with an IllegalStateException. All images have the size of the picture. Threads: one
 * owner at a time.
 */
public final class WorldSample {
  private final Image8 rgb = new Image8();
  private final FloatImage depth = new FloatImage();
  private final LabelImage instances = new LabelImage();
  private final PlaneTruth planes = new PlaneTruth();
  private final Image8 people = new Image8();
  private final Image8 movers = new Image8();
  private final Image8 thermal = new Image8();
  private final FloatImage lidar = new FloatImage();
  private final FloatImage sensorDepth = new FloatImage();
  private final FloatImage celsius = new FloatImage();
  private final EnumSet<Truth> held = EnumSet.noneOf(Truth.class);
  private float[] normals = new float[0];
  private Intrinsics camera = new Intrinsics(1, 1, 1, 1, 0, 0);
  private RigidTransform worldFromCamera = RigidTransform.IDENTITY;

  void begin(Intrinsics newCamera, RigidTransform newWorldFromCamera, Set<Truth> wanted) {
    camera = newCamera;
    worldFromCamera = newWorldFromCamera;
    held.clear();
    held.addAll(wanted);
    int size = 3 * camera.width() * camera.height();
    if (held.contains(Truth.NORMALS) && normals.length < size) {
      normals = new float[size];
    }
  }

  public Intrinsics camera() {
    return camera;
  }

  /** Where the camera is. Frame: optical to world, which has z up. */
  public RigidTransform worldFromCamera() {
    return worldFromCamera;
  }

  /** The picture. Shape: uint8 [height, width, 3]. */
  public Image8 rgb() {
    return rgb;
  }

  /** Exact depth. Units: metres along the optical axis. Invalid: +∞ in the sky. */
  public FloatImage depth() {
    return depth;
  }

  /** Which truth is held beside picture and depth; a copy. */
  public Set<Truth> held() {
    return EnumSet.copyOf(held);
  }

  /**
   * Which object each pixel shows; 0 for the place itself (walls, ground, houses) and the sky. An
   * object keeps its number in all pictures of its scene.
   */
  public LabelImage instances() {
    need(Truth.INSTANCES);
    return instances;
  }

  public PlaneTruth planes() {
    need(Truth.PLANES);
    return planes;
  }

  /**
   * Unit normals of the surfaces, towards the camera. Shape: float32 [height, width, 3]; the array
   * may be longer. Frame: the camera's, optical. Invalid: NaN in the sky.
   */
  public float[] normals() {
    need(Truth.NORMALS);
    return normals;
  }

  /** Which pixels show people. Shape: uint8 [height, width, 1]: 255 for a person, otherwise 0. */
  public Image8 people() {
    need(Truth.PEOPLE);
    return people;
  }

  /**
   * Which pixels show what moves in the sequence. Shape: uint8 [height, width, 1]: the number of
   * the moving object in {@link WorldSequence#movers}, from 1 on; 0 for what stands still.
   */
  public Image8 movers() {
    need(Truth.MOVERS);
    return movers;
  }

  /** Long-wave infrared. Shape: uint8 [height, width, 1], warm is bright. */
  public Image8 thermal() {
    need(Truth.THERMAL);
    return thermal;
  }

  /** The temperatures that {@link #thermal} shows, without noise or blur. Units: °C. */
  public FloatImage celsius() {
    need(Truth.THERMAL);
    return celsius;
  }

  /** Depths that a LiDAR beside the camera measured. Invalid: NaN where no beam hit. */
  public FloatImage lidar() {
    need(Truth.LIDAR);
    return lidar;
  }

  /** Depths that an RGB-D camera would measure. Invalid: NaN in its holes. */
  public FloatImage sensorDepth() {
    need(Truth.SENSOR_DEPTH);
    return sensorDepth;
  }

  private void need(Truth truth) {
    if (!held.contains(truth)) {
      throw new IllegalStateException(truth + " was not asked for, only " + held);
    }
  }
}
