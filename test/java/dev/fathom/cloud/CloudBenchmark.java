package dev.fathom.cloud;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Depth and colour to points, beside a copy of as many bytes.
 *
 * <p>Input: depths of 0.5 … 8 m that change smoothly, single pixels missing at random (the hard
 * case for a branch predictor), random colours.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CloudBenchmark {
  @Param({"640x480", "1280x720"})
  public String size = "640x480";

  @Param({"0", "34"})
  public int holesPercent;

  private final FloatImage depth = new FloatImage();
  private final Image8 rgb = new Image8();
  private final OrganisedCloud organised = new OrganisedCloud();
  private final ObstacleCloud obstacles = new ObstacleCloud(ObstacleOptions.DEFAULT);
  private Intrinsics intrinsics = new Intrinsics(1, 1, 1, 1, 0, 0);
  private byte[] source = new byte[0];
  private byte[] cloud = new byte[0];

  @Setup
  public void fill() {
    int width = Integer.parseInt(size.substring(0, size.indexOf('x')));
    int height = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    Random random = new Random(7);
    depth.reshape(width, height);
    for (int i = 0; i < depth.size(); i++) {
      int row = i / width;
      boolean hole = random.nextInt(100) < holesPercent;
      depth.data()[i] =
          hole ? Depth.UNKNOWN : (float) (4.25 + 3.75 * Math.sin(i % width * 4e-3 + row * 6e-3));
    }
    rgb.reshape(width, height, 3);
    random.nextBytes(rgb.data());
    intrinsics = new Intrinsics(width, height, 0.9 * width, 0.9 * width, width / 2.0, height / 2.0);
    source = new byte[OrganisedCloud.byteLength(width, height)];
    cloud = new byte[source.length];
    random.nextBytes(source);
  }

  @Benchmark
  public byte[] copyOfSameBytes() {
    System.arraycopy(source, 0, cloud, 0, source.length);
    return cloud;
  }

  @Benchmark
  public int organised() {
    return organised.write(depth, rgb, intrinsics, cloud, 0);
  }

  @Benchmark
  public int obstacles() {
    return obstacles.write(depth, null, rgb, intrinsics, cloud, 0);
  }
}
