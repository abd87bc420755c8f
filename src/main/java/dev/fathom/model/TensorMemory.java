package dev.fathom.model;

import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.buffer.ByteDataBuffer;
import org.tensorflow.ndarray.buffer.DataStorageVisitor;

/** A tensor's own memory as a pointer, for libraries that write straight into it. */
final class TensorMemory {
  private TensorMemory() {}

  /**
   * A pointer to the tensor's bytes, which does not own them: it must not be used once the tensor
   * is closed.
   */
  static BytePointer pointerTo(Tensor tensor) {
    ByteDataBuffer data = tensor.asRawTensor().data();
    return data.accept(
        new DataStorageVisitor<BytePointer>() {
          @Override
          public BytePointer visit(long address, long length, long elementSize) {
            return new BorrowedPointer(address, length * elementSize);
          }

          @Override
          public BytePointer fallback() {
            throw new IllegalStateException("the tensor's memory has no address here");
          }
        });
  }

  private static final class BorrowedPointer extends BytePointer {
    BorrowedPointer(long borrowedAddress, long bytes) {
      address = borrowedAddress;
      limit = bytes;
      capacity = bytes;
    }
  }
}
