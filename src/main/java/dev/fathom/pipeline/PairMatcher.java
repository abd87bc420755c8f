package dev.fathom.pipeline;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.stereo.SemiGlobalMatcher;
import dev.fathom.stereo.StereoOptions;
import org.bytedeco.opencv.global.opencv_core;

/** Disparity and its σ from a rectified grey pair. Threads: one owner at a time. */
public interface PairMatcher extends AutoCloseable {
  /**
   * Matches one pair.
   *
   * <p>Units: pixels. Invalid: NaN in both outputs, at the same pixels.
   *
   * @param left uint8 [H, W, 1]
   * @param right uint8 [H, W, 1]
   * @param disparity reshaped to [H, W] and written
   * @param sigma likewise
   */
  void match(Image8 left, Image8 right, FloatImage disparity, FloatImage sigma);

  @Override
  void close();

  /**
   * Makes OpenCV work in its caller's thread, in the whole process: where several frames are worked
   * on at a time, its own pool only stands in the way.
   */
  static void singleThreaded() {
    opencv_core.setNumThreads(1);
  }

  /** Semi-global matching without a network. */
  static PairMatcher semiGlobal(StereoOptions options) {
    SemiGlobalMatcher matcher = new SemiGlobalMatcher(options);
    return new PairMatcher() {
      @Override
      public void match(Image8 left, Image8 right, FloatImage disparity, FloatImage sigma) {
        matcher.match(left, right, disparity, sigma);
      }

      @Override
      public void close() {
        matcher.close();
      }
    };
  }
}
