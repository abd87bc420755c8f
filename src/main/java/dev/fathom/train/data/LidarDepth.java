package dev.fathom.train.data;

import java.util.Set;

/**
 * Depth as a LiDAR measured it, where nothing else did: known at the pixels that its points fall
 * on, NaN elsewhere.
 */
final class LidarDepth extends DerivedFields {
  LidarDepth(SampleSource source) {
    super(source, Set.of(Field.SPARSE_DEPTH), Set.of(Field.DEPTH));
  }

  @Override
  void derive(long index, Sample known, Sample out) {
    float[] points = known.floats(Field.SPARSE_DEPTH);
    System.arraycopy(points, 0, out.floats(Field.DEPTH), 0, points.length);
  }

  @Override
  String addition() {
    return "depth where the LiDAR measured it";
  }
}
