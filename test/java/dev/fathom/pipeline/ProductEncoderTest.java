package dev.fathom.pipeline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.cloud.ObstacleOptions;
import dev.fathom.codec.Calibrations;
import dev.fathom.codec.PointCloudView;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.DisparityImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.PointCloud2;
import dev.fathom.config.RecordBinding;
import dev.fathom.config.Setting;
import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers decode is what the estimate holds, by the rules of REP 103 and REP 118. */
class ProductEncoderTest {
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final long STAMP = 1_700_000_000_123_456_789L;
  private static final Intrinsics CAMERA = new Intrinsics(WIDTH, HEIGHT, 55, 56, 31.2, 24.7);
  private static final double BASELINE = 0.25;
  private static final float[] ODD = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0,
    -1,
    65.535f,
    65.6f,
    0.0004f,
    Float.MAX_VALUE
  };

  /** Every kind of depth there is, among a wall at random depths; σ as the rule of depth asks. */
  private static DepthEstimate estimate(boolean stereo, int channels) {
    Random random = new Random(5);
    DepthEstimate estimate = new DepthEstimate();
    FloatImage depth = estimate.depth().reshape(WIDTH, HEIGHT);
    FloatImage sigma = estimate.sigma().reshape(WIDTH, HEIGHT);
    FloatImage disparity = estimate.disparity().reshape(WIDTH, HEIGHT);
    Image8 colour = estimate.colour().reshape(WIDTH, HEIGHT, channels);
    random.nextBytes(colour.data());
    for (int i = 0; i < depth.size(); i++) {
      float metres = i % 5 == 0 ? ODD[i / 5 % ODD.length] : 1.5f + 3 * random.nextFloat();
      boolean known = Depth.isKnown(metres);
      depth.data()[i] = metres;
      sigma.data()[i] = known ? 0.01f * metres : Float.NaN;
      disparity.data()[i] = known ? (float) (CAMERA.fx() * BASELINE / metres) : Float.NaN;
    }
    estimate.describe(
        STAMP, "cam_optical", CAMERA, stereo ? new DepthEstimate.Baseline(BASELINE, 0, 63) : null);
    return estimate;
  }

  private static PipelineOptions options(String... namesAndValues) {
    List<Setting> settings = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      settings.add(new Setting(namesAndValues[i], namesAndValues[i + 1], "test"));
    }
    return RecordBinding.bind(PipelineOptions.defaults(), settings);
  }

  private static float[] floats(Image image) {
    assertEquals("32FC1", image.encoding());
    assertEquals(WIDTH, image.width());
    assertEquals(HEIGHT, image.height());
    assertEquals(WIDTH * Float.BYTES, image.step());
    assertEquals(0, image.isBigendian());
    assertEquals(WIDTH * HEIGHT * Float.BYTES, image.data().length());
    float[] values = new float[WIDTH * HEIGHT];
    buffer(image.data()).asFloatBuffer().get(values);
    return values;
  }

  private static ByteBuffer buffer(Bytes bytes) {
    return ByteBuffer.wrap(bytes.array(), bytes.offset(), bytes.length())
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private static float[] copy(FloatImage image) {
    return Arrays.copyOf(image.data(), image.size());
  }

  private static void assertHeader(Header header) {
    assertEquals(STAMP, header.stamp().nanos(), "the stamp is the input's");
    assertEquals("cam_optical", header.frameId());
  }

  @Test
  void everyProductCarriesTheInputsStampAndFrame() throws Exception {
    CollectedProducts products = CollectedProducts.of(options(), estimate(true, 3));
    assertEquals(List.of(Product.values()), products.order());
    assertEquals(List.of(STAMP), products.stamps().stream().distinct().toList());
    assertHeader(products.message(Product.DEPTH, Image.class).header());
    assertHeader(products.message(Product.CAMERA_INFO, CameraInfo.class).header());
    assertHeader(products.message(Product.SIGMA, Image.class).header());
    DisparityImage disparity = products.message(Product.DISPARITY, DisparityImage.class);
    assertHeader(disparity.header());
    assertHeader(disparity.image().header());
    assertHeader(products.message(Product.POINTS, PointCloud2.class).header());
    assertHeader(products.message(Product.OBSTACLES, PointCloud2.class).header());
  }

  @Test
  void onlyWantedProductsAreMade() throws Exception {
    CollectedProducts products =
        CollectedProducts.of(options("products", "sigma, depth"), estimate(true, 3));
    assertEquals(List.of(Product.DEPTH, Product.SIGMA), products.order());
  }

  @Test
  void aSingleCameraHasNoDisparity() throws Exception {
    assertFalse(
        CollectedProducts.of(options(), estimate(false, 3)).order().contains(Product.DISPARITY));
  }

  @Test
  void metresKeepNanAndInfinitiesAndNeverHoldZero() throws Exception {
    DepthEstimate estimate = estimate(true, 3);
    CollectedProducts products = CollectedProducts.of(options(), estimate);
    float[] published = floats(products.message(Product.DEPTH, Image.class));
    for (int i = 0; i < published.length; i++) {
      float held = estimate.depth().data()[i];
      float expected = held == 0 || held == -1 ? Float.NaN : held;
      assertEquals(expected, published[i], "pixel " + i);
    }
  }

  @Test
  void millimetresHoldZeroForWhatIsUnknownOrDoesNotFit() throws Exception {
    DepthEstimate estimate = estimate(true, 3);
    CollectedProducts products = CollectedProducts.of(options("depth_encoding", "16UC1"), estimate);
    Image image = products.message(Product.DEPTH, Image.class);
    assertEquals("16UC1", image.encoding());
    assertEquals(WIDTH * Short.BYTES, image.step());
    assertEquals(WIDTH * HEIGHT * Short.BYTES, image.data().length());
    for (int i = 0; i < WIDTH * HEIGHT; i++) {
      int published = buffer(image.data()).getShort(2 * i) & 0xffff;
      float held = estimate.depth().data()[i];
      double millimetres = held * 1000.0;
      if (held > 0 && millimetres < 65535.4) {
        assertEquals(millimetres, published, 0.51, "pixel " + i);
      } else {
        assertEquals(0, published, "pixel " + i + " of " + held + " m");
      }
    }
  }

  @Test
  void sigmaIsNanExactlyWhereDepthIsNotKnown() throws Exception {
    DepthEstimate estimate = estimate(true, 3);
    CollectedProducts products = CollectedProducts.of(options(), estimate);
    float[] sigma = floats(products.message(Product.SIGMA, Image.class));
    float[] depth = floats(products.message(Product.DEPTH, Image.class));
    for (int i = 0; i < sigma.length; i++) {
      assertEquals(Depth.isKnown(depth[i]), !Float.isNaN(sigma[i]), "pixel " + i);
    }
    assertArrayEquals(copy(estimate.sigma()), sigma);
  }

  @Test
  void cameraInfoSpeaksOfThePublishedImage() throws Exception {
    CollectedProducts products = CollectedProducts.of(options(), estimate(true, 3));
    CameraInfo info = products.message(Product.CAMERA_INFO, CameraInfo.class);
    Image depth = products.message(Product.DEPTH, Image.class);
    assertEquals(depth.width(), info.width());
    assertEquals(depth.height(), info.height());
    assertEquals("plumb_bob", info.distortionModel());
    assertArrayEquals(new double[5], info.d());
    assertArrayEquals(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, info.r());
    assertArrayEquals(new double[] {55, 0, 31.2, 0, 56, 24.7, 0, 0, 1}, info.k());
    assertArrayEquals(new double[] {55, 0, 31.2, 0, 0, 56, 24.7, 0, 0, 0, 1, 0}, info.p());
    assertEquals(CAMERA, Calibrations.of(info).rectifiedIntrinsics(), "read back by ourselves");
    assertTrue(Calibrations.of(info).isRectified());
  }

  @Test
  void disparityTurnsBackIntoThePublishedDepth() throws Exception {
    CollectedProducts products = CollectedProducts.of(options(), estimate(true, 3));
    DisparityImage message = products.message(Product.DISPARITY, DisparityImage.class);
    float[] disparity = floats(message.image());
    float[] depth = floats(products.message(Product.DEPTH, Image.class));
    assertEquals(CAMERA.fx(), message.f(), 1e-6);
    assertEquals(BASELINE, message.t(), 1e-6);
    assertEquals(0, message.minDisparity());
    assertEquals(63, message.maxDisparity());
    assertEquals(WIDTH, message.validWindow().width());
    assertEquals(HEIGHT, message.validWindow().height());
    int known = 0;
    for (int i = 0; i < depth.length; i++) {
      if (Depth.isKnown(depth[i])) {
        known++;
        // Two roundings to float, of the disparity and of the quotient.
        assertEquals(depth[i], message.t() * message.f() / disparity[i], 1e-6 * depth[i]);
      }
    }
    assertTrue(known > WIDTH * HEIGHT / 2, known + " pixels compared");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void organisedCloudHasOnePointAPixelAndNanForHoles(int channels) throws Exception {
    DepthEstimate estimate = estimate(true, channels);
    CollectedProducts products = CollectedProducts.of(options(), estimate);
    PointCloud2 cloud = products.message(Product.POINTS, PointCloud2.class);
    assertEquals(WIDTH, cloud.width());
    assertEquals(HEIGHT, cloud.height());
    assertFalse(cloud.isDense(), "holes are there");
    assertEquals(cloud.pointStep() * WIDTH, cloud.rowStep());
    float[] x = column(cloud, "x");
    float[] y = column(cloud, "y");
    float[] z = column(cloud, "z");
    for (int i = 0; i < z.length; i++) {
      int row = i / WIDTH;
      float held = estimate.depth().data()[i];
      // Beyond 1e18 m the product with a slope may overflow: taken for unknown.
      if (Depth.isKnown(held) && held < 1e18) {
        assertEquals((i % WIDTH - CAMERA.cx()) / CAMERA.fx() * held, x[i], 1e-5 * held, "x" + i);
        assertEquals((row - CAMERA.cy()) / CAMERA.fy() * held, y[i], 1e-5 * held, "y" + i);
        assertEquals(held, z[i], "z of " + i);
      } else {
        assertTrue(Float.isNaN(x[i]) && Float.isNaN(y[i]) && Float.isNaN(z[i]), i + " for " + held);
      }
      assertEquals(rgb(estimate.colour(), i), colourBits(cloud, i), "colour of " + i);
    }
  }

  private static float[] column(PointCloud2 cloud, String name) {
    PointCloudView view = new PointCloudView(cloud);
    float[] values = new float[view.size()];
    view.field(name).copyTo(values);
    return values;
  }

  private static int rgb(Image8 colour, int pixel) {
    int red = colour.data()[pixel * colour.channels()] & 255;
    if (colour.channels() == 1) {
      return red * 0x010101;
    }
    int green = colour.data()[pixel * 3 + 1] & 255;
    int blue = colour.data()[pixel * 3 + 2] & 255;
    return red << 16 | green << 8 | blue;
  }

  private static int colourBits(PointCloud2 cloud, int point) {
    return buffer(cloud.data()).getInt(point * cloud.pointStep() + 12);
  }

  @Test
  void obstacleCloudIsFiniteWithinRangeAndBounded() throws Exception {
    CollectedProducts products =
        CollectedProducts.of(
            RecordBinding.bind(
                PipelineOptions.defaults(),
                List.of(
                    new Setting("obstacles.max_points", 300, "test"),
                    new Setting("obstacles.flying_pixel_threshold", 1e6, "test"))),
            estimate(true, 3));
    PointCloud2 cloud = products.message(Product.OBSTACLES, PointCloud2.class);
    float[] x = column(cloud, "x");
    float[] y = column(cloud, "y");
    float[] z = column(cloud, "z");
    assertEquals(1, cloud.height());
    assertTrue(cloud.isDense());
    assertTrue(z.length > 100 && z.length <= 300, z.length + " points");
    for (int i = 0; i < z.length; i++) {
      double distance = Math.hypot(Math.hypot(x[i], y[i]), z[i]);
      assertTrue(Double.isFinite(distance), "point " + i);
      assertTrue(distance <= ObstacleOptions.DEFAULT.maxRange() * 1.001, "point at " + distance);
      assertTrue(distance >= ObstacleOptions.DEFAULT.minRange() * 0.999, "point at " + distance);
    }
  }

  @Test
  void aFrameWithoutAnyDepthGivesAnEmptyObstacleCloud() throws Exception {
    DepthEstimate estimate = estimate(false, 1);
    Arrays.fill(estimate.depth().data(), Float.NaN);
    Arrays.fill(estimate.sigma().data(), Float.NaN);
    PointCloud2 cloud =
        CollectedProducts.of(options(), estimate).message(Product.OBSTACLES, PointCloud2.class);
    assertEquals(0, cloud.width());
    assertEquals(0, cloud.data().length());
  }

  @Test
  void theSameEncoderServesFramesOfDifferentSize() throws Exception {
    ProductEncoder encoder = new ProductEncoder(options());
    DepthEstimate small = new DepthEstimate();
    small.depth().reshape(8, 6).data()[0] = 2;
    Arrays.fill(small.sigma().reshape(8, 6).data(), 0.01f);
    small.colour().reshape(8, 6, 3);
    small.describe(STAMP, "cam_optical", new Intrinsics(8, 6, 7, 7, 3.5, 2.5), null);
    StageClock clock = new StageClock();
    clock.start();
    encoder.encode(estimate(false, 3), clock, new CollectedProducts());
    CollectedProducts products = new CollectedProducts();
    encoder.encode(small, clock, products);
    PointCloud2 cloud = products.message(Product.POINTS, PointCloud2.class);
    assertEquals(8, cloud.width());
    assertEquals(6, cloud.height());
    assertEquals(8, products.message(Product.DEPTH, Image.class).width());
  }
}
