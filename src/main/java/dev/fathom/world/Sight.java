package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;

/**
 * What the rays of a rendered picture met, for further truth about it.
 *
 * <p>Threads: one owner at a time.
 */
final class Sight {
  private final Scene scene;
  private final Intrinsics camera;
  private final RigidTransform worldFromCamera;
  private final int[] surfaces;
  private final FloatImage depth;
  private final double[] rotation;
  private final RayCaster rays;
  private final Ray ray = new Ray();
  private final Ray spare = new Ray();

  Sight(
      Scene scene,
      Intrinsics camera,
      RigidTransform worldFromCamera,
      int[] surfaces,
      FloatImage depth) {
    this.scene = scene;
    this.camera = camera;
    this.worldFromCamera = worldFromCamera;
    this.surfaces = surfaces;
    this.depth = depth;
    rotation = worldFromCamera.rotation().toMatrix();
    rays = new RayCaster(scene);
    Vector3 eye = worldFromCamera.translation();
    ray.from(eye.x(), eye.y(), eye.z());
  }

  Scene scene() {
    return scene;
  }

  Intrinsics camera() {
    return camera;
  }

  RigidTransform worldFromCamera() {
    return worldFromCamera;
  }

  FloatImage depth() {
    return depth;
  }

  /** Rays for the caller's own questions; {@link #meet} overwrites what they found. */
  RayCaster rays() {
    return rays;
  }

  /** The ray of the last pixel that was asked about; places on it are depths. */
  Ray ray() {
    return ray;
  }

  /** A ray for the caller to use. */
  Ray spare() {
    return spare;
  }

  /** Body · 4 + face that a pixel shows, −1 for the sky. */
  int surface(int pixel) {
    return surfaces[pixel];
  }

  /** The body that a pixel shows, −1 for the sky. */
  int body(int pixel) {
    return surfaces[pixel] >> 2;
  }

  /** The object that a pixel shows, 0 for the place itself and the sky. */
  int object(int pixel) {
    return surfaces[pixel] < 0 ? 0 : scene.solids().objects[surfaces[pixel] >> 2];
  }

  /** Aims the ray through the middle of a pixel. */
  void aim(int x, int y) {
    double a = (x - camera.cx()) / camera.fx();
    double b = (y - camera.cy()) / camera.fy();
    double[] m = rotation;
    ray.towards(m[0] * a + m[1] * b + m[2], m[3] * a + m[4] * b + m[5], m[6] * a + m[7] * b + m[8]);
  }

  /** Aims, and finds the normal of what the pixel shows again; false for the sky. */
  boolean meet(int x, int y) {
    aim(x, y);
    int pixel = y * camera.width() + x;
    if (surfaces[pixel] < 0) {
      return false;
    }
    rays.solid = surfaces[pixel] >> 2;
    // The depth image is rounded, and beside an edge would give the normal of another face.
    rays.resolve(ray, scene.solids().meet(rays.solid, ray, Shader.NEAREST));
    return true;
  }

  /** Coordinate {@code axis} of the world direction (x, y, z) in the camera. */
  double inCamera(int axis, double x, double y, double z) {
    return rotation[axis] * x + rotation[3 + axis] * y + rotation[6 + axis] * z;
  }
}
