package dev.fathom.train.layers;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * The feature pyramid: what the coarse maps know is added to the fine ones.
 *
 * <p>Source: Lin et al. 2017, figure 3, with bilinear upsampling.
 */
public final class FeaturePyramid {
  private FeaturePyramid() {}

  /**
   * 1×1 laterals of all maps, each with the next coarser result added at its own size.
   *
   * @param maps an encoder's maps, finest first
   * @return as many maps of {@code channels} channels, finest first
   */
  public static List<Operand<TFloat32>> of(
      Layers layers, String name, List<Operand<TFloat32>> maps, int channels) {
    List<Operand<TFloat32>> results = new ArrayList<>();
    for (int level = maps.size() - 1; level >= 0; level--) {
      Operand<TFloat32> lateral =
          layers.conv(name + ".lateral" + (level + 1), maps.get(level), 1, channels);
      if (!results.isEmpty()) {
        Operand<TFloat32> coarser = results.get(results.size() - 1);
        lateral = layers.add(lateral, layers.resizeLike(coarser, lateral));
      }
      results.add(lateral);
    }
    Collections.reverse(results);
    return results;
  }
}
