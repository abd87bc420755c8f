package dev.fathom.world;

/**
 * The light that reaches each pixel, before a camera makes an image of it.
 *
 * <p>Shape: float32 [height, width, 3], row-major, R, G, B; linear. Threads: one owner at a time.
 */
final class Radiance {
  private int width;
  private int height;
  private float[] data = new float[0];

  void reshape(int newWidth, int newHeight) {
    int size = Math.multiplyExact(3, Math.multiplyExact(newWidth, newHeight));
    if (data.length < size) {
      data = new float[size];
    }
    width = newWidth;
    height = newHeight;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  float[] data() {
    return data;
  }

  void set(int pixel, double r, double g, double b) {
    data[3 * pixel] = (float) r;
    data[3 * pixel + 1] = (float) g;
    data[3 * pixel + 2] = (float) b;
  }

  /** How much two pixels differ, as a share of their brightness. */
  double contrast(int i, int j) {
    float[] d = data;
    double difference = 0;
    double sum = 1e-3;
    for (int k = 0; k < 3; k++) {
      difference += Math.abs(d[3 * i + k] - d[3 * j + k]);
      sum += d[3 * i + k] + d[3 * j + k];
    }
    return difference / sum;
  }

  /**
   * The factor that brings the picture to a medium brightness, as a camera's automatic exposure
   * would: by the mean, in which bright parts count no more than white.
   */
  double exposure() {
    int size = 3 * width * height;
    double gain = 1;
    // The limit depends on the gain that is sought: a few rounds settle it.
    for (int round = 0; round < 4; round++) {
      double sum = 0;
      for (int i = 0; i < size; i++) {
        sum += Math.min(1, gain * data[i]);
      }
      gain *= Math.max(0.2, Math.min(5, 0.24 / Math.max(1e-6, sum / size)));
    }
    return gain;
  }
}
