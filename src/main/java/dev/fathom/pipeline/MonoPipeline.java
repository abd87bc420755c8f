package dev.fathom.pipeline;

import dev.fathom.depth.DepthResizer;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.NetworkSize;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.MeasuredPoints;
import dev.fathom.sensor.MonoFrame;
import org.jspecify.annotations.Nullable;

/**
 * Depth from single images: decode → rectify → network → camera resolution. A network that
 * completes depth also gets what was measured, projected into the picture at its own size.
 */
public final class MonoPipeline implements DepthPipeline<MonoFrame> {
  private final DepthNetwork network;
  private PublishedRange range;
  private final CameraImage camera = new CameraImage();
  private final DepthResizer resizer = new DepthResizer();
  private final FloatImage measured = new FloatImage();
  private final FloatImage networkDepth = new FloatImage();
  private final FloatImage networkSigma = new FloatImage();
  private final Lenses lenses;
  private @Nullable Lens lens;

  /** What one calibration asks for. */
  private record Lens(CameraCalibration calibration, Rectifier rectifier, LensCoverage coverage) {
    static Lens of(CameraCalibration calibration, Lenses lenses) {
      Rectifier rectifier = lenses.of(calibration);
      try {
        return new Lens(calibration, rectifier, new LensCoverage(rectifier));
      } catch (RuntimeException | Error e) {
        rectifier.close();
        throw e;
      }
    }
  }

  /** Takes over {@code network} and closes it. */
  public MonoPipeline(DepthNetwork network, PublishedRange range) {
    this(network, range, Rectifier::new);
  }

  MonoPipeline(DepthNetwork network, PublishedRange range, Lenses lenses) {
    this.lenses = lenses;
    this.network = network;
    this.range = range;
  }

  @Override
  public boolean estimate(MonoFrame frame, DepthEstimate out, StageClock clock) {
    Lens current = lensFor(frame.calibration());
    camera.decode(frame.image(), current.rectifier, out.colour());
    clock.done(Stage.DECODE);
    camera.rectify(current.rectifier, out.colour());
    clock.done(Stage.RECTIFY);
    Intrinsics intrinsics = current.rectifier.rectified();
    network.infer(
        out.colour(), intrinsics, measured(frame, intrinsics), networkDepth, networkSigma);
    clock.done(Stage.ESTIMATE);
    resizer.resize(
        networkDepth,
        networkSigma,
        intrinsics.width(),
        intrinsics.height(),
        out.depth(),
        out.sigma());
    current.coverage.apply(out.depth());
    range.apply(out.depth(), out.sigma());
    out.hasSigma(network.predictsSigma());
    out.describe(frame.stampNanos(), frame.calibration().frameId(), intrinsics, null);
    clock.done(Stage.REFINE);
    return true;
  }

  private @Nullable FloatImage measured(MonoFrame frame, Intrinsics intrinsics) {
    MeasuredPoints points = frame.measured();
    if (!network.completesDepth() || points == null) {
      return null;
    }
    NetworkSize size = network.networkSize(intrinsics.width(), intrinsics.height());
    ScanProjection.project(points, intrinsics.resized(size.width(), size.height()), measured);
    return measured;
  }

  private Lens lensFor(CameraCalibration calibration) {
    Lens current = lens;
    if (current == null || !calibration.equals(current.calibration)) {
      // The old lens stays in use if the new one cannot be built.
      Lens next = Lens.of(calibration, lenses);
      lens = next;
      if (current != null) {
        current.rectifier.close();
      }
      return next;
    }
    return current;
  }

  @Override
  public void range(PublishedRange newRange) {
    range = newRange;
  }

  @Override
  public void close() {
    if (lens != null) {
      lens.rectifier.close();
    }
    camera.close();
    network.close();
  }
}
