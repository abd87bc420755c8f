package dev.fathom.model;

import dev.fathom.model.card.ColourOrder;
import dev.fathom.model.card.ElementType;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.Layout;

/**
 * Pixels in R, G, B order or grey to the channels, order and numbers that a network asks for.
 *
 * <p>Grey of colour is the luma of ITU-R BT.601 in integers: (77 R + 150 G + 29 B + 128) ÷ 256.
 */
final class PixelConversion {
  private final int channels;
  private final boolean planar;
  private final boolean reversed;

  /** Float inputs: what a byte becomes, for each channel of the tensor. */
  private final float[][] elements;

  PixelConversion(ImageInput input) {
    channels = input.getColourOrder() == ColourOrder.GREY ? 1 : 3;
    planar = input.getLayout() == Layout.NCHW;
    reversed = input.getColourOrder() == ColourOrder.BGR;
    elements =
        input.getElementType() == ElementType.FLOAT32 ? elements(input, channels) : new float[0][];
  }

  /** Channels of the tensor. */
  int channels() {
    return channels;
  }

  /** Whether bytes with so many channels go in as they are. */
  boolean isIdentity(int sourceChannels) {
    return elements.length == 0
        && sourceChannels == channels
        && (channels == 1 || !(planar || reversed));
  }

  /** Converts {@code pixels} pixels to the bytes of the tensor. */
  void toBytes(byte[] source, int sourceChannels, int pixels, byte[] target) {
    if (channels == 1) {
      toGrey(source, sourceChannels, pixels, target);
      return;
    }
    int step = planar ? 1 : channels;
    for (int c = 0; c < channels; c++) {
      int from = sourceChannel(c, sourceChannels);
      int to = planar ? c * pixels : c;
      for (int i = 0; i < pixels; i++) {
        target[to + i * step] = source[from + i * sourceChannels];
      }
    }
  }

  /**
   * Converts {@code pixels} pixels to the floats of the tensor.
   *
   * @param grey scratch of at least {@code pixels} bytes, used where colour becomes grey
   */
  void toFloats(byte[] source, int sourceChannels, int pixels, byte[] grey, float[] target) {
    if (channels == 1 && sourceChannels == 3) {
      toGrey(source, sourceChannels, pixels, grey);
      toFloats(grey, 1, pixels, grey, target);
      return;
    }
    int step = planar ? 1 : channels;
    for (int c = 0; c < channels; c++) {
      float[] element = elements[c];
      int from = sourceChannel(c, sourceChannels);
      int to = planar ? c * pixels : c;
      for (int i = 0; i < pixels; i++) {
        target[to + i * step] = element[source[from + i * sourceChannels] & 0xff];
      }
    }
  }

  private int sourceChannel(int channel, int sourceChannels) {
    if (sourceChannels == 1) {
      return 0;
    }
    return reversed ? 2 - channel : channel;
  }

  private static void toGrey(byte[] source, int sourceChannels, int pixels, byte[] target) {
    if (sourceChannels == 1) {
      System.arraycopy(source, 0, target, 0, pixels);
      return;
    }
    for (int i = 0; i < pixels; i++) {
      int red = source[3 * i] & 0xff;
      int green = source[3 * i + 1] & 0xff;
      int blue = source[3 * i + 2] & 0xff;
      target[i] = (byte) ((77 * red + 150 * green + 29 * blue + 128) >> 8);
    }
  }

  private static float[][] elements(ImageInput input, int channels) {
    double scale = input.getScale() == 0 ? 1 : input.getScale();
    float[][] elements = new float[channels][256];
    for (int c = 0; c < channels; c++) {
      double mean = input.getMeanCount() == 0 ? 0 : input.getMean(c % input.getMeanCount());
      double std = input.getStdCount() == 0 ? 1 : input.getStd(c % input.getStdCount());
      for (int value = 0; value < 256; value++) {
        elements[c][value] = (float) ((value * scale - mean) / std);
      }
    }
    return elements;
  }
}
