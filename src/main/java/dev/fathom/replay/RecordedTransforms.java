package dev.fathom.replay;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.TransformTree;
import dev.fathom.pipeline.sync.Transforms;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a recording's transforms say, as far as they were read.
 *
 * @param tree the frames
 * @param remark why there may be more than the tree holds; null where there is not
 */
record RecordedTransforms(TransformTree tree, @Nullable String remark) implements Transforms {
  /** For a pair that knows its baseline. */
  static RecordedTransforms notNeeded() {
    return new RecordedTransforms(
        new TransformTree(), "TF was not read, as P of the first camera_info has the baseline");
  }

  @Override
  public Optional<RigidTransform> lookup(String target, String source, long stampNanos) {
    return tree.lookup(target, source, stampNanos);
  }

  @Override
  public String problem(String target, String source, long stampNanos) {
    return tree.problem(target, source, stampNanos).orElse("")
        + (remark == null ? "" : " (" + remark + ")");
  }

  @Override
  public boolean joins(String target, String source) {
    return tree.joins(target, source);
  }
}
