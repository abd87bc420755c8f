package dev.fathom.pipeline;

import dev.fathom.image.Image8;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelConverter;
import dev.fathom.image.PixelEncoding;
import dev.fathom.rectify.Rectifier;

/**
 * One camera's way from message pixels to a rectified image; grey cameras stay grey, all others
 * become RGB.
 *
 * <p>Where no rectification is needed, the pixels are decoded straight into their last place.
 */
final class CameraImage implements AutoCloseable {
  private final PixelConverter converter = new PixelConverter();
  private final Image8 raw = new Image8();

  void decode(ImageView image, Rectifier rectifier, Image8 out) {
    Image8 decoded = rectifier.isIdentity() ? out : raw;
    if (isGrey(image.encoding())) {
      converter.toGrey(image, decoded);
    } else {
      converter.toRgb(image, decoded);
    }
  }

  /** Rectifies what {@link #decode} left, with the same rectifier and the same {@code out}. */
  void rectify(Rectifier rectifier, Image8 out) {
    if (!rectifier.isIdentity()) {
      rectifier.rectify(raw, out);
    }
  }

  @Override
  public void close() {
    converter.close();
  }

  private static boolean isGrey(PixelEncoding encoding) {
    return switch (encoding) {
      case MONO8, MONO16, U8C1 -> true;
      default -> false;
    };
  }
}
