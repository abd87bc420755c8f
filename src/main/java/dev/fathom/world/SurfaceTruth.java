package dev.fathom.world;

import dev.fathom.image.Image8;
import java.util.Arrays;

/** Truth that the rays of a picture know of without being cast again. Stateless. */
final class SurfaceTruth {
  private static final byte YES = (byte) 255;

  private SurfaceTruth() {}

  static void instances(Sight sight, LabelImage out) {
    out.reshape(sight.camera().width(), sight.camera().height());
    for (int i = 0; i < out.size(); i++) {
      out.data()[i] = sight.object(i);
    }
  }

  static void people(Sight sight, Image8 out) {
    out.reshape(sight.camera().width(), sight.camera().height(), 1);
    for (int i = 0; i < out.size(); i++) {
      boolean person = sight.scene().objectKind(sight.object(i)) == ObjectKind.PERSON;
      out.data()[i] = person ? YES : 0;
    }
  }

  /**
   * @param moverOf number of each object among those that move, from 1 on; 0 for what stands still
   */
  static void movers(Sight sight, byte[] moverOf, Image8 out) {
    out.reshape(sight.camera().width(), sight.camera().height(), 1);
    for (int i = 0; i < out.size(); i++) {
      out.data()[i] = moverOf[sight.object(i)];
    }
  }

  /** Shape: float32 [height, width, 3]. */
  static void normals(Sight sight, float[] out) {
    RayCaster rays = sight.rays();
    for (int y = 0, at = 0; y < sight.camera().height(); y++) {
      for (int x = 0; x < sight.camera().width(); x++, at += 3) {
        if (!sight.meet(x, y)) {
          Arrays.fill(out, at, at + 3, Float.NaN);
          continue;
        }
        for (int k = 0; k < 3; k++) {
          out[at + k] = (float) sight.inCamera(k, rays.nx, rays.ny, rays.nz);
        }
      }
    }
  }
}
