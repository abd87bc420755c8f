package dev.fathom.world;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.image.FloatImage;
import java.util.Arrays;

/**
 * The returns of a LiDAR that is mounted beside a camera, as depths in its picture.
 *
 * <p>Invalid: NaN where no beam hit. Where two hit one pixel the nearer counts; a return that the
 * camera cannot see, because something nearer hides it, is left out. Threads: one owner at a time.
 * Cost: a ray a beam within the picture.
 */
final class SparseDepth {
  /** A return this much farther than what the pixel shows, as a share of its depth, is hidden. */
  private static final double HIDDEN = 0.05;

  private final LidarScan scan = new LidarScan();

  /** Draws the LiDAR, how it is mounted and what it measures; the frame changes its noise only. */
  void measure(Sight sight, Dice dice, int frame, FloatImage out) {
    Intrinsics camera = sight.camera();
    int width = camera.width();
    int height = camera.height();
    double half = Math.atan(0.5 * width / camera.fx());
    double returns = dice.betweenLog(0.005, 0.08) * width * height;
    // As many beams as such sensors have, but never more of them than columns.
    int beams = (int) Math.max(2, Math.min(8 << dice.below(4), 0.8 * Math.sqrt(returns)));
    double columns = returns / beams * Math.PI / half;
    double spread = dice.between(18, 45);
    double lowest = -0.5 * spread - dice.between(0, 6);
    LidarOptions options =
        new LidarOptions(
            beams,
            lowest,
            lowest + spread,
            (int) Math.min(8192, columns),
            0.25,
            dice.betweenLog(30, 120),
            dice.betweenLog(0.003, 0.03),
            dice.between(0, 0.15));
    double share = Math.min(0.5, 0.55 * half / Math.PI);
    new LidarSimulator(options)
        .scanAhead(sight.scene(), mount(sight, dice), share, dice.bits() + frame, scan);
    project(sight, out);
  }

  private RigidTransform lidarInCamera = RigidTransform.IDENTITY;

  /** World from the LiDAR, whose x axis looks along the camera's z. */
  private RigidTransform mount(Sight sight, Dice dice) {
    Vector3 place =
        new Vector3(dice.between(-0.15, 0.15), dice.between(-0.25, 0.05), dice.between(-0.2, 0.1));
    Rotation off =
        Rotation.about(new Vector3(0.3, 1, 0.2), 0.03 * dice.gaussian())
            .after(CameraPoses.BODY_FROM_OPTICAL.inverse());
    lidarInCamera = new RigidTransform(off, place);
    return sight.worldFromCamera().after(lidarInCamera);
  }

  private void project(Sight sight, FloatImage out) {
    Intrinsics camera = sight.camera();
    out.reshape(camera.width(), camera.height());
    Arrays.fill(out.data(), 0, out.size(), Float.NaN);
    float[] points = scan.points();
    for (int i = 0; i < LidarScan.STRIDE * scan.count(); i += LidarScan.STRIDE) {
      Vector3 p = lidarInCamera.apply(new Vector3(points[i], points[i + 1], points[i + 2]));
      if (p.z() <= 0.05) {
        continue;
      }
      long x = Math.round(camera.projectX(p.x(), p.z()));
      long y = Math.round(camera.projectY(p.y(), p.z()));
      if (x < 0 || y < 0 || x >= camera.width() || y >= camera.height()) {
        continue;
      }
      int at = (int) (y * camera.width() + x);
      float shown = sight.depth().data()[at];
      if (p.z() > shown * (1 + HIDDEN) || out.data()[at] <= p.z()) {
        continue;
      }
      out.data()[at] = (float) p.z();
    }
  }
}
