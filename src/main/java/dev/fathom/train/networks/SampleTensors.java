package dev.fathom.train.networks;

import dev.fathom.train.data.Field;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.family.TNumber;

/**
 * The fields of a batch in a graph.
 *
 * <p>Shape: [N, H, W, channels] of pictures, labels and maps; [N, channels] of vectors.
 */
public final class SampleTensors {
  private final Ops tf;
  private final Map<Field, Operand<? extends TNumber>> raw;
  private final @Nullable Operand<TFloat64> progress;

  /**
   * @param raw as they are fed: uint8 or, of maps, vectors and resized pictures, float32
   * @param progress share of the training that is over, a scalar; null in use
   */
  public SampleTensors(
      Ops tf, Map<Field, Operand<? extends TNumber>> raw, @Nullable Operand<TFloat64> progress) {
    this.tf = tf;
    this.raw = Map.copyOf(raw);
    this.progress = progress;
  }

  public boolean has(Field field) {
    return raw.containsKey(field);
  }

  /** Pictures in [0, 1], everything else as it is. */
  public Operand<TFloat32> get(Field field) {
    Operand<TFloat32> value = tf.dtypes.cast(fed(field), TFloat32.class);
    return field.kind() == Field.Kind.PICTURE ? tf.math.mul(value, tf.constant(1 / 255f)) : value;
  }

  /** The same from the fed bits, in the precision of losses and geometry. */
  public Operand<TFloat64> exact(Field field) {
    Operand<TFloat64> value = tf.dtypes.cast(fed(field), TFloat64.class);
    return field.kind() == Field.Kind.PICTURE ? tf.math.mul(value, tf.constant(1 / 255.0)) : value;
  }

  /** Share of the training that is over, 0 to 1: for losses that change on the way. */
  public Operand<TFloat64> progress() {
    if (progress == null) {
      throw new IllegalStateException("there is no progress outside a training");
    }
    return progress;
  }

  private Operand<? extends TNumber> fed(Field field) {
    Operand<? extends TNumber> found = raw.get(field);
    if (found == null) {
      throw new IllegalArgumentException("the batch has no field " + field);
    }
    return found;
  }
}
