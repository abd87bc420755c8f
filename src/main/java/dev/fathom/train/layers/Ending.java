package dev.fathom.train.layers;

/** What follows the linear part of a layer. */
public enum Ending {
  /** A bias for each channel. */
  BIAS,
  /** Batch normalisation, whose shift is the bias. */
  NORMALISED,
  /** Nothing: the linear part alone. */
  NONE
}
