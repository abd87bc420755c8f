package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;

/**
 * A rectified stereo camera: the right one has the same intrinsics and lies along +x of the left.
 *
 * <p>Frame: optical (REP 103).
 *
 * @param intrinsics of both cameras
 * @param baselineMetres distance between them. Units: metres
 */
public record StereoCamera(Intrinsics intrinsics, double baselineMetres) {
  public StereoCamera {
    if (!(baselineMetres > 0)) {
      throw new IllegalArgumentException("baseline must be positive, found " + baselineMetres);
    }
  }

  public RigidTransform leftFromRight() {
    return new RigidTransform(Rotation.IDENTITY, new Vector3(baselineMetres, 0, 0));
  }
}
