package dev.fathom.model;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.model.card.InputRole;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;

/**
 * What a depth network takes besides the picture: the camera, and depth where a sensor measured it.
 *
 * <p>Threads: one at a time.
 */
final class SideFeeds {
  private final Map<InputRole, Output<?>> inputs = new EnumMap<>(InputRole.class);
  private float[] grid = new float[0];

  SideFeeds(Map<InputRole, TensorSpec> specs, Graph graph) {
    specs.forEach((role, spec) -> inputs.put(role, graph.outputOrThrow(spec.tensor())));
  }

  boolean takes(InputRole role) {
    return inputs.containsKey(role);
  }

  /**
   * Feeds a run; the tensors are the caller's to close after it.
   *
   * @param size of the picture that the network sees
   * @param measured over the whole picture, of any size; null where the network takes none
   */
  List<Tensor> feed(
      Session.Runner runner,
      NetworkSize size,
      Intrinsics intrinsics,
      @Nullable FloatImage measured) {
    List<Tensor> tensors = new ArrayList<>();
    Output<?> camera = inputs.get(InputRole.INTRINSICS);
    if (camera != null) {
      Intrinsics seen = intrinsics.resized(size.width(), size.height());
      float[] numbers = {
        (float) seen.fx(), (float) seen.fy(), (float) seen.cx(), (float) seen.cy()
      };
      tensors.add(fed(runner, camera, Shape.of(1, numbers.length), numbers));
    }
    Output<?> depth = inputs.get(InputRole.SPARSE_DEPTH);
    if (depth != null) {
      if (measured == null) {
        throw new IllegalArgumentException("the network completes measured depth; none was given");
      }
      gather(measured, size);
      tensors.add(fed(runner, depth, Shape.of(1, size.height(), size.width(), 1), grid));
    }
    return tensors;
  }

  private static Tensor fed(Session.Runner runner, Output<?> input, Shape shape, float[] numbers) {
    Tensor tensor = TFloat32.tensorOf(shape);
    tensor.asRawTensor().data().asFloats().write(numbers, 0, (int) shape.size());
    runner.feed(input, tensor);
    return tensor;
  }

  /** The nearest of the measurements that fall on a pixel; what lies behind it is hidden there. */
  private void gather(FloatImage measured, NetworkSize size) {
    int pixels = size.width() * size.height();
    if (grid.length != pixels) {
      grid = new float[pixels];
    }
    Arrays.fill(grid, Depth.UNKNOWN);
    int width = measured.width();
    int height = measured.height();
    for (int y = 0, i = 0; y < height; y++) {
      int row = (int) ((long) y * size.height() / height) * size.width();
      for (int x = 0; x < width; x++, i++) {
        float metres = measured.data()[i];
        int at = row + (int) ((long) x * size.width() / width);
        if (Depth.isKnown(metres) && !(grid[at] < metres)) {
          grid[at] = metres;
        }
      }
    }
  }
}
