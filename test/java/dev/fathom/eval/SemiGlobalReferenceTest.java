package dev.fathom.eval;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.fathom.image.FloatImage;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.BitSet;
import org.bytedeco.opencv.opencv_calib3d.StereoSGBM;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * OpenCV's matcher as it comes, on colour images, on Middlebury pairs. The figures were written
 * down without their settings; these settings give both of them.
 */
class SemiGlobalReferenceTest {
  @ParameterizedTest
  @CsvSource({"teddy, 4, 0.187", "tsukuba, 16, 0.180"})
  void badTwoIsTheKnownOne(String name, float scale, double bad) {
    Path folder = ReferenceData.require("middlebury").resolve(name);
    FloatImage truth = new FloatImage();
    BitSet notOccluded = new BitSet();
    try (Mat stored = read(folder, "groundtruth.png", IMREAD_GRAYSCALE);
        Mat mask = read(folder, "nonocc.png", IMREAD_GRAYSCALE)) {
      truth.reshape(stored.cols(), stored.rows());
      ByteBuffer values = stored.createBuffer();
      ByteBuffer kept = mask.createBuffer();
      for (int i = 0; i < truth.size(); i++) {
        int value = values.get(i) & 255;
        truth.data()[i] = value == 0 ? Float.NaN : value / scale;
        notOccluded.set(i, (kept.get(i) & 255) == 255);
      }
    }
    StereoErrors.Accumulator errors =
        new StereoErrors.Accumulator(StereoProtocol.of(StereoProtocol.Region.NON_OCCLUDED));
    errors.addImage(matched(folder), truth, notOccluded);
    assertEquals(bad, errors.mean().bad(2), 5e-4);
  }

  private static FloatImage matched(Path folder) {
    try (Mat left = read(folder, "imL.png", IMREAD_COLOR);
        Mat right = read(folder, "imR.png", IMREAD_COLOR);
        StereoSGBM matcher =
            StereoSGBM.create(0, 64, 7, 200, 800, 1, 0, 10, 0, 0, StereoSGBM.MODE_SGBM);
        Mat result = new Mat()) {
      matcher.compute(left, right, result);
      FloatImage disparity = new FloatImage().reshape(result.cols(), result.rows());
      ShortBuffer sixteenths = result.createBuffer();
      for (int i = 0; i < disparity.size(); i++) {
        short d = sixteenths.get(i);
        disparity.data()[i] = d < 0 ? Float.NaN : d / 16f;
      }
      return disparity;
    }
  }

  private static Mat read(Path folder, String file, int colour) {
    return imread(folder.resolve(file).toString(), colour);
  }
}
