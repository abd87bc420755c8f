package dev.fathom.stereo;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.StereoCalibration;

/**
 * Disparity to depth.
 *
 * <p>z = f·b / d, and to first order σ_z = z² / (f·b) · σ_d. Units: metres. Invalid: as in {@link
 * Depth}: farther than the range is +∞, nearer is −∞, and a disparity at or beyond that of a point
 * at infinity is +∞ too; σ is NaN wherever depth is not known.
 */
public final class StereoDepth {
  private final float focalTimesBaseline;
  private final float disparityAtInfinity;
  private final float minDepth;
  private final float maxDepth;

  /**
   * @param calibration the pair that the disparity comes from
   * @param minDepth nearest depth that is reported
   * @param maxDepth farthest depth that is reported
   */
  public StereoDepth(StereoCalibration calibration, double minDepth, double maxDepth) {
    if (!(minDepth >= 0 && maxDepth > minDepth)) {
      throw new IllegalArgumentException("no range of depth: " + minDepth + " … " + maxDepth);
    }
    this.focalTimesBaseline = (float) (calibration.focalPixels() * calibration.baselineMetres());
    this.disparityAtInfinity = (float) calibration.disparityAtInfinity();
    this.minDepth = (float) minDepth;
    this.maxDepth = (float) maxDepth;
  }

  /** Depth and its σ from disparity and its σ; the outputs are reshaped, and may be the inputs. */
  public void convert(
      FloatImage disparity, FloatImage disparitySigma, FloatImage depth, FloatImage depthSigma) {
    int width = disparity.width();
    int height = disparity.height();
    if (disparitySigma.width() != width || disparitySigma.height() != height) {
      throw new IllegalArgumentException(
          String.format(
              "disparity is %dx%d, but its σ is %dx%d",
              width, height, disparitySigma.width(), disparitySigma.height()));
    }
    float[] d = disparity.data();
    float[] sd = disparitySigma.data();
    float[] z = (depth == disparity ? depth : depth.reshape(width, height)).data();
    float[] sz =
        (depthSigma == disparitySigma ? depthSigma : depthSigma.reshape(width, height)).data();
    float perUnit = 1 / focalTimesBaseline;
    int size = width * height;
    for (int i = 0; i < size; i++) {
      float metres = depth(d[i]);
      boolean known = Depth.isKnown(metres);
      sz[i] = known ? metres * metres * perUnit * sd[i] : Float.NaN;
      z[i] = metres;
    }
  }

  private float depth(float disparity) {
    float d = disparity - disparityAtInfinity;
    if (d <= 0) {
      return Float.POSITIVE_INFINITY;
    }
    float metres = focalTimesBaseline / d;
    if (metres > maxDepth) {
      return Float.POSITIVE_INFINITY;
    }
    return metres < minDepth ? Float.NEGATIVE_INFINITY : metres;
  }
}
