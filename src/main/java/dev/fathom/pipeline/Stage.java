package dev.fathom.pipeline;

import java.util.Locale;

/**
 * The stages of a frame, in their order; the same for every pipeline, so that their times can be
 * compared.
 */
public enum Stage {
  /** Message bytes to pixels. */
  DECODE,
  /** Distorted pixels to rectified ones. */
  RECTIFY,
  /** The network, or the stereo matcher. */
  ESTIMATE,
  /** Its numbers to depth and σ at the camera's resolution. */
  REFINE,
  /** Depth and σ to message bytes. */
  PRODUCTS;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
