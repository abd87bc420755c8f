package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Allocations;
import dev.fathom.rectify.Rectifier;
import dev.fathom.sensor.CameraCalibration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything but inference: image bytes in, the bytes of every product out. */
class FrameAllocationTest {
  private static final int WIDTH = 160;
  private static final int HEIGHT = 120;
  private static final int MOST_BYTES = 1024;
  private static final Intrinsics CAMERA = new Intrinsics(WIDTH, HEIGHT, 130, 130, 80, 60);

  /** Reuses one buffer, as a publisher does. */
  private static final class OneBuffer implements ProductSink {
    private final CdrBuffer buffer = new CdrBuffer();
    private long published;

    @Override
    public CdrBuffer buffer() {
      return buffer;
    }

    @Override
    public void publish(Product product, long stampNanos, CdrBuffer message) {
      published += message.length();
    }
  }

  @ParameterizedTest
  @CsvSource({"rgb8, 3, true", "bgr8, 3, false", "mono8, 1, true"})
  void aFrameAllocatesLessThanAKilobyte(String encoding, int channels, boolean stereo) {
    byte[] message = message(encoding, channels);
    ImageDecoder decoder = new ImageDecoder();
    CameraImage camera = new CameraImage();
    ProductEncoder encoder = new ProductEncoder(PipelineOptions.defaults());
    Rectifier lens = new Rectifier(CameraCalibration.pinhole("optical", CAMERA));
    DepthEstimate estimate = estimate();
    DepthEstimate.Baseline baseline = stereo ? new DepthEstimate.Baseline(0.1, 0, 63) : null;
    OneBuffer sink = new OneBuffer();
    StageClock clock = new StageClock();
    Runnable frame =
        () -> {
          clock.start();
          ImageDecoder.StampedImage image =
              decoder.decode(ImageDecoder.RAW, message, 0, message.length);
          camera.decode(image.image(), lens, estimate.colour());
          camera.rectify(lens, estimate.colour());
          estimate.describe(image.stampNanos(), image.frameId(), lens.rectified(), baseline);
          try {
            encoder.encode(estimate, clock, sink);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    long allocated = Allocations.ofSteadyState(frame);
    assertTrue(allocated < MOST_BYTES, allocated + " bytes a frame");
    assertTrue(sink.published > 40L * WIDTH * HEIGHT, "the products were made");
    assertEquals(7, estimate.stampNanos());
    lens.close();
  }

  private static DepthEstimate estimate() {
    DepthEstimate estimate = new DepthEstimate();
    Arrays.fill(estimate.depth().reshape(WIDTH, HEIGHT).data(), 2);
    Arrays.fill(estimate.sigma().reshape(WIDTH, HEIGHT).data(), 0.02f);
    Arrays.fill(estimate.disparity().reshape(WIDTH, HEIGHT).data(), 6.5f);
    return estimate;
  }

  private static byte[] message(String encoding, int channels) {
    byte[] pixels = new byte[WIDTH * HEIGHT * channels];
    new Random(3).nextBytes(pixels);
    Header header = new Header(Time.ofNanos(7), "camera_optical");
    CdrBuffer buffer = new CdrBuffer();
    MessageCodec.of(Image.class)
        .encode(
            new Image(header, HEIGHT, WIDTH, encoding, 0, WIDTH * channels, Bytes.of(pixels)),
            buffer);
    return buffer.toArray();
  }
}
