package dev.fathom.train;

import dev.fathom.train.data.Batch;
import org.tensorflow.ndarray.Shape;

/**
 * A predicted map of a batch, at the size of the batch's pictures.
 *
 * @param values float32 [count, height, width]
 * @param pixels of one picture
 */
record Planes(float[] values, int pixels) {
  /** Resizes with bilinear interpolation where the prediction has another size. */
  static Planes of(TrainingGraph.Predicted predicted, Batch batch) {
    Shape shape = predicted.shape();
    int height = Math.toIntExact(shape.get(1));
    int width = Math.toIntExact(shape.get(2));
    int pixels = batch.width() * batch.height();
    if (height == batch.height() && width == batch.width()) {
      return new Planes(predicted.values(), pixels);
    }
    float[] resized = new float[batch.count() * pixels];
    for (int n = 0; n < batch.count(); n++) {
      int from = n * width * height;
      for (int y = 0; y < batch.height(); y++) {
        double row = (y + 0.5) * height / batch.height() - 0.5;
        for (int x = 0; x < batch.width(); x++) {
          double column = (x + 0.5) * width / batch.width() - 0.5;
          resized[n * pixels + y * batch.width() + x] =
              between(predicted.values(), from, width, height, column, row);
        }
      }
    }
    return new Planes(resized, pixels);
  }

  private static float between(
      float[] values, int from, int width, int height, double column, double row) {
    double x = Math.min(width - 1.0, Math.max(0, column));
    double y = Math.min(height - 1.0, Math.max(0, row));
    int left = (int) x;
    int top = (int) y;
    int right = Math.min(width - 1, left + 1);
    int bottom = Math.min(height - 1, top + 1);
    double u = x - left;
    double v = y - top;
    double above =
        (1 - u) * values[from + top * width + left] + u * values[from + top * width + right];
    double below =
        (1 - u) * values[from + bottom * width + left] + u * values[from + bottom * width + right];
    return (float) ((1 - v) * above + v * below);
  }

  float at(int n, int pixel) {
    return values[n * pixels + pixel];
  }
}
