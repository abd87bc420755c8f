package dev.fathom.train;

import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

/** Arrays into tensors and back. */
final class Tensors {
  private Tensors() {}

  static TUint8 uint8(Shape shape, byte[] values) {
    return Tensor.of(
        TUint8.class, shape, tensor -> tensor.asRawTensor().data().write(values, 0, size(shape)));
  }

  static TFloat32 float32(Shape shape, float[] values) {
    return Tensor.of(
        TFloat32.class,
        shape,
        tensor -> tensor.asRawTensor().data().asFloats().write(values, 0, size(shape)));
  }

  static float[] floats(Tensor tensor) {
    float[] values = new float[size(tensor.shape())];
    tensor.asRawTensor().data().asFloats().read(values);
    return values;
  }

  private static int size(Shape shape) {
    return Math.toIntExact(shape.size());
  }
}
