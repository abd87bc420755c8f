package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;

/**
 * Pictures of a scene with exact depth, by ray casting.
 *
 * <p>Frame: the camera's is optical (REP 103), the world's has z up. Threads: one owner at a time.
 * Cost: one ray a pixel and one to the light, five of each where an edge is seen; buffers are kept
 * from call to call.
 */
public final class Renderer {
  /** Where a pixel on an edge is sampled, in pixels from its centre: no two in a row or column. */
  private static final double[] EDGE_SAMPLES = {
    -0.125, -0.375, 0.375, -0.125, 0.125, 0.375, -0.375, 0.125
  };

  /** Contrast below which an edge need not be smooth. */
  private static final double VISIBLE = 0.04;

  private final Radiance radiance = new Radiance();
  private final CameraEffects effects = new CameraEffects();
  private int[] surfaces = new int[0];
  private int width;
  private final double[] rotation = new double[9];
  private final Ray ray = new Ray();
  private Intrinsics camera = new Intrinsics(1, 1, 1, 1, 0, 0);

  /**
   * Takes a picture with a faultless camera at automatic exposure.
   *
   * @param rgb takes the picture. Shape: uint8 [height, width, 3]
   * @param depth takes the depth at the centre of each pixel. Units: metres along the optical axis;
   *     +∞ where the sky is seen
   * @return the gain that was chosen, for pictures that must match this one
   */
  public double render(
      Scene scene,
      Intrinsics intrinsics,
      RigidTransform worldFromCamera,
      Image8 rgb,
      FloatImage depth) {
    trace(scene, intrinsics, worldFromCamera, depth);
    double gain = radiance.exposure();
    effects.develop(radiance, Development.faultless(gain), 0, rgb);
    return gain;
  }

  /**
   * Takes a picture with a good camera, which still has a little noise and blur, at a given gain:
   * frames of one recording, and both pictures of a pair, are to match.
   *
   * @param noiseSeed the same seed gives the same noise
   */
  public void render(
      Scene scene,
      Intrinsics intrinsics,
      RigidTransform worldFromCamera,
      double gain,
      long noiseSeed,
      Image8 rgb,
      FloatImage depth) {
    trace(scene, intrinsics, worldFromCamera, depth);
    effects.develop(radiance, Development.good(gain), noiseSeed, rgb);
  }

  /** Casts the rays; the light stays in {@link #radiance} for a camera to develop. */
  void trace(Scene scene, Intrinsics intrinsics, RigidTransform worldFromCamera, FloatImage depth) {
    begin(intrinsics, worldFromCamera);
    radiance.reshape(width, intrinsics.height());
    depth.reshape(width, intrinsics.height());
    Shader shader = new Shader(scene);
    double pixel = 1 / intrinsics.fx();
    float[] z = depth.data();
    for (int y = 0, i = 0; y < intrinsics.height(); y++) {
      for (int x = 0; x < width; x++, i++) {
        z[i] = (float) cast(shader, x, y, pixel);
        surfaces[i] = shader.surface;
        radiance.set(i, shader.r, shader.g, shader.b);
      }
    }
    smoothEdges(shader, pixel);
  }

  Radiance radiance() {
    return radiance;
  }

  /** What each pixel of the last picture shows: body · 4 + face; −1 for the sky. */
  int[] surfaces() {
    return surfaces;
  }

  private void begin(Intrinsics intrinsics, RigidTransform worldFromCamera) {
    camera = intrinsics;
    width = intrinsics.width();
    int size = width * intrinsics.height();
    if (surfaces.length < size) {
      surfaces = new int[size];
    }
    System.arraycopy(worldFromCamera.rotation().toMatrix(), 0, rotation, 0, 9);
    Vector3 eye = worldFromCamera.translation();
    ray.from(eye.x(), eye.y(), eye.z());
  }

  /** The direction has z = 1 in the camera, so that what comes back is depth, not range. */
  private double cast(Shader shader, double x, double y, double pixel) {
    double cx = (x - camera.cx()) / camera.fx();
    double cy = (y - camera.cy()) / camera.fy();
    double[] m = rotation;
    ray.towards(
        m[0] * cx + m[1] * cy + m[2], m[3] * cx + m[4] * cy + m[5], m[6] * cx + m[7] * cy + m[8]);
    return shader.trace(ray, pixel);
  }

  private void smoothEdges(Shader shader, double pixel) {
    for (int y = 0, i = 0; y < camera.height(); y++) {
      for (int x = 0; x < width; x++, i++) {
        if (!onEdge(x, y, i)) {
          continue;
        }
        double r = 0;
        double g = 0;
        double b = 0;
        for (int k = 0; k < EDGE_SAMPLES.length; k += 2) {
          cast(shader, x + EDGE_SAMPLES[k], y + EDGE_SAMPLES[k + 1], pixel);
          // A lamp or the sun's reflection must not outshine the rest of its pixel.
          r += Math.min(4, shader.r);
          g += Math.min(4, shader.g);
          b += Math.min(4, shader.b);
        }
        radiance.set(i, r / 4, g / 4, b / 4);
      }
    }
  }

  private boolean onEdge(int x, int y, int i) {
    return (x > 0 && differs(i, i - 1))
        || (x + 1 < width && differs(i, i + 1))
        || (y > 0 && differs(i, i - width))
        || (y + 1 < camera.height() && differs(i, i + width));
  }

  /** Whether two pixels show different surfaces, and in colours that one can tell apart. */
  private boolean differs(int i, int j) {
    return surfaces[i] != surfaces[j] && radiance.contrast(i, j) > VISIBLE;
  }
}
