package dev.fathom.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TBfloat16;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat16;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TInt64;
import org.tensorflow.types.TUint8;

/**
 * Inputs for a signature where only the time counts: float32 is uniform in [0, 1), uint8 is noise,
 * all else is zero.
 *
 * <p>Sides that the signature leaves open are 1, but for rows and columns of whatever looks like a
 * picture: four axes, or three with one or three channels last.
 */
final class MadeUpInputs implements AutoCloseable {
  private static final long SEED = 1;
  private static final int MAX_CHANNELS = 4;
  private static final int COLOURS = 3;
  private static final int PICTURE_RANK = 4;
  private static final int CHANNELS_FIRST_ROWS = 2;

  private final Map<String, Tensor> byKey = new TreeMap<>();
  private @Nullable NetworkSize picture;

  private MadeUpInputs() {}

  /**
   * Makes one tensor an input.
   *
   * @throws ModelException if an input's type is not of numbers, or its rank is unknown
   */
  static MadeUpInputs of(Signature signature, NetworkSize size) {
    MadeUpInputs inputs = new MadeUpInputs();
    try {
      for (TensorSpec spec : signature.inputs().values()) {
        List<Long> sides = sides(spec, size);
        inputs.byKey.put(spec.key(), tensor(spec, sides));
        int rows = rowsAxis(spec);
        if (rows >= 0 && inputs.picture == null) {
          inputs.picture =
              new NetworkSize(sides.get(rows + 1).intValue(), sides.get(rows).intValue());
        }
      }
    } catch (RuntimeException | Error e) {
      inputs.close();
      throw e;
    }
    return inputs;
  }

  /** The tensors by the signature's keys; they stay ours. */
  Map<String, Tensor> byKey() {
    return byKey;
  }

  /** The size of the first picture among them; null where there is none. */
  @Nullable NetworkSize picture() {
    return picture;
  }

  static TFloat32 noise(Shape shape) {
    Random random = new Random(SEED);
    float[] values = new float[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    return Tensor.of(
        TFloat32.class, shape, tensor -> tensor.asRawTensor().data().asFloats().write(values));
  }

  /** Sides with what is open filled in. */
  static List<Long> sides(TensorSpec spec, NetworkSize size) {
    List<Long> told = spec.shape();
    if (told == null) {
      throw new ModelException(
          "input '" + spec.key() + "' is " + spec.describe() + ": not even its rank is known");
    }
    List<Long> sides = new ArrayList<>(told);
    int rows = rowsAxis(spec);
    if (rows >= 0) {
      fill(sides, rows, size.height());
      fill(sides, rows + 1, size.width());
      fill(sides, rows == CHANNELS_FIRST_ROWS ? 1 : sides.size() - 1, COLOURS);
    }
    for (int axis = 0; axis < sides.size(); axis++) {
      fill(sides, axis, 1);
    }
    return sides;
  }

  /** Which axis counts rows, columns coming next; −1 where there is no picture. */
  private static int rowsAxis(TensorSpec spec) {
    List<Long> sides = spec.shape();
    if (sides != null && sides.size() == PICTURE_RANK) {
      return isChannels(sides.get(1)) && !isChannels(sides.get(3)) ? CHANNELS_FIRST_ROWS : 1;
    }
    boolean picture =
        sides != null && sides.size() == COLOURS && (sides.get(2) == 1 || sides.get(2) == COLOURS);
    return picture ? 0 : -1;
  }

  private static void fill(List<Long> sides, int axis, long side) {
    if (sides.get(axis) < 0) {
      sides.set(axis, side);
    }
  }

  private static boolean isChannels(long side) {
    return side >= 1 && side <= MAX_CHANNELS;
  }

  private static Tensor tensor(TensorSpec spec, List<Long> sides) {
    Shape shape = Shape.of(sides.stream().mapToLong(Long::longValue).toArray());
    return switch (spec.dtype()) {
      case "float32", "float32_ref" -> noise(shape);
      case "uint8" -> bytes(shape);
      case "float16" -> zeros(TFloat16.tensorOf(shape));
      case "bfloat16" -> zeros(TBfloat16.tensorOf(shape));
      case "float64" -> zeros(TFloat64.tensorOf(shape));
      case "int32" -> zeros(TInt32.tensorOf(shape));
      case "int64" -> zeros(TInt64.tensorOf(shape));
      case "bool" -> zeros(TBool.tensorOf(shape));
      default ->
          throw new ModelException(
              "input '" + spec.key() + "' is " + spec.describe() + ": such cannot be made up");
    };
  }

  private static TUint8 bytes(Shape shape) {
    byte[] values = new byte[Math.toIntExact(shape.size())];
    new Random(SEED).nextBytes(values);
    return Tensor.of(TUint8.class, shape, tensor -> tensor.asRawTensor().data().write(values));
  }

  /** TensorFlow leaves in a new tensor what was in its memory before. */
  private static Tensor zeros(Tensor tensor) {
    tensor.asRawTensor().data().write(new byte[Math.toIntExact(tensor.numBytes())]);
    return tensor;
  }

  @Override
  public void close() {
    byKey.values().forEach(Tensor::close);
  }
}
