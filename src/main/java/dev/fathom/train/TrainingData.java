package dev.fathom.train;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;

/**
 * Pictures with their depth, by number: the same index and size always give the same sample.
 *
 * <p>Threads: one thread at a time.
 */
public interface TrainingData {
  /**
   * Gives sample {@code index} at a size.
   *
   * @param rgb receives the picture, [height, width, 3]
   * @param depth receives its depth, same size. Invalid: as {@link dev.fathom.image.Depth} says
   * @return the camera that took the picture
   */
  Intrinsics sample(long index, int width, int height, Image8 rgb, FloatImage depth);

  /** One line for the training record: what the data is and its seed. */
  String describe();
}
