package dev.fathom.pipeline.sync;

import java.util.Locale;

/** Why a frame that came in did not go out. */
public enum DropReason {
  /** No usable camera_info had come by then. */
  NO_CAMERA_INFO(true),
  /** The message does not decode, or its data contradicts its size. */
  MALFORMED_IMAGE(true),
  /** The image's size is not the one its camera_info speaks of. */
  SIZE_MISMATCH(true),
  /** Neither camera_info nor TF tells how the cameras of the pair stand at that time. */
  NO_BASELINE(true),
  /**
   * The network completes depth, and none had been measured by then or lately, or TF cannot place
   * it.
   */
  NO_MEASURED_DEPTH(true),
  /** A stereo image whose partner with the same stamp is not in the recording. */
  UNPAIRED(false),
  /** The network or the matcher failed on this frame. */
  ESTIMATE_FAILED(true),
  /** Live: a newer image came before this one's turn. */
  SUPERSEDED(false),
  /** Live: it came sooner than the highest rate that was asked for. */
  ABOVE_RATE(false),
  /** Live: the node was deactivated before its turn. */
  DEACTIVATED(false),
  /** Live: its depth was ready only after the deadline. */
  OVERRAN_DEADLINE(false),
  /** Live: the middleware handed over something that is no usable message. */
  REFUSED_SAMPLE(false),
  /** Live: the middleware did not take a product of it. */
  PUBLISH_FAILED(false);

  private final boolean losesData;

  DropReason(boolean losesData) {
    this.losesData = losesData;
  }

  /** Whether a drop for this reason makes the whole replay one that lost data (exit code 3). */
  public boolean losesData() {
    return losesData;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
