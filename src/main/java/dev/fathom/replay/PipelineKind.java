package dev.fathom.replay;

/** Which pipeline a replay runs. */
public enum PipelineKind {
  /** Stereo where the recording holds exactly one pair and no other camera, mono otherwise. */
  AUTO,
  MONO,
  STEREO
}
