package dev.fathom.pipeline;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.depth.DepthResizer;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import java.io.IOException;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A frame's way without inference: image bytes in, depth, σ and clouds as message bytes out,
 * 640×480, one thread. The depth is a tilted floor with boxes at the network's size, 128×96. The
 * baseline copies the bytes of the same messages once.
 */
@State(Scope.Thread)
public class FrameBenchmark {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;

  @Param({"all", "depth,camera_info,sigma", "points", "obstacles"})
  public String products;

  private final ImageDecoder decoder = new ImageDecoder();
  private final CameraImage camera = new CameraImage();
  private final DepthResizer resizer = new DepthResizer();
  private final DepthEstimate estimate = new DepthEstimate();
  private final StageClock clock = new StageClock();
  private final PublishedRange range = new PublishedRange(0.1f, 100);
  private final FloatImage networkDepth = new FloatImage();
  private final FloatImage networkSigma = new FloatImage();
  private final Intrinsics intrinsics = new Intrinsics(WIDTH, HEIGHT, 520, 520, 319.5, 239.5);
  private final Rectifier rectifier =
      new Rectifier(CameraCalibration.pinhole("camera", intrinsics));
  private final KeepingSink sink = new KeepingSink();
  private ProductEncoder encoder = encoder("all");
  private byte[] message = new byte[0];
  private byte[] copyTarget = new byte[0];

  /** Gives out one buffer and counts what comes back. */
  private static final class KeepingSink implements ProductSink {
    private final CdrBuffer buffer = new CdrBuffer();
    private long bytes;

    @Override
    public CdrBuffer buffer() {
      return buffer;
    }

    @Override
    public void publish(Product product, long stampNanos, CdrBuffer filled) {
      bytes += filled.length();
    }
  }

  private static ProductEncoder encoder(String products) {
    PipelineOptions d = PipelineOptions.defaults();
    return new ProductEncoder(
        new PipelineOptions(
            d.model(),
            d.measuredDepth(),
            d.device(),
            d.threads(),
            d.minRange(),
            d.maxRange(),
            d.depthEncoding(),
            products,
            d.stereo(),
            d.obstacles(),
            d.clearing()));
  }

  @Setup
  public void prepare() throws IOException {
    encoder = encoder(products);
    byte[] pixels = new byte[WIDTH * HEIGHT * 3];
    new Random(7).nextBytes(pixels);
    CdrBuffer buffer = new CdrBuffer();
    buffer.reset();
    MessageCodec.of(Image.class)
        .encode(
            new Image(
                new Header(Time.ofNanos(1_000_000_000L), "camera"),
                HEIGHT,
                WIDTH,
                "rgb8",
                0,
                WIDTH * 3,
                Bytes.of(pixels)),
            buffer);
    message = buffer.toArray();
    networkDepth.reshape(128, 96);
    networkSigma.reshape(128, 96);
    for (int y = 0; y < 96; y++) {
      for (int x = 0; x < 128; x++) {
        boolean box = (x / 16) % 3 == 1 && y > 30 && y < 60;
        float z = box ? 1.5f + 0.2f * (x / 16) : 40f / (y + 4);
        networkDepth.data()[y * 128 + x] = z;
        networkSigma.data()[y * 128 + x] = 0.05f * z;
      }
    }
    everythingButInference();
    copyTarget = new byte[(int) sink.bytes];
  }

  @Benchmark
  public long everythingButInference() throws IOException {
    sink.bytes = 0;
    clock.start();
    ImageDecoder.StampedImage image = decoder.decode(ImageDecoder.RAW, message, 0, message.length);
    camera.decode(image.image(), rectifier, estimate.colour());
    camera.rectify(rectifier, estimate.colour());
    resizer.resize(networkDepth, networkSigma, WIDTH, HEIGHT, estimate.depth(), estimate.sigma());
    range.apply(estimate.depth(), estimate.sigma());
    estimate.describe(image.stampNanos(), "camera", intrinsics, null);
    encoder.encode(estimate, clock, sink);
    return sink.bytes;
  }

  @Benchmark
  public byte copyOfTheSameBytes() {
    int at = 0;
    while (at < copyTarget.length) {
      int n = Math.min(message.length, copyTarget.length - at);
      System.arraycopy(message, 0, copyTarget, at, n);
      at += n;
    }
    return copyTarget[at - 1];
  }
}
