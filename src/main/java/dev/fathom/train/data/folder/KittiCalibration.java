package dev.fathom.train.data.folder;

import dev.fathom.geometry.Intrinsics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * KITTI's {@code calib_cam_to_cam.txt}: projections of the rectified colour cameras 02 and 03.
 *
 * <p>Source: Geiger et al. 2013. Units: pixels, metres.
 */
record KittiCalibration(double fx, double fy, double cx, double cy, double baselineMetres) {
  private static final String LEFT = "P_rect_02:";
  private static final String RIGHT = "P_rect_03:";

  static KittiCalibration read(Path file) throws IOException {
    List<String> lines = FileList.lines(file);
    double[] left = projection(file, lines, LEFT);
    double[] right = projection(file, lines, RIGHT);
    return new KittiCalibration(left[0], left[5], left[2], left[6], (left[3] - right[3]) / left[0]);
  }

  private static double[] projection(Path file, List<String> lines, String name)
      throws IOException {
    for (String line : lines) {
      if (line.startsWith(name)) {
        return FileList.numbers(file, line.substring(name.length()), 12);
      }
    }
    throw new IOException(file + ": expected a line " + name + " with 12 numbers, found none");
  }

  Intrinsics camera(int width, int height) {
    return new Intrinsics(width, height, fx, fy, cx, cy);
  }
}
