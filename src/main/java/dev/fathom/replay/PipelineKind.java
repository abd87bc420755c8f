package dev.fathom.replay;

import java.util.Locale;

/** Which pipeline a replay runs. */
public enum PipelineKind {
  /** Stereo where the recording holds exactly one pair and no other camera, mono otherwise. */
  AUTO,
  MONO,
  STEREO;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
