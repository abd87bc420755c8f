package dev.fathom.model;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.ndarray.Shape;

/**
 * The height and width of an output with one number a pixel.
 *
 * <p>Shape: [H, W], [1, H, W], [H, W, 1], [1, H, W, 1] or [1, 1, H, W].
 *
 * @param height rows
 * @param width columns
 */
record PlaneShape(int height, int width) {
  /** Whether a signature's shape may turn out to be a plane. */
  static boolean possible(@Nullable List<Long> shape) {
    if (shape == null) {
      return true;
    }
    return switch (shape.size()) {
      case 2 -> true;
      case 3 -> one(shape.get(0)) || one(shape.get(2));
      case 4 -> one(shape.get(0)) && (one(shape.get(3)) || one(shape.get(1)));
      default -> false;
    };
  }

  /**
   * Reads the sides off a tensor.
   *
   * @throws ModelException if it is not a plane; {@code tensor} is named
   */
  static PlaneShape of(Shape shape, String tensor) {
    int rank = shape.numDimensions();
    if (rank == 2) {
      return new PlaneShape((int) shape.get(0), (int) shape.get(1));
    }
    if (rank == 3 && shape.get(0) == 1) {
      return new PlaneShape((int) shape.get(1), (int) shape.get(2));
    }
    if (rank == 3 && shape.get(2) == 1) {
      return new PlaneShape((int) shape.get(0), (int) shape.get(1));
    }
    if (rank == 4 && shape.get(0) == 1 && shape.get(3) == 1) {
      return new PlaneShape((int) shape.get(1), (int) shape.get(2));
    }
    if (rank == 4 && shape.get(0) == 1 && shape.get(1) == 1) {
      return new PlaneShape((int) shape.get(2), (int) shape.get(3));
    }
    throw new ModelException(
        "output '" + tensor + "' is " + shape + ", expected one number a pixel");
  }

  private static boolean one(long side) {
    return side == 1 || side < 0;
  }
}
