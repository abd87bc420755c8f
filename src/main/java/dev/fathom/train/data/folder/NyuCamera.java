package dev.fathom.train.data.folder;

import dev.fathom.geometry.Intrinsics;

/** The colour camera of the Kinect of NYU Depth v2. Source: Silberman et al. 2012, its toolbox. */
final class NyuCamera {
  private static final Intrinsics KINECT =
      new Intrinsics(640, 480, 518.85790117, 519.46961112, 325.58244941, 253.73616633);

  private NyuCamera() {}

  /** Of the whole picture, scaled to a size. */
  static Intrinsics at(int width, int height) {
    return KINECT.resized(width, height);
  }
}
