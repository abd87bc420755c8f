package dev.fathom.train.layers;

import java.util.Locale;

/**
 * How the weights of a frozen network are kept in its file; it computes in float32 all the same.
 */
public enum WeightFormat {
  /** As they were trained. */
  FLOAT32,
  /** Half the bytes: 8 bits of mantissa. */
  BFLOAT16,
  /**
   * A quarter of the bytes: whole numbers from −127 to 127 with one scale an output channel, the
   * largest weight of the channel being 127. Biases stay float32.
   */
  INT8;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
