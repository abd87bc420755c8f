package dev.fathom.depth;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.image.ImageView;
import dev.fathom.image.PixelConverter;
import dev.fathom.image.PixelEncoding;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A network's depth (320×240 and 160×120) to a 640×480 camera, and on to bytes; beside OpenCV's
 * bilinear resize, which knows neither holes nor edges, on one thread, and a copy of as many bytes.
 *
 * <p>Input: surfaces of 40 pixels' width, an edge between each two, no holes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class DepthBenchmark {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @Param({"2", "4"})
  public int scale;

  private final FloatImage network = new FloatImage();
  private final FloatImage networkSigma = new FloatImage();
  private final FloatImage camera = new FloatImage();
  private final FloatImage cameraSigma = new FloatImage();
  private final DepthResizer resizer = new DepthResizer();
  private final byte[] source = new byte[WIDTH * HEIGHT * 4];
  private final byte[] bytes = new byte[WIDTH * HEIGHT * 4];
  private final byte[] pixels = new byte[WIDTH * HEIGHT * 3];
  private final PixelConverter converter = new PixelConverter();
  private final Image8 picture = new Image8();
  private final Mat small = new Mat();
  private final Mat large = new Mat();
  private final Size largeSize = new Size(WIDTH, HEIGHT);

  @Setup
  public void fill() {
    int width = WIDTH / scale;
    network.reshape(width, HEIGHT / scale);
    networkSigma.reshape(width, HEIGHT / scale);
    Random random = new Random(7);
    for (int i = 0; i < network.size(); i++) {
      int surface = i % width / 40 + i / width / 40;
      network.data()[i] = (float) (2 + surface % 5 + 0.01 * random.nextDouble());
      networkSigma.data()[i] = 0.02f * network.data()[i];
    }
    random.nextBytes(pixels);
    opencv_core.setNumThreads(1);
    small.create(HEIGHT / scale, width, opencv_core.CV_32FC1);
    resizer.resize(network, networkSigma, WIDTH, HEIGHT, camera, cameraSigma);
    camera.data()[0] = Depth.UNKNOWN;
  }

  @Benchmark
  public float[] resizeDepth() {
    resizer.resize(network, WIDTH, HEIGHT, camera);
    return camera.data();
  }

  @Benchmark
  public float[] resizeDepthAndSigma() {
    resizer.resize(network, networkSigma, WIDTH, HEIGHT, camera, cameraSigma);
    return cameraSigma.data();
  }

  @Benchmark
  public Mat resizeByOpenCv() {
    opencv_imgproc.resize(small, large, largeSize);
    return large;
  }

  @Benchmark
  public byte[] copyOfFloatBytes() {
    System.arraycopy(source, 0, bytes, 0, source.length);
    return bytes;
  }

  @Benchmark
  public int toMetres() {
    return DepthEncoding.toMetres(camera, bytes, 0);
  }

  @Benchmark
  public int toMillimetres() {
    return DepthEncoding.toMillimetres(camera, bytes, 0);
  }

  @Benchmark
  public byte[] bgrToRgb() {
    converter.toRgb(view(PixelEncoding.BGR8), picture);
    return picture.data();
  }

  @Benchmark
  public byte[] rgbToGrey() {
    converter.toGrey(view(PixelEncoding.RGB8), picture);
    return picture.data();
  }

  private ImageView view(PixelEncoding encoding) {
    return new ImageView(encoding, WIDTH, HEIGHT, WIDTH * 3, false, pixels, 0, pixels.length);
  }
}
