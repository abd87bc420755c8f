package dev.fathom.train.networks;

import dev.fathom.train.layers.ResNetEncoder;

/** The residual encoders at other widths than the published ones. */
final class Encoders {
  private Encoders() {}

  /** ResNet-50, without its classifier. */
  static ResNetEncoder resnet50(WidthMultiplier width) {
    ResNetEncoder full = ResNetEncoder.RESNET50;
    return new ResNetEncoder(
        full.blocks(),
        width.of(full.stem()),
        full.groups(),
        width.of(full.groupWidth()),
        full.outputStride());
  }

  /** ResNeXt-50 (32×4d), without its classifier: fewer groups of the same width. */
  static ResNetEncoder resnext50(WidthMultiplier width) {
    ResNetEncoder full = ResNetEncoder.RESNEXT50;
    return new ResNetEncoder(
        full.blocks(),
        width.of(full.stem()),
        width.of(full.groups()),
        full.groupWidth(),
        full.outputStride());
  }
}
