package dev.fathom.train.layers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Pyramid pooling: a map beside its means over coarse grids, so that each pixel sees the whole.
 *
 * <p>Source: Zhao et al. 2017, figure 3.
 */
public final class PyramidPooling {
  private PyramidPooling() {}

  /**
   * Joins {@code x} with the means over square grids.
   *
   * @param grids cells along each side, as 1, 2, 3 and 6
   * @param channels channels of each grid's map
   * @return the channels of x, then those of the grids
   */
  public static Operand<TFloat32> of(
      Layers layers, String name, Operand<TFloat32> x, List<Integer> grids, int channels) {
    List<Operand<TFloat32>> parts = new ArrayList<>(List.of(x));
    for (int cells : grids) {
      Operand<TFloat32> pooled =
          layers.convNormalised(
              name + ".grid" + cells, layers.gridAverage(x, cells, cells), 1, channels);
      parts.add(layers.resizeLike(layers.relu(pooled), x));
    }
    return layers.concat(parts);
  }
}
