package dev.fathom.train;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.networks.DepthScale;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Pictures of one size with their targets, ready to be fed.
 *
 * @param images uint8 [count, height, width, 3], RGB
 * @param targets float32 [count, height, width], normalised log depth. Invalid: NaN
 * @param focals focal length of each picture in pixels
 */
record Batch(int count, int width, int height, byte[] images, float[] targets, double[] focals) {
  /**
   * Gathers samples {@code first} to {@code first + count − 1}.
   *
   * @param augmentationSeed changes the samples; null leaves them as they are
   */
  static Batch gather(
      TrainingData data,
      DepthScale scale,
      long first,
      int count,
      int width,
      int height,
      @Nullable Long augmentationSeed) {
    int pixels = width * height;
    byte[] images = new byte[3 * count * pixels];
    float[] targets = new float[count * pixels];
    double[] focals = new double[count];
    Image8 rgb = new Image8();
    FloatImage depth = new FloatImage();
    Augmentation augmentation = new Augmentation();
    for (int i = 0; i < count; i++) {
      Intrinsics camera = data.sample(first + i, width, height, rgb, depth);
      if (augmentationSeed != null) {
        Random random = new Random(augmentationSeed * 1_000_003L + first + i);
        augmentation.apply(random, width, height, rgb.data(), depth.data());
      }
      focals[i] = camera.fx();
      System.arraycopy(rgb.data(), 0, images, 3 * i * pixels, 3 * pixels);
      for (int p = 0; p < pixels; p++) {
        targets[i * pixels + p] = scale.normalised(depth.data()[p], camera.fx());
      }
    }
    return new Batch(count, width, height, images, targets, focals);
  }
}
