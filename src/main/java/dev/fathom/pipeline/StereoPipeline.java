package dev.fathom.pipeline;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.StereoCalibration;
import dev.fathom.sensor.StereoFrame;
import dev.fathom.stereo.StereoDepth;
import dev.fathom.stereo.StereoOptions;
import org.jspecify.annotations.Nullable;

/** Depth from pairs: decode → rectify → match, with or without a network → depth. */
public final class StereoPipeline implements DepthPipeline<StereoFrame> {
  private final StereoOptions options;
  private final PairMatcher matcher;
  private PublishedRange range;
  private final Lenses lenses;
  private final CameraImage left = new CameraImage();
  private final CameraImage right = new CameraImage();
  private final Image8 leftGrey = new Image8();
  private final Image8 rightColour = new Image8();
  private final Image8 rightGrey = new Image8();
  private final FloatImage disparitySigma = new FloatImage();
  private @Nullable Rig rig;

  /** What one calibration asks for. */
  private record Rig(
      StereoCalibration calibration,
      Rectifier left,
      Rectifier right,
      LensCoverage coverage,
      StereoDepth depth) {
    static Rig of(StereoCalibration calibration, PublishedRange range, Lenses lenses) {
      StereoDepth depth = depth(calibration, range);
      Rectifier left = lenses.of(calibration.left());
      Rectifier right = null;
      try {
        right = lenses.of(calibration.right());
        return new Rig(calibration, left, right, new LensCoverage(left), depth);
      } catch (RuntimeException | Error e) {
        left.close();
        if (right != null) {
          right.close();
        }
        throw e;
      }
    }

    private static StereoDepth depth(StereoCalibration calibration, PublishedRange range) {
      return new StereoDepth(calibration, range.min(), range.max());
    }

    Rig with(PublishedRange range) {
      return new Rig(calibration, left, right, coverage, depth(calibration, range));
    }

    void close() {
      left.close();
      right.close();
    }
  }

  /** Matches without a network. */
  public StereoPipeline(StereoOptions options, PublishedRange range) {
    this(options, PairMatcher.semiGlobal(options), range, Rectifier::new);
  }

  /**
   * Takes over {@code matcher} and closes it.
   *
   * @param options what the matcher was made with
   */
  public StereoPipeline(StereoOptions options, PairMatcher matcher, PublishedRange range) {
    this(options, matcher, range, Rectifier::new);
  }

  StereoPipeline(StereoOptions options, PairMatcher matcher, PublishedRange range, Lenses lenses) {
    this.lenses = lenses;
    this.options = options;
    this.matcher = matcher;
    this.range = range;
  }

  @Override
  public boolean estimate(StereoFrame frame, DepthEstimate out, StageClock clock) {
    Rig current = rigFor(frame.calibration());
    left.decode(frame.left(), current.left, out.colour());
    right.decode(frame.right(), current.right, rightColour);
    clock.done(Stage.DECODE);
    left.rectify(current.left, out.colour());
    right.rectify(current.right, rightColour);
    Image8 leftIn = grey(out.colour(), leftGrey);
    Image8 rightIn = grey(rightColour, rightGrey);
    clock.done(Stage.RECTIFY);
    matcher.match(leftIn, rightIn, out.disparity(), disparitySigma);
    clock.done(Stage.ESTIMATE);
    current.coverage.apply(out.disparity());
    current.depth.convert(out.disparity(), disparitySigma, out.depth(), out.sigma());
    describe(frame, current, out);
    clock.done(Stage.REFINE);
    return true;
  }

  private void describe(StereoFrame frame, Rig current, DepthEstimate out) {
    float atInfinity = (float) frame.calibration().disparityAtInfinity();
    countFrom(atInfinity, out.disparity());
    double min = options.minDisparity() - atInfinity;
    int searched = options.disparitiesFor(out.disparity().width());
    out.describe(
        frame.stampNanos(),
        frame.calibration().frameId(),
        current.left.rectified(),
        new DepthEstimate.Baseline(frame.calibration().baselineMetres(), min, min + searched - 1));
  }

  /** Where the principal points differ, subscribers still expect f·b / d to be the depth. */
  private static void countFrom(float atInfinity, FloatImage disparity) {
    if (atInfinity != 0) {
      float[] d = disparity.data();
      for (int i = 0; i < disparity.size(); i++) {
        d[i] -= atInfinity;
      }
    }
  }

  private static Image8 grey(Image8 image, Image8 buffer) {
    if (image.channels() == 1) {
      return image;
    }
    image.toGrey(buffer);
    return buffer;
  }

  private Rig rigFor(StereoCalibration calibration) {
    Rig current = rig;
    if (current == null || !calibration.equals(current.calibration)) {
      // The old rig stays in use if the new one cannot be built.
      Rig next = Rig.of(calibration, range, lenses);
      rig = next;
      if (current != null) {
        current.close();
      }
      return next;
    }
    return current;
  }

  @Override
  public void range(PublishedRange newRange) {
    range = newRange;
    if (rig != null) {
      rig = rig.with(newRange);
    }
  }

  @Override
  public void close() {
    if (rig != null) {
      rig.close();
    }
    left.close();
    right.close();
    matcher.close();
  }
}
