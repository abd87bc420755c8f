package dev.fathom.world;

import dev.fathom.geometry.RigidTransform;
import java.util.ArrayList;
import java.util.List;

/**
 * Consecutive pictures of one scene by one camera.
 *
 * <p>The samples are kept and used again. Threads: one owner at a time.
 */
public final class WorldSequence {
  private final List<WorldSample> samples = new ArrayList<>();
  private int frames;
  private int target;
  private List<MovingObject> movers = List.of();

  void begin(SequenceOptions options, List<MovingObject> newMovers) {
    frames = options.frames();
    target = options.target();
    movers = List.copyOf(newMovers);
    while (samples.size() < frames) {
      samples.add(new WorldSample());
    }
  }

  /** Number of pictures. */
  public int frames() {
    return frames;
  }

  /** The frame about which the sequence is built; {@link WorldSampler#sample} draws the same. */
  public int target() {
    return target;
  }

  public WorldSample frame(int number) {
    if (number < 0 || number >= frames) {
      throw new IllegalArgumentException(
          "frame must be within 0 … " + (frames - 1) + ", found " + number);
    }
    return samples.get(number);
  }

  /** Maps points in the camera of frame {@code source} to the camera of frame {@code target}. */
  public RigidTransform cameraFromCamera(int targetFrame, int sourceFrame) {
    return frame(targetFrame)
        .worldFromCamera()
        .inverse()
        .after(frame(sourceFrame).worldFromCamera());
  }

  /** What moves beside the camera. */
  public List<MovingObject> movers() {
    return movers;
  }

  /**
   * Maps points of a moving object as the camera of one frame sees them to where the camera of
   * another sees the same points: ego-motion and object motion together.
   */
  public RigidTransform cameraFromCamera(MovingObject object, int targetFrame, int sourceFrame) {
    RigidTransform motion =
        object.motions().get(targetFrame).after(object.motions().get(sourceFrame).inverse());
    return frame(targetFrame)
        .worldFromCamera()
        .inverse()
        .after(motion)
        .after(frame(sourceFrame).worldFromCamera());
  }
}
