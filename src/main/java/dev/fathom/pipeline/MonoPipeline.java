package dev.fathom.pipeline;

import dev.fathom.depth.DepthResizer;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.model.DepthNetwork;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MonoFrame;
import org.jspecify.annotations.Nullable;

/** Depth from single images: decode → rectify → network → camera resolution. */
public final class MonoPipeline implements DepthPipeline<MonoFrame> {
  private final DepthNetwork network;
  private final PublishedRange range;
  private final CameraImage camera = new CameraImage();
  private final DepthResizer resizer = new DepthResizer();
  private final FloatImage networkDepth = new FloatImage();
  private final FloatImage networkSigma = new FloatImage();
  private @Nullable CameraCalibration calibration;
  private @Nullable Rectifier rectifier;
  private @Nullable LensCoverage coverage;

  /** Takes over {@code network} and closes it. */
  public MonoPipeline(DepthNetwork network, PublishedRange range) {
    this.network = network;
    this.range = range;
  }

  @Override
  public void estimate(MonoFrame frame, DepthEstimate out, StageClock clock) {
    Rectifier lens = rectifierFor(frame.calibration());
    camera.decode(frame.image(), lens, out.colour());
    clock.done(Stage.DECODE);
    camera.rectify(lens, out.colour());
    clock.done(Stage.RECTIFY);
    Intrinsics intrinsics = lens.rectified();
    network.infer(out.colour(), intrinsics, networkDepth, networkSigma);
    clock.done(Stage.ESTIMATE);
    resizer.resize(
        networkDepth,
        networkSigma,
        intrinsics.width(),
        intrinsics.height(),
        out.depth(),
        out.sigma());
    if (coverage != null) {
      coverage.apply(out.depth());
    }
    range.apply(out.depth(), out.sigma());
    out.hasSigma(network.predictsSigma());
    out.describe(frame.stampNanos(), frame.calibration().frameId(), intrinsics, null);
    clock.done(Stage.REFINE);
  }

  private Rectifier rectifierFor(CameraCalibration camera) {
    Rectifier current = rectifier;
    if (current == null || !camera.equals(calibration)) {
      if (current != null) {
        current.close();
      }
      current = new Rectifier(camera);
      rectifier = current;
      coverage = new LensCoverage(current);
      calibration = camera;
    }
    return current;
  }

  @Override
  public void close() {
    if (rectifier != null) {
      rectifier.close();
    }
    network.close();
  }
}
