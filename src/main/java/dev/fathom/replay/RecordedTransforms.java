package dev.fathom.replay;

import dev.fathom.geometry.TransformTree;
import org.jspecify.annotations.Nullable;

/**
 * What a recording's transforms say, as far as they were read.
 *
 * @param tree the frames
 * @param problem why there may be more than the tree holds; null where there is not
 */
record RecordedTransforms(TransformTree tree, @Nullable String problem) {
  /** For a pair that knows its baseline. */
  static RecordedTransforms notNeeded() {
    return new RecordedTransforms(
        new TransformTree(), "TF was not read, as P of the first camera_info has the baseline");
  }

  /** To be put behind a sentence that says what was not found. */
  String remark() {
    return problem == null ? "" : " (" + problem + ")";
  }
}
