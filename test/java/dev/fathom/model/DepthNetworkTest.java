package dev.fathom.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TType;

class DepthNetworkTest {
  private static final ModelOptions CPU = new ModelOptions("cpu", 0, 0, false);
  private static final String IMAGE =
      "task: MONO_DEPTH image { tensor: 'image' layout: %s colour_order: %s element_type: %s %s }";
  private static final String DEPTH = " outputs { tensor: 'depth' role: DEPTH }";

  private final Path temp;

  DepthNetworkTest(@TempDir Path temp) {
    this.temp = temp;
  }

  private final FloatImage depth = new FloatImage();
  private final FloatImage sigma = new FloatImage();

  @Test
  void colourBytesReachTheGraphPixelByPixel() {
    Image8 picture = picture(7, 5, 3);
    infer(bytes(3), card("NHWC", "RGB", "UINT8", "resize: NONE"), picture);
    assertEquals(7, depth.width());
    assertEquals(5, depth.height());
    assertDepth(i -> weighted(picture, i, 0, 1, 2));
  }

  @Test
  void bgrNetworkGetsItsChannelsReversed() {
    Image8 picture = picture(7, 5, 3);
    infer(bytes(3), card("NHWC", "BGR", "UINT8", "resize: NONE"), picture);
    assertDepth(i -> weighted(picture, i, 2, 1, 0));
  }

  @Test
  void greyPictureIsReplicatedForAColourNetwork() {
    Image8 picture = picture(7, 5, 1);
    infer(bytes(3), card("NHWC", "RGB", "UINT8", "resize: NONE"), picture);
    assertDepth(i -> (picture.data()[i] & 0xff) * (1 + 256 + 65536));
  }

  @Test
  void colourPictureBecomesLumaForAGreyNetwork() {
    Image8 picture = picture(7, 5, 3);
    infer(bytes(1), card("NHWC", "GREY", "UINT8", "resize: NONE"), picture);
    for (int i = 0; i < depth.size(); i++) {
      double luma =
          0.299 * channel(picture, i, 0)
              + 0.587 * channel(picture, i, 1)
              + 0.114 * channel(picture, i, 2);
      // Half a step for rounding, half a step for coefficients of eight bits.
      assertEquals(luma, depth.data()[i], 1);
    }
  }

  @Test
  void greyPictureReachesAGreyNetworkAsItIs() {
    Image8 picture = picture(7, 5, 1);
    infer(bytes(1), card("NHWC", "GREY", "UINT8", "resize: NONE"), picture);
    assertDepth(i -> picture.data()[i] & 0xff);
  }

  @Test
  void floatsAreNormalisedPerChannel() {
    Image8 picture = picture(7, 5, 3);
    infer(
        floats(Shape.of(1, -1, -1, 3), -1),
        card(
            "NHWC",
            "RGB",
            "FLOAT32",
            "resize: NONE scale: 0.5 mean: [-1, -2, -3] std: [0.5, 0.25, 2]"),
        picture);
    assertDepth(
        i ->
            (float)
                ((channel(picture, i, 0) * 0.5 + 1) / 0.5
                    + 256 * ((channel(picture, i, 1) * 0.5 + 2) / 0.25)
                    + 65536 * ((channel(picture, i, 2) * 0.5 + 3) / 2)));
  }

  @Test
  void planarBytesAndFloatsAreLaidOutByChannel() {
    Image8 picture = picture(7, 5, 3);
    infer(
        floats(Shape.of(1, 3, -1, -1), 1), card("NCHW", "BGR", "FLOAT32", "resize: NONE"), picture);
    assertDepth(i -> weighted(picture, i, 2, 1, 0));
    infer(
        tf -> {
          Placeholder<TUint8> image = placeholder(tf, TUint8.class, Shape.of(1, 3, -1, -1));
          return TestModels.Ends.of(
              image, TestModels.weigh(tf, tf.dtypes.cast(image, TFloat32.class), 1, 1));
        },
        card("NCHW", "RGB", "UINT8", "resize: NONE"),
        picture);
    assertDepth(i -> weighted(picture, i, 0, 1, 2));
  }

  @Test
  void pictureWithoutBatchIsTaken() {
    Image8 picture = picture(7, 5, 3);
    infer(floats(Shape.of(-1, -1, 3), -1), card("HWC", "RGB", "FLOAT32", "resize: NONE"), picture);
    assertDepth(i -> weighted(picture, i, 0, 1, 2));
  }

  @Test
  void stretchedPictureIsTheMeanOfWhatItCovers() {
    // 2x2 blocks of one colour each: their mean is that colour, whatever the rounding.
    Image8 small = picture(4, 3, 3);
    Image8 picture = doubled(small);
    for (String type : new String[] {"UINT8", "FLOAT32"}) {
      infer(
          type.equals("UINT8") ? bytes(3) : floats(Shape.of(1, 3, 4, 3), -1),
          card("NHWC", "RGB", type, "resize: STRETCH width: 4 height: 3"),
          picture);
      assertEquals(4, depth.width());
      assertEquals(3, depth.height());
      assertDepth(i -> weighted(small, i, 0, 1, 2));
    }
  }

  @Test
  void fittedPictureKeepsItsAspect() {
    Image8 picture = picture(100, 50, 3);
    infer(
        bytes(3),
        card("NHWC", "RGB", "UINT8", "resize: FIT width: 64 height: 32 multiple_of: 16"),
        picture);
    assertEquals(64, depth.width());
    assertEquals(32, depth.height());
  }

  @Test
  void sizeMayChangeFromPictureToPicture() {
    Path model = model(bytes(3), card("NHWC", "RGB", "UINT8", "resize: NONE"));
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      for (int size : new int[] {9, 3, 9, 20}) {
        Image8 picture = picture(size, size + 1, 3);
        network.infer(picture, camera(picture, 100), depth, sigma);
        assertEquals(size, depth.width());
        assertEquals(size + 1, depth.height());
        assertDepth(i -> weighted(picture, i, 0, 1, 2));
      }
    }
  }

  @Test
  void metresGrowWithTheFocalLengthInTheNetworksPixels() {
    Image8 picture = doubled(picture(4, 3, 3));
    String output = " outputs { tensor: 'depth' role: DEPTH canonical_focal_px: 25 }";
    infer(
        tf -> constant(tf, 2f),
        IMAGE.formatted("NHWC", "RGB", "UINT8", "resize: STRETCH width: 4 height: 3") + output,
        picture);
    // The camera's 100 pixels are 50 of the network's, twice the canonical.
    assertDepth(i -> 4);
  }

  @Test
  void graphThatResizesIsTrustedToFollowTheRule() {
    Image8 picture = picture(64, 48, 3);
    String output = " outputs { tensor: 'depth' role: DEPTH canonical_focal_px: 25 }";
    Path model =
        model(
            tf -> constant(tf, 2f),
            IMAGE.formatted(
                    "NHWC", "RGB", "UINT8", "resize: IN_GRAPH width: 32 height: 24 multiple_of: 8")
                + output);
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      assertEquals(new NetworkSize(32, 24), network.networkSize(64, 48));
      network.infer(picture, camera(picture, 100), depth, sigma);
      assertDepth(i -> 4);
    }
  }

  @Test
  void sigmaComesFromTheLogVariance() {
    Image8 picture = picture(4, 3, 3);
    Path model =
        model(
            tf -> constant(tf, 2f).and("lv", plane(tf, (float) Math.log(0.25))),
            card("NHWC", "RGB", "UINT8", "resize: NONE")
                + " outputs { tensor: 'lv' role: LOG_VARIANCE sigma_factor: 2 }");
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      assertTrue(network.predictsSigma());
      network.infer(picture, camera(picture, 100), depth, sigma);
      assertDepth(i -> 2);
      assertEquals(depth.size(), sigma.size());
      for (int i = 0; i < sigma.size(); i++) {
        assertEquals(1, sigma.data()[i], 1e-5);
      }
    }
  }

  @Test
  void sigmaIsUnknownWhereTheNetworkPredictsNone() {
    Path model = model(bytes(3), card("NHWC", "RGB", "UINT8", "resize: NONE"));
    Image8 picture = picture(4, 3, 3);
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      assertFalse(network.predictsSigma());
      network.infer(picture, camera(picture, 100), depth, sigma);
      assertEquals(depth.size(), sigma.size());
      for (int i = 0; i < sigma.size(); i++) {
        assertTrue(Float.isNaN(sigma.data()[i]));
      }
    }
  }

  @Test
  void resizeAndConvolutionInTheGraphRun() {
    Image8 picture = picture(40, 30, 3);
    infer(
        tf -> {
          Placeholder<TUint8> image = placeholder(tf, TUint8.class, Shape.of(1, -1, -1, 3));
          Operand<TFloat32> small = tf.image.resizeBilinear(image, tf.constant(new int[] {16, 16}));
          Operand<TFloat32> kernel = tf.fill(tf.constant(new int[] {3, 3, 3, 1}), tf.constant(1f));
          return TestModels.Ends.of(
              image, tf.nn.conv2d(small, kernel, List.of(1L, 1L, 1L, 1L), "SAME"));
        },
        card("NHWC", "RGB", "UINT8", "resize: IN_GRAPH"),
        picture);
    assertEquals(16, depth.width());
    assertEquals(16, depth.height());
    // 27 bytes of a noise picture with mean 127.5 lie around 3442 inside the border.
    assertEquals(3442, depth.at(8, 8), 2500);
  }

  @Test
  void pictureOfAnotherSizeThanItsCameraIsRefused() {
    Path model = model(bytes(3), card("NHWC", "RGB", "UINT8", "resize: NONE"));
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      String e =
          Failures.message(
              IllegalArgumentException.class,
              () -> network.infer(picture(4, 3, 3), camera(picture(5, 3, 3), 100), depth, sigma));
      assertTrue(e.contains("4x3"), e);
      assertTrue(e.contains("5x3"), e);
    }
  }

  @Test
  void pictureOfAnotherSizeThanAFixedTensorIsRefused() {
    Path model =
        model(floats(Shape.of(1, 6, 8, 3), -1), card("NHWC", "RGB", "FLOAT32", "resize: NONE"));
    try (DepthNetwork network = DepthNetwork.load(model, CPU)) {
      Image8 picture = picture(7, 6, 3);
      String e =
          Failures.message(
              IllegalArgumentException.class,
              () -> network.infer(picture, camera(picture, 100), depth, sigma));
      assertTrue(e.contains("7x6"), e);
      assertTrue(e.contains("[1, 6, 8, 3]"), e);
    }
  }

  @Test
  void graphThatFailsOnItsFirstPictureIsNamedAtLoad() {
    Path model =
        model(
            tf -> {
              Placeholder<TUint8> image = placeholder(tf, TUint8.class, Shape.of(1, -1, -1, 3));
              // 7 does not divide the bytes of the warm-up picture.
              return TestModels.Ends.of(
                  image,
                  tf.dtypes.cast(
                      tf.reshape(image, tf.constant(new int[] {1, 7, -1, 1})), TFloat32.class));
            },
            card("NHWC", "RGB", "UINT8", "resize: NONE"));
    String e =
        Failures.message(IllegalArgumentException.class, () -> DepthNetwork.load(model, CPU));
    assertTrue(e.contains(model.toString()), e);
    assertTrue(e.contains("320x240"), e);
    assertEquals(1, e.lines().count());
  }

  @Test
  void aNetworkThatFailsOnItsFirstPictureIsClosed() {
    // More bytes than an array can hold.
    Shape huge = Shape.of(1, 60_000, 60_000, 3);
    Path model = model(floats(huge, -1), card("NHWC", "RGB", "FLOAT32", "resize: NONE"));
    int loads = 8;
    long pointers = Pointer.totalCount();
    for (int i = 0; i < loads; i++) {
      String e =
          Failures.message(IllegalArgumentException.class, () -> DepthNetwork.load(model, CPU));
      assertTrue(e.contains("60000x60000"), e);
    }
    // TensorFlow's loader leaves one to the garbage collector; an open model holds several.
    long left = Pointer.totalCount() - pointers;
    assertTrue(left <= loads + 1, left + " native objects left by " + loads + " loads");
  }

  @Test
  void twoRunsGiveTheSameBits() {
    Image8 picture = picture(64, 48, 3);
    String card = card("NHWC", "RGB", "FLOAT32", "resize: FIT width: 32 height: 24 scale: 0.01");
    infer(floats(Shape.of(1, -1, -1, 3), -1), card, picture);
    float[] first = Arrays.copyOf(depth.data(), depth.size());
    infer(floats(Shape.of(1, -1, -1, 3), -1), card, picture);
    assertArrayEquals(first, Arrays.copyOf(depth.data(), depth.size()));
  }

  private interface PixelValue {
    float at(int pixel);
  }

  /** Zero is no depth: the weights leave none, but noise may. */
  private void assertDepth(PixelValue expected) {
    for (int i = 0; i < depth.size(); i++) {
      float value = expected.at(i);
      assertEquals(value > 0 ? value : Float.NaN, depth.data()[i], "pixel " + i);
    }
  }

  private void infer(Function<Ops, TestModels.Ends> graph, String card, Image8 picture) {
    try (DepthNetwork network = DepthNetwork.load(model(graph, card), CPU)) {
      network.infer(picture, camera(picture, 100), depth, sigma);
    }
  }

  private Path model(Function<Ops, TestModels.Ends> graph, String card) {
    Path directory = TestModels.save(temp, graph);
    TestModels.card(directory, card);
    return directory;
  }

  private static String card(String layout, String order, String type, String rest) {
    return IMAGE.formatted(layout, order, type, rest) + DEPTH;
  }

  private static Function<Ops, TestModels.Ends> bytes(int channels) {
    return tf -> {
      if (channels == 3) {
        return TestModels.weightedSum(tf, 1);
      }
      Placeholder<TUint8> image = placeholder(tf, TUint8.class, Shape.of(1, -1, -1, 1));
      return TestModels.Ends.of(image, tf.dtypes.cast(image, TFloat32.class));
    };
  }

  private static Function<Ops, TestModels.Ends> floats(Shape shape, int channelAxis) {
    return tf -> {
      Placeholder<TFloat32> image = placeholder(tf, TFloat32.class, shape);
      return TestModels.Ends.of(image, TestModels.weigh(tf, image, channelAxis, 1));
    };
  }

  private static TestModels.Ends constant(Ops tf, float value) {
    Placeholder<TUint8> image = placeholder(tf, TUint8.class, Shape.of(1, -1, -1, 3));
    return TestModels.Ends.of(image, plane(tf, value));
  }

  private static Operand<TFloat32> plane(Ops tf, float value) {
    return tf.fill(tf.constant(new int[] {1, 3, 4, 1}), tf.constant(value));
  }

  private static <T extends TType> Placeholder<T> placeholder(Ops tf, Class<T> type, Shape shape) {
    return tf.placeholder(type, Placeholder.shape(shape));
  }

  private static Intrinsics camera(Image8 picture, double focal) {
    return new Intrinsics(picture.width(), picture.height(), focal, focal, 1, 1);
  }

  private static Image8 picture(int width, int height, int channels) {
    Image8 picture = new Image8().reshape(width, height, channels);
    new Random(3).nextBytes(picture.data());
    return picture;
  }

  private static Image8 doubled(Image8 small) {
    int channels = small.channels();
    Image8 large = new Image8().reshape(small.width() * 2, small.height() * 2, channels);
    for (int i = 0; i < large.size(); i++) {
      int pixel = i / channels;
      int x = pixel % large.width() / 2;
      int y = pixel / large.width() / 2;
      large.data()[i] = small.data()[(y * small.width() + x) * channels + i % channels];
    }
    return large;
  }

  private static int channel(Image8 picture, int pixel, int channel) {
    return picture.data()[pixel * 3 + channel] & 0xff;
  }

  private static float weighted(Image8 picture, int pixel, int first, int second, int third) {
    return channel(picture, pixel, first)
        + 256f * channel(picture, pixel, second)
        + 65536f * channel(picture, pixel, third);
  }
}
