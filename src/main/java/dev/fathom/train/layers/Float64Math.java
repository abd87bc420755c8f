package dev.fathom.train.layers;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Squeeze;
import org.tensorflow.types.TFloat64;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/**
 * Arithmetic in float64, in which coordinates are computed: mixed precision rounds float32 to
 * bfloat16, whose 8 bits cannot tell column 300 from 301, and leaves float64 alone.
 */
record Float64Math(Ops tf) {
  Operand<TFloat64> number(double value) {
    return tf.constant(value);
  }

  Operand<TFloat64> plus(Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.add(a, b);
  }

  Operand<TFloat64> minus(Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.sub(a, b);
  }

  Operand<TFloat64> times(Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.mul(a, b);
  }

  Operand<TFloat64> over(Operand<TFloat64> a, Operand<TFloat64> b) {
    return tf.math.div(a, b);
  }

  Operand<TFloat64> cast(Operand<? extends TNumber> x) {
    return tf.dtypes.cast(x, TFloat64.class);
  }

  /** 0, 1, … below {@code end}, a scalar. */
  Operand<TFloat64> countTo(Operand<TInt32> end) {
    return cast(tf.range(tf.constant(0), end, tf.constant(1)));
  }

  /** One element along the last of {@code rank} axes, which goes. */
  Operand<TFloat64> element(Operand<TFloat64> x, int rank, int index) {
    int[] begin = new int[rank];
    int[] size = new int[rank];
    Arrays.fill(size, -1);
    begin[rank - 1] = index;
    size[rank - 1] = 1;
    return tf.squeeze(
        tf.slice(x, tf.constant(begin), tf.constant(size)),
        Squeeze.axis(List.of((long) (rank - 1))));
  }
}
