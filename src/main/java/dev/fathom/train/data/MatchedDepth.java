package dev.fathom.train.data;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.stereo.SemiGlobalMatcher;
import dev.fathom.stereo.StereoOptions;
import java.util.Arrays;
import java.util.Set;

/**
 * Depth of pairs whose truth nobody measured, as semi-global matching finds it: where left and
 * right agree, and NaN elsewhere. Good enough to tell whether a network that learns from pairs
 * without truth becomes better.
 */
final class MatchedDepth extends DerivedFields {
  /** Below, depth is hardly measured any more. */
  private static final float LEAST_DISPARITY_PX = 1.5f;

  private final SemiGlobalMatcher matcher = new SemiGlobalMatcher(StereoOptions.defaults());
  private final Image8 colour = new Image8();
  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final FloatImage disparity = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  MatchedDepth(SampleSource source) {
    super(
        source,
        Set.of(Field.IMAGE, Field.RIGHT, Field.BASELINE, Field.INTRINSICS),
        Set.of(Field.DEPTH));
  }

  @Override
  void derive(long index, Sample known, Sample out) {
    float[] depth = out.floats(Field.DEPTH);
    Arrays.fill(depth, Float.NaN);
    matcher.match(
        grey(known, Field.IMAGE, left), grey(known, Field.RIGHT, right), disparity, sigma);
    float scale = known.floats(Field.INTRINSICS)[0] * known.floats(Field.BASELINE)[0];
    for (int i = 0; i < depth.length; i++) {
      float d = disparity.data()[i];
      if (d >= LEAST_DISPARITY_PX) {
        depth[i] = scale / d;
      }
    }
  }

  private Image8 grey(Sample from, Field field, Image8 to) {
    colour.reshape(from.width(), from.height(), field.channels());
    System.arraycopy(from.bytes(field), 0, colour.data(), 0, colour.size());
    colour.toGrey(to);
    return to;
  }

  @Override
  String addition() {
    return "depth where semi-global matching agrees both ways";
  }
}
