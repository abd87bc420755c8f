package dev.fathom.train.data;

/** A picture as a lens out of focus shows it: a Gaussian, with the border going on outside. */
final class Blur {
  private static final double REACH = 3;

  private Blur() {}

  /** Changes row-major pixels of the sample's size in place. Units of sigma: pixels. */
  static void apply(double sigma, int channels, byte[] pixels, Sample sample) {
    float[] half = halfKernel(sigma);
    int width = sample.width();
    int height = sample.height();
    float[] across = new float[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / channels % width;
      float sum = half[0] * (pixels[i] & 0xff);
      for (int k = 1; k < half.length; k++) {
        int left = i - channels * Math.min(k, x);
        int right = i + channels * Math.min(k, width - 1 - x);
        sum += half[k] * ((pixels[left] & 0xff) + (pixels[right] & 0xff));
      }
      across[i] = sum;
    }
    int stride = channels * width;
    for (int i = 0; i < pixels.length; i++) {
      int y = i / stride;
      float sum = half[0] * across[i];
      for (int k = 1; k < half.length; k++) {
        int above = i - stride * Math.min(k, y);
        int below = i + stride * Math.min(k, height - 1 - y);
        sum += half[k] * (across[above] + across[below]);
      }
      pixels[i] = (byte) Math.min(255, Math.round(sum));
    }
  }

  private static float[] halfKernel(double sigma) {
    float[] half = new float[1 + (int) Math.ceil(REACH * sigma)];
    double sum = 0;
    for (int k = 0; k < half.length; k++) {
      half[k] = k == 0 ? 1 : (float) Math.exp(-0.5 * k * k / (sigma * sigma));
      sum += k == 0 ? 1 : 2 * half[k];
    }
    for (int k = 0; k < half.length; k++) {
      half[k] /= (float) sum;
    }
    return half;
  }
}
