package dev.fathom.train.layers;

import dev.fathom.train.layers.ResidualBlock.Bottleneck;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * A residual network up to its last block, as encoder.
 *
 * <p>Source: He et al. 2016, table 1; with groups Xie et al. 2017, table 1. The stride of a stage
 * lies in its first 3×3 convolution, as in the latter. With an output stride below 32 the last
 * stages keep the size and are dilated instead, as in Yu et al. 2017.
 *
 * @param blocks number of bottlenecks in each stage
 * @param stem channels of the first layer; the stages have 4, 8, 16 and 32 times as many
 * @param groups groups of the 3×3 convolutions
 * @param groupWidth channels of each group in the first stage; twice as many in each next one
 * @param outputStride size of the picture over that of the last map: 8, 16 or 32
 */
public record ResNetEncoder(
    List<Integer> blocks, int stem, int groups, int groupWidth, int outputStride) {
  public static final ResNetEncoder RESNET50 =
      new ResNetEncoder(List.of(3, 4, 6, 3), 64, 1, 64, 32);

  /** ResNeXt-50 (32×4d). */
  public static final ResNetEncoder RESNEXT50 =
      new ResNetEncoder(List.of(3, 4, 6, 3), 64, 32, 4, 32);

  public ResNetEncoder {
    blocks = List.copyOf(blocks);
    if (blocks.size() != 4 || blocks.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException("there are 4 stages of 1 block or more, found " + blocks);
    }
    if (outputStride != 8 && outputStride != 16 && outputStride != 32) {
      throw new IllegalArgumentException(
          "the output stride must be 8, 16 or 32, found " + outputStride);
    }
  }

  public ResNetEncoder withOutputStride(int changed) {
    return new ResNetEncoder(blocks, stem, groups, groupWidth, changed);
  }

  /**
   * The maps of the stem, at half the size before its pooling, and of the four stages, finest
   * first.
   */
  public List<Operand<TFloat32>> of(Layers layers, String name, Operand<TFloat32> image) {
    List<Operand<TFloat32>> maps = new ArrayList<>();
    ConvSpec first = ConvSpec.of(7, stem).stride(2).normalised();
    maps.add(layers.relu(layers.conv(name + ".stem", image, first)));
    Operand<TFloat32> x = layers.maxPool(maps.get(0), 3, 2);
    int reached = 4;
    int dilation = 1;
    for (int stage = 0; stage < blocks.size(); stage++) {
      int stride = 1;
      if (stage > 0 && reached < outputStride) {
        stride = 2;
        reached *= 2;
      } else if (stage > 0) {
        dilation *= 2;
      }
      int width = (groups * groupWidth) << stage;
      for (int block = 0; block < blocks.get(stage); block++) {
        x =
            new Bottleneck(width, (4 * stem) << stage, block == 0 ? stride : 1, groups, dilation)
                .of(layers, name + ".stage" + (stage + 1) + ".block" + (block + 1), x);
      }
      maps.add(x);
    }
    return maps;
  }
}
