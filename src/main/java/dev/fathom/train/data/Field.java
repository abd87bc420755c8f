package dev.fathom.train.data;

import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.Candidates;
import java.util.Locale;

/**
 * The parts a training sample can have, each with one meaning for every source and network.
 *
 * <p>Frames are optical (REP 103). A motion B_FROM_A is six numbers that take points of camera A to
 * camera B: translation in metres, then a rotation vector in radians.
 */
public enum Field {
  /** The picture that depth is predicted for; of a pair, the left one. RGB. */
  IMAGE(Kind.PICTURE, 3),
  /** The right picture of a rectified pair. RGB. */
  RIGHT(Kind.PICTURE, 3),
  /** The picture before IMAGE in a video, same camera. RGB. */
  PREVIOUS(Kind.PICTURE, 3),
  /** The picture after IMAGE in a video, same camera. RGB. */
  NEXT(Kind.PICTURE, 3),
  /** Long-wave infrared, registered with IMAGE. */
  THERMAL(Kind.PICTURE, 1),
  /** Which moving thing IMAGE shows: 0 none, else a number that one thing keeps over a video. */
  INSTANCES(Kind.LABELS, 1),
  /** The same for PREVIOUS. */
  PREVIOUS_INSTANCES(Kind.LABELS, 1),
  /** The same for NEXT. */
  NEXT_INSTANCES(Kind.LABELS, 1),
  /** 1 where IMAGE shows a person, else 0. */
  PEOPLE(Kind.LABELS, 1),
  /** Row of PLANES that the pixel belongs to, counted from 1; 0 where it is on none of them. */
  PLANE_IDS(Kind.LABELS, 1),
  /** Depth of IMAGE in metres along the optical axis. Invalid: NaN unknown, +∞ nothing there. */
  DEPTH(Kind.MAP, 1),
  /** The same for PREVIOUS. */
  PREVIOUS_DEPTH(Kind.MAP, 1),
  /** The same for NEXT. */
  NEXT_DEPTH(Kind.MAP, 1),
  /**
   * Disparity of IMAGE to RIGHT in pixels of the sample, positive. Invalid: NaN; some sources tell
   * the sky from that by −∞.
   */
  DISPARITY(Kind.MAP, 1),
  /** What the disparity of IMAGE may be, as stereo.Candidates: pixels of the sample. */
  CANDIDATES(Kind.MAP, Candidates.COUNT),
  /** What a network sees of a pair and its candidates, as stereo.CandidateFeatures. */
  CANDIDATE_FEATURES(Kind.LABELS, CandidateFeatures.PER_PIXEL),
  /** What a LiDAR or depth camera gave, in metres. Invalid: NaN where it gave nothing. */
  SPARSE_DEPTH(Kind.MAP, 1),
  /** Depth triangulated from two frames of a moving camera, in metres. Invalid: NaN. */
  PARALLAX_DEPTH(Kind.MAP, 1),
  /** How far PARALLAX_DEPTH can be trusted, 0 to 1. */
  CONFIDENCE(Kind.MAP, 1),
  /** fx, fy, cx, cy of all pictures, in pixels of the sample. */
  INTRINSICS(Kind.VECTOR, 4),
  /** Distance of the two cameras of a pair in metres. */
  BASELINE(Kind.VECTOR, 1),
  /** Motion from the camera of IMAGE to that of PREVIOUS. */
  PREVIOUS_FROM_IMAGE(Kind.VECTOR, 6),
  /** Motion from the camera of IMAGE to that of NEXT. */
  NEXT_FROM_IMAGE(Kind.VECTOR, 6),
  /**
   * Up to 20 planes of IMAGE, n / d of each: n the unit normal and d its distance, n · point = d,
   * in 1/metres; the largest first. Invalid: NaN in the rows that are not used.
   */
  PLANES(Kind.VECTOR, 60),
  /**
   * Up to 64 pairs of points a and b: column and row of a, column and row of b, and 1 if a is
   * closer, −1 if b is, 0 if equal. Invalid: NaN in the rows that are not used.
   */
  ORDINAL_PAIRS(Kind.VECTOR, 320);

  /** How a field is stored and what the graph makes of it. */
  public enum Kind {
    /** uint8 [H, W, channels]; in the graph float in [0, 1]. */
    PICTURE,
    /** uint8 [H, W, channels]; in the graph float of the same value. */
    LABELS,
    /** float32 [H, W, channels]. */
    MAP,
    /** float32 [channels]. */
    VECTOR
  }

  private final Kind kind;
  private final int channels;

  Field(Kind kind, int channels) {
    this.kind = kind;
    this.channels = channels;
  }

  public Kind kind() {
    return kind;
  }

  public int channels() {
    return channels;
  }

  /** Whether it is stored in bytes; otherwise in floats. */
  public boolean isBytes() {
    return kind == Kind.PICTURE || kind == Kind.LABELS;
  }

  /** Number of elements in a sample of {@code width × height}. */
  public int size(int width, int height) {
    return kind == Kind.VECTOR ? channels : width * height * channels;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
