package dev.fathom.eval.trajectory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.eval.ReferenceData;
import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An ORB-SLAM estimate of KITTI sequence 00; the figures are those of the tool evo. */
class KittiReferenceTest {
  @Test
  void absoluteErrorIsThePublishedOne() throws IOException {
    AbsoluteTrajectoryError error = AbsoluteTrajectoryError.of(orb(), truth(), Alignment.SE3);
    assertEquals(1.30345, error.metres().rmse(), 5e-6);
    assertEquals(4541, error.metres().count());
    double scaled = AbsoluteTrajectoryError.of(orb(), truth(), Alignment.SIM3).metres().rmse();
    assertTrue(scaled < error.metres().rmse(), "with scale " + scaled);
  }

  @Test
  void relativeErrorOverTenMetresIsThePublishedOne() throws IOException {
    RelativePoseError error = RelativePoseError.overDistance(orb(), truth(), 10);
    assertEquals(0.22626, error.metres().rmse(), 5e-6);
    assertEquals(353, error.metres().count());
  }

  private static List<RigidTransform> orb() throws IOException {
    return poses(ReferenceData.require("trajectories/KITTI_00_ORB.txt"));
  }

  private static List<RigidTransform> truth() throws IOException {
    return poses(ReferenceData.require("trajectories/KITTI_00_gt.txt"));
  }

  /** KITTI's format: a row-major 3×4 matrix a line. */
  private static List<RigidTransform> poses(Path file) throws IOException {
    List<RigidTransform> poses = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      double[] m =
          Arrays.stream(line.trim().split("\\s+")).mapToDouble(Double::parseDouble).toArray();
      poses.add(
          new RigidTransform(
              Rotation.fromMatrix(
                  new double[] {m[0], m[1], m[2], m[4], m[5], m[6], m[8], m[9], m[10]}),
              new Vector3(m[3], m[7], m[11])));
    }
    return poses;
  }
}
