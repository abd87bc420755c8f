package dev.fathom.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.image.FloatImage;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DepthComparisonTest {
  private static final DepthProtocol NEAR = new DepthProtocol("near", Crop.WHOLE, 1, 8);

  @Test
  void theNyuSampleHasItsPublishedErrors() throws IOException {
    Path folder = ReferenceData.require("nyu_fastdepth");
    DepthComparison comparison = new DepthComparison(DepthProtocol.EVERYTHING);
    comparison.add(
        ReferenceData.npy(folder.resolve("pred.npy")),
        ReferenceData.npy(folder.resolve("depth.npy")));
    DepthErrors errors = comparison.report().metric();
    // The figures are given with four digits.
    assertEquals(0.1405, errors.absRel(), 5e-5);
    assertEquals(0.6180, errors.rmseMetres(), 5e-5);
    assertEquals(0.0620, errors.log10(), 5e-5);
    assertEquals(0.7773, errors.delta1(), 5e-5);
    assertEquals(0.9647, errors.delta2(), 5e-5);
    assertEquals(0.9996, errors.delta3(), 5e-5);
  }

  @Test
  void maskingComesBeforeScalingAndScalingBeforeClamping() {
    DepthComparison comparison = new DepthComparison(NEAR);
    // The first and last truths do not count; the medians of the rest are 4 and 1.
    comparison.add(row(50, 0.1f, 1, 3, 90), row(1, 2, 4, 6, 8));
    DepthReport report = comparison.report();
    assertEquals(4.0, report.medianRatio());
    // 0.4 is clamped to 1, 12 to 8.
    assertEquals((1.0 / 2 + 0 + 2.0 / 6) / 3, report.medianScaled().absRel(), 1e-12);
    // 0.1 is clamped to 1.
    assertEquals((1.0 / 2 + 3.0 / 4 + 3.0 / 6) / 3, report.metric().absRel(), 1e-12);
  }

  @Test
  void medianOfAnEvenNumberLiesBetweenTheMiddleTwo() {
    DepthComparison comparison = new DepthComparison(NEAR);
    comparison.add(row(1, 1, 3, 4), row(2, 2, 4, 6));
    assertEquals(3.0 / 2, comparison.report().medianRatio());
  }

  @Test
  void spreadIsOfTheRatiosRelativeToTheirMedian() {
    DepthComparison comparison = new DepthComparison(NEAR);
    for (float ratio : new float[] {2, 4, 6}) {
      comparison.add(row(1, 1), row(ratio, ratio));
    }
    assertEquals(3, comparison.report().images());
    assertEquals(4, comparison.report().medianRatio());
    assertEquals(Math.sqrt(8.0 / 3) / 4, comparison.report().ratioSpread(), 1e-12);
    assertEquals(0, comparison.report().medianScaled().absRel());
  }

  @Test
  void unknownPredictionsLowerTheCoverageOnly() {
    DepthComparison comparison = new DepthComparison(NEAR);
    comparison.add(row(Float.NaN, 0, 2, 3), row(2, 2, 2, 3));
    assertEquals(0.5, comparison.report().coverage());
    assertEquals(0, comparison.report().metric().absRel());
  }

  @Test
  void withoutTruthThereIsNothingToReport() {
    DepthComparison comparison = new DepthComparison(NEAR);
    comparison.add(row(1, 1), row(Float.NaN, 0));
    assertEquals(0, comparison.report().images());
    assertEquals(Double.NaN, comparison.report().medianRatio());
    assertEquals(Double.NaN, comparison.report().metric().absRel());
  }

  @Test
  void imagesOfAnotherSizeAreRefused() {
    DepthComparison comparison = new DepthComparison(NEAR);
    assertThrows(IllegalArgumentException.class, () -> comparison.add(row(1, 1), row(1)));
  }

  @Test
  void cropsAreThoseOfTheProtocols() {
    // Garg et al. count from 1 and from the bottom: rows −218 to −3 and columns 44 to 1180 of
    // 1224×370; the shares, rounded down, lose the last of these rows.
    assertEquals(
        new Crop.Window(370 - 219, 370 - 4, 43, 1180),
        DepthProtocol.KITTI_GARG.crop().window(1224, 370));
    assertEquals(
        new Crop.Window(124, 342, 44, 1197), DepthProtocol.KITTI_EIGEN.crop().window(1242, 375));
    assertEquals(new Crop.Window(45, 471, 41, 601), DepthProtocol.NYU.crop().window(640, 480));
    assertThrows(IllegalArgumentException.class, () -> DepthProtocol.NYU.crop().window(320, 240));
    assertEquals(50, DepthProtocol.KITTI_GARG.cappedAt(50).maxMetres());
    assertEquals(1e-3, DepthProtocol.KITTI_GARG.cappedAt(50).minMetres());
  }

  @Test
  void pixelsOutsideTheCropDoNotCount() {
    DepthProtocol right = new DepthProtocol("right half", new Crop.Shares(0, 1, 0.5, 1), 0, 80);
    DepthComparison comparison = new DepthComparison(right);
    comparison.add(row(9, 9, 2, 4), row(1, 1, 2, 2));
    assertEquals(0.5, comparison.report().metric().absRel());
  }

  @Test
  void nonsenseIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new DepthProtocol("x", Crop.WHOLE, 2, 1));
    assertThrows(IllegalArgumentException.class, () -> new Crop.Shares(0, 1.1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Crop.Window(3, 3, 0, 1));
  }

  @Test
  void disparityIsResizedBeforeItIsInverted() {
    FloatImage depth = new FloatImage();
    // Twice as wide, disparities are 4 and 8 pixels with 5 and 7 between them.
    DisparityToDepth.resizeAndInvert(row(2, 4), 840, 4, 1, depth);
    assertEquals(4, depth.width());
    assertEquals(840 / 4f, depth.at(0, 0));
    assertEquals(840 / 5f, depth.at(1, 0));
    assertEquals(840 / 7f, depth.at(2, 0));
    assertEquals(840 / 8f, depth.at(3, 0));
  }

  @Test
  void holesOfTheDisparityStayHoles() {
    FloatImage depth = new FloatImage();
    DisparityToDepth.resizeAndInvert(row(2, Float.NaN, 0), 10, 3, 1, depth);
    assertEquals(5f, depth.at(0, 0));
    assertEquals(Float.NaN, depth.at(1, 0));
    assertEquals(Float.NaN, depth.at(2, 0));
  }

  private static FloatImage row(float... values) {
    FloatImage image = new FloatImage().reshape(values.length, 1);
    System.arraycopy(values, 0, image.data(), 0, values.length);
    return image;
  }
}
