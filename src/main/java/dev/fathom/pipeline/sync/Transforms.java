package dev.fathom.pipeline.sync;

import dev.fathom.geometry.RigidTransform;
import java.util.Optional;

/** What is known of the places of frames. */
public interface Transforms {
  /** {@code targetFromSource} at a time; empty where {@link #problem} says why. */
  Optional<RigidTransform> lookup(String target, String source, long stampNanos);

  /** Why {@link #lookup} finds nothing; names the frames. */
  String problem(String target, String source, long stampNanos);

  /**
   * Changes whenever {@link #lookup} may answer differently. What is known from the start, as of a
   * recording, never does.
   */
  default long version() {
    return 0;
  }

  /** Whether links join both frames, at whatever time. */
  boolean joins(String target, String source);
}
