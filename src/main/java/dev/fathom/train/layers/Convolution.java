package dev.fathom.train.layers;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Stack;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Convolutions of a tensor with given weights, in the forms whose gradients TensorFlow has. */
final class Convolution {
  private static final String SAME = "SAME";
  private static final String VALID = "VALID";

  private final Ops tf;
  private final ConvSpec spec;

  Convolution(Ops tf, ConvSpec spec) {
    this.tf = tf;
    this.spec = spec;
  }

  /** The convolution that {@code spec} says, with weights of {@link Kernel}'s shape. */
  Operand<TFloat32> of(Operand<TFloat32> x, Operand<TFloat32> weights) {
    if (spec.dilation() > 1) {
      return dilated(x, weights);
    }
    if (spec.padding().isExplicit()) {
      return direct(pad(tf, x, spec.padding()), weights, VALID);
    }
    return direct(x, weights, spec.padding().mode() == Padding.Mode.SAME ? SAME : VALID);
  }

  static Operand<TFloat32> pad(Ops tf, Operand<TFloat32> x, Padding padding) {
    Operand<TInt32> paddings = tf.constant(padding.paddings());
    return switch (padding.mode()) {
      case ZEROS -> tf.pad(x, paddings, tf.constant(0f));
      case REFLECTED -> tf.mirrorPad(x, paddings, "REFLECT");
      case SAME, VALID -> x;
    };
  }

  static boolean isDepthwise(ConvSpec spec, int in) {
    return spec.groups() == in && in > 1;
  }

  private Operand<TFloat32> direct(Operand<TFloat32> x, Operand<TFloat32> weights, String padding) {
    List<Long> strides = List.of(1L, (long) spec.stride(), (long) spec.stride(), 1L);
    if (isDepthwise(spec, Sides.channels(x))) {
      return tf.nn.depthwiseConv2dNative(x, weights, strides, padding);
    }
    return tf.nn.conv2d(x, weights, strides, padding);
  }

  /**
   * Every d-th pixel makes a small picture of its own, and these are convolved without dilation:
   * the gradient of a dilated Conv2D is silently wrong.
   */
  private Operand<TFloat32> dilated(Operand<TFloat32> x, Operand<TFloat32> weights) {
    int dilation = spec.dilation();
    Operand<TFloat32> reflected =
        spec.padding().mode() == Padding.Mode.REFLECTED ? pad(tf, x, spec.padding()) : x;
    int[] before = before();
    int[] after = after();
    Operand<TInt32> padded =
        tf.math.add(
            Sides.of(tf, reflected),
            tf.constant(new int[] {before[0] + after[0], before[1] + after[1]}));
    Operand<TInt32> missing = missing(reflected, padded, before, after);
    Operand<TInt32> blocks = tf.constant(new int[] {dilation, dilation});
    Operand<TInt32> paddings =
        columns(tf.constant(before), tf.math.add(tf.constant(after), missing));
    Operand<TInt32> crops = columns(tf.constant(new int[] {0, 0}), missing);
    Operand<TFloat32> parts = tf.spaceToBatchNd(reflected, blocks, paddings);
    return tf.batchToSpaceNd(direct(parts, weights, VALID), blocks, crops);
  }

  /** Rows and columns that are missing to a multiple of the dilation; a constant if it can be. */
  private Operand<TInt32> missing(
      Operand<TFloat32> x, Operand<TInt32> padded, int[] before, int[] after) {
    Shape shape = x.shape();
    if (Sides.areKnown(x)) {
      int[] missing = new int[2];
      for (int axis = 0; axis < 2; axis++) {
        long side = shape.get(axis + 1) + before[axis] + after[axis];
        missing[axis] = (int) Math.floorMod(-side, (long) spec.dilation());
      }
      return tf.constant(missing);
    }
    return tf.math.floorMod(tf.math.neg(padded), tf.constant(spec.dilation()));
  }

  private Operand<TInt32> columns(Operand<TInt32> first, Operand<TInt32> second) {
    return tf.stack(List.of(first, second), Stack.axis(1L));
  }

  private int[] before() {
    Padding padding = spec.padding();
    return switch (padding.mode()) {
      case SAME -> new int[] {reach(spec.kernelHeight()) / 2, reach(spec.kernelWidth()) / 2};
      case ZEROS -> new int[] {padding.top(), padding.left()};
      case VALID, REFLECTED -> new int[] {0, 0};
    };
  }

  private int[] after() {
    Padding padding = spec.padding();
    int[] before = before();
    return switch (padding.mode()) {
      case SAME ->
          new int[] {reach(spec.kernelHeight()) - before[0], reach(spec.kernelWidth()) - before[1]};
      case ZEROS -> new int[] {padding.bottom(), padding.right()};
      case VALID, REFLECTED -> new int[] {0, 0};
    };
  }

  /** Pixels between the first and the last tap of a kernel's side. */
  private int reach(int side) {
    return (side - 1) * spec.dilation();
  }

  /** Transposed convolution to {@code stride} times the size. */
  Operand<TFloat32> transposed(Operand<TFloat32> x, Operand<TFloat32> weights) {
    Operand<TInt32> count =
        tf.slice(tf.shape(x), tf.constant(new int[] {0}), tf.constant(new int[] {1}));
    Operand<TInt32> size =
        tf.concat(
            List.of(
                count, Sides.times(tf, x, spec.stride()), tf.constant(new int[] {spec.channels()})),
            tf.constant(0));
    List<Long> strides = List.of(1L, (long) spec.stride(), (long) spec.stride(), 1L);
    return tf.nn.conv2dBackpropInput(size, weights, x, strides, SAME);
  }
}
