package dev.fathom.stereo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.sensor.CameraCalibration;
import dev.fathom.sensor.StereoCalibration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StereoDepthTest {
  private static final double FOCAL = 700;
  private static final double BASELINE = 0.12;

  private static StereoCalibration pair(double rightCx) {
    CameraCalibration left =
        CameraCalibration.pinhole("left", new Intrinsics(640, 480, FOCAL, FOCAL, 320, 240));
    CameraCalibration right =
        CameraCalibration.pinhole("right", new Intrinsics(640, 480, FOCAL, FOCAL, rightCx, 240));
    return new StereoCalibration(left, right, BASELINE);
  }

  private static FloatImage image(float... values) {
    FloatImage image = new FloatImage().reshape(values.length, 1);
    System.arraycopy(values, 0, image.data(), 0, values.length);
    return image;
  }

  private static float depth(StereoCalibration pair, float disparity) {
    FloatImage z = new FloatImage();
    new StereoDepth(pair, 0.3, 50).convert(image(disparity), image(0.5f), z, new FloatImage());
    return z.at(0, 0);
  }

  @Test
  void depthIsThatOfThePointThatProjectsWithThisDisparity() {
    for (double rightCx : new double[] {320, 310, 331}) {
      StereoCalibration pair = pair(rightCx);
      for (double z : new double[] {0.5, 2, 17}) {
        double u = pair.left().rectifiedIntrinsics().projectX(0.4, z);
        double v = pair.right().rectifiedIntrinsics().projectX(0.4 - BASELINE, z);
        assertEquals(z, depth(pair, (float) (u - v)), 1e-4 * z);
      }
    }
  }

  @Test
  void valuesOutsideTheRangeFollowRep118() {
    StereoCalibration pair = pair(320);
    assertEquals(Float.POSITIVE_INFINITY, depth(pair, 0));
    assertEquals(Float.POSITIVE_INFINITY, depth(pair, -3));
    assertEquals(Float.POSITIVE_INFINITY, depth(pair, (float) (FOCAL * BASELINE / 51)));
    assertEquals(Float.NEGATIVE_INFINITY, depth(pair, (float) (FOCAL * BASELINE / 0.29)));
    assertEquals(Float.NaN, depth(pair, Float.NaN));
  }

  @Test
  void sigmaIsTheSpreadOfDepthsForASpreadOfDisparities() {
    Random random = new Random(5);
    StereoCalibration pair = pair(320);
    float d = 40;
    double sd = 0.3;
    FloatImage sigma = new FloatImage();
    new StereoDepth(pair, 0.3, 50).convert(image(d), image((float) sd), new FloatImage(), sigma);
    double sum = 0;
    int n = 20_000;
    for (int i = 0; i < n; i++) {
      double e = depth(pair, (float) (d + sd * random.nextGaussian())) - depth(pair, d);
      sum += e * e;
    }
    assertEquals(Math.sqrt(sum / n), sigma.at(0, 0), 0.03 * sigma.at(0, 0), "seed 5");
  }

  @Test
  void sigmaIsUnknownWhereDepthIs() {
    FloatImage sigma = new FloatImage();
    new StereoDepth(pair(320), 0.3, 50)
        .convert(image(Float.NaN, 0, 1e4f, 40), image(1, 1, 1, 1), new FloatImage(), sigma);
    assertEquals(Float.NaN, sigma.at(0, 0));
    assertEquals(Float.NaN, sigma.at(1, 0));
    assertEquals(Float.NaN, sigma.at(2, 0));
    assertEquals(FOCAL * BASELINE / 1600, sigma.at(3, 0), 1e-6);
  }

  @Test
  void conversionInPlaceGivesTheSame() {
    FloatImage d = image(40, 0, Float.NaN, 7);
    FloatImage s = image(0.5f, 1, 1, 0.25f);
    FloatImage z = new FloatImage();
    FloatImage sz = new FloatImage();
    StereoDepth depth = new StereoDepth(pair(320), 0.3, 50);
    depth.convert(d, s, z, sz);
    depth.convert(d, s, d, s);
    for (int x = 0; x < 4; x++) {
      assertEquals(z.at(x, 0), d.at(x, 0));
      assertEquals(sz.at(x, 0), s.at(x, 0));
    }
  }

  @Test
  void impossibleRangesAndShapesAreRefused() {
    StereoCalibration pair = pair(320);
    assertThrows(IllegalArgumentException.class, () -> new StereoDepth(pair, 5, 5));
    assertThrows(IllegalArgumentException.class, () -> new StereoDepth(pair, -1, 5));
    StereoDepth depth = new StereoDepth(pair, 0.3, 50);
    assertThrows(
        IllegalArgumentException.class,
        () -> depth.convert(image(1, 2), image(1), new FloatImage(), new FloatImage()));
  }
}
