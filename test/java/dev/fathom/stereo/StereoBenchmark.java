package dev.fathom.stereo;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_calib3d.StereoSGBM;
import org.bytedeco.opencv.opencv_core.Mat;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Our stereo matching beside OpenCV's bare compute with the same settings.
 *
 * <p>Input: a smoothly textured ramp of disparities with grey noise, the sizes of a VGA pair and of
 * KITTI. The baseline matches once, without added columns, check, σ or fill.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class StereoBenchmark {
  @Param({"640x480", "1241x376"})
  public String size = "640x480";

  @Param({"1", "2"})
  public int threads = 1;

  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final FloatImage disparity = new FloatImage();
  private final FloatImage sigma = new FloatImage();
  private final SemiGlobalMatcher twoMatches =
      new SemiGlobalMatcher(StereoOptions.defaults().withFill(true));
  private final SemiGlobalMatcher oneMatch =
      new SemiGlobalMatcher(
          StereoOptions.defaults().withConsistency(Consistency.ONE_MATCH).withFill(true));
  private final Mat leftMat = new Mat();
  private final Mat rightMat = new Mat();
  private final Mat result = new Mat();
  private final StereoSGBM bare = StereoSGBM.create();

  @Setup(Level.Trial)
  public void makePair() {
    opencv_core.setNumThreads(threads);
    int cross = size.indexOf('x');
    int width = Integer.parseInt(size.substring(0, cross));
    int height = Integer.parseInt(size.substring(cross + 1));
    left.reshape(width, height, 1);
    right.reshape(width, height, 1);
    Random random = new Random(1);
    for (int y = 0; y < height; y++) {
      double d = 5 + 40.0 * y / height;
      for (int x = 0; x < width; x++) {
        left.data()[y * width + x] = grey(x, y, random);
        right.data()[y * width + x] = grey(x + d, y, random);
      }
    }
    copy(left, leftMat);
    copy(right, rightMat);
    bare.setNumDisparities(StereoOptions.defaults().disparitiesFor(width));
    bare.setBlockSize(3);
    bare.setP1(100);
    bare.setP2(500);
    bare.setMode(StereoSGBM.MODE_SGBM_3WAY);
  }

  @TearDown(Level.Trial)
  public void release() {
    twoMatches.close();
    oneMatch.close();
    bare.close();
    leftMat.close();
    rightMat.close();
    result.close();
  }

  @Benchmark
  public Mat bareOpenCv() {
    bare.compute(leftMat, rightMat, result);
    return result;
  }

  @Benchmark
  public FloatImage checkedByOneMatch() {
    oneMatch.match(left, right, disparity, sigma);
    return disparity;
  }

  @Benchmark
  public FloatImage checkedByTwoMatches() {
    twoMatches.match(left, right, disparity, sigma);
    return disparity;
  }

  private static byte grey(double x, double y, Random random) {
    double texture =
        40 * Math.sin(x / 3.1 + y / 7) + 30 * Math.sin(x / 11.3 - y / 5) + 20 * Math.sin(x * 1.3);
    return (byte) Math.round(128 + texture + 2 * random.nextGaussian());
  }

  private static void copy(Image8 image, Mat mat) {
    mat.create(image.height(), image.width(), opencv_core.CV_8UC1);
    mat.<ByteBuffer>createBuffer().put(0, image.data(), 0, image.size());
  }
}
