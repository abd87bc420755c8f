package dev.fathom.model;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.card.ImageInput;
import dev.fathom.model.card.InputRole;
import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.Resize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A network that sees metric depth in one picture, alone or with depth measured at some pixels,
 * with its standard deviation if it predicts one.
 *
 * <p>Threads: one at a time. Cost: that of the session run, one copy of the picture in, one of each
 * output out and a pass over them; what is allocated is what TensorFlow's own call allocates.
 */
public final class DepthNetwork implements AutoCloseable {
  private static final int WARM_UP_WIDTH = 320;
  private static final int WARM_UP_HEIGHT = 240;

  private final SavedModel model;
  private final ModelCard card;
  private final TensorSpec imageSpec;
  private final ImageFeed feed;
  private final SideFeeds sides;
  private final DepthDecoder decoder;
  private final Output<?> imageInput;
  private final Plane depthPlane;
  private final @Nullable Plane logVariancePlane;

  private record Plane(String key, Output<?> output) {
    static Plane of(TensorSpec spec, Graph graph) {
      return new Plane(spec.key(), graph.outputOrThrow(spec.tensor()));
    }
  }

  private DepthNetwork(SavedModel model, ModelCard card, CardFit fit) {
    this.model = model;
    this.card = card;
    imageSpec = fit.image();
    decoder = new DepthDecoder(fit.depth(), fit.logVariance());
    Graph graph = model.session().graph();
    imageInput = graph.outputOrThrow(imageSpec.tensor());
    depthPlane = Plane.of(fit.depthTensor(), graph);
    TensorSpec logVariance = fit.logVarianceTensor();
    logVariancePlane = logVariance == null ? null : Plane.of(logVariance, graph);
    sides = new SideFeeds(fit.sides(), graph);
    // Last, as it holds native memory and what comes before may throw.
    feed = new ImageFeed(card.getImage());
  }

  /**
   * Loads a SavedModel with its card and runs it once on a black picture.
   *
   * @throws IllegalArgumentException if there is no such folder or no such device
   * @throws ModelException if the model cannot be loaded (see {@link SavedModel#load}), has no
   *     card, a card that does not fit, or fails on the first picture
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static DepthNetwork load(Path directory, ModelOptions options) {
    ModelDirectory found = ModelDirectory.find(directory);
    ModelCard card = CardFile.read(found);
    GraphFile file = GraphFile.read(found);
    CardFit fit = CardFit.check(card, file);
    SavedModel model = SavedModel.load(file, options);
    DepthNetwork network;
    try {
      network = new DepthNetwork(model, card, fit);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
    try {
      network.warmUp(directory);
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
    return network;
  }

  /**
   * Refuses what {@link #load} would, as far as that can be told without running it.
   *
   * @throws IllegalArgumentException with the reason
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static void check(Path directory) {
    ModelDirectory found = ModelDirectory.find(directory);
    GraphFile file = GraphFile.read(found);
    var unused = CardFit.check(CardFile.read(found), file);
    SavedModel.check(file);
  }

  /** What the network takes and gives. */
  public ModelCard card() {
    return card;
  }

  /** Whether {@link #infer} fills in σ. */
  public boolean predictsSigma() {
    return logVariancePlane != null;
  }

  /** Whether {@link #infer} needs measured depth. */
  public boolean completesDepth() {
    return sides.takes(InputRole.SPARSE_DEPTH);
  }

  /** The size of the picture that the network sees of a camera's picture. */
  public NetworkSize networkSize(int cameraWidth, int cameraHeight) {
    return ImageFeed.networkSize(card.getImage(), cameraWidth, cameraHeight);
  }

  /** Predicts depth from a picture alone. */
  public void infer(Image8 picture, Intrinsics intrinsics, FloatImage depth, FloatImage sigma) {
    infer(picture, intrinsics, null, depth, sigma);
  }

  /**
   * Predicts depth, and σ at the same size.
   *
   * <p>Units: metres. Shape: that of the network's output; the whole picture, stretched. Invalid:
   * see {@link Depth}; σ is NaN everywhere if the network predicts none.
   *
   * @param picture undistorted, R, G, B or grey
   * @param intrinsics of the camera, at the size of the picture
   * @param measured depth where a sensor gave it, of any size over the whole picture; null unless
   *     the network {@link #completesDepth}. Invalid: see {@link Depth}
   * @param depth reshaped and written
   * @param sigma reshaped and written
   */
  public void infer(
      Image8 picture,
      Intrinsics intrinsics,
      @Nullable FloatImage measured,
      FloatImage depth,
      FloatImage sigma) {
    checkSize(picture, intrinsics);
    NetworkSize size = networkSize(picture.width(), picture.height());
    Plane logVariance = logVariancePlane;
    Session.Runner runner =
        model.session().runner().feed(imageInput, feed.write(picture)).fetch(depthPlane.output());
    if (logVariance != null) {
      runner.fetch(logVariance.output());
    }
    List<Tensor> fed = sides.feed(runner, size, intrinsics, measured);
    try (Result result = runner.run()) {
      copyOut(result.get(0), depthPlane, depth);
      if (logVariance != null) {
        copyOut(result.get(1), logVariance, sigma);
        requireSameShape(depth, sigma);
      }
    } finally {
      fed.forEach(Tensor::close);
    }
    double focal = intrinsics.fx() * size.width() / picture.width();
    decoder.decode(depth.data(), logVariance == null ? null : sigma.data(), depth.size(), focal);
    if (logVariance == null) {
      sigma.reshape(depth.width(), depth.height());
      Arrays.fill(sigma.data(), 0, sigma.size(), Depth.UNKNOWN);
    }
  }

  private void checkSize(Image8 picture, Intrinsics intrinsics) {
    if (picture.width() != intrinsics.width() || picture.height() != intrinsics.height()) {
      throw new IllegalArgumentException(
          "picture is "
              + picture.width()
              + "x"
              + picture.height()
              + ", its intrinsics are for "
              + intrinsics.width()
              + "x"
              + intrinsics.height());
    }
    Resize resize = card.getImage().getResize();
    if (resize != Resize.NONE && resize != Resize.IN_GRAPH) {
      return;
    }
    int rows = CardFit.rowsAxis(card.getImage());
    if (imageSpec.sideContradicts(rows, picture.height())
        || imageSpec.sideContradicts(rows + 1, picture.width())) {
      throw new ModelException(
          "picture is "
              + picture.width()
              + "x"
              + picture.height()
              + ", but '"
              + imageSpec.key()
              + "' of "
              + model.directory()
              + " is "
              + imageSpec.describe());
    }
  }

  private static void copyOut(Tensor tensor, Plane plane, FloatImage image) {
    PlaneShape shape = PlaneShape.of(tensor.shape(), plane.key());
    image.reshape(shape.width(), shape.height());
    tensor.asRawTensor().data().asFloats().read(image.data(), 0, image.size());
  }

  private static void requireSameShape(FloatImage depth, FloatImage sigma) {
    if (depth.width() != sigma.width() || depth.height() != sigma.height()) {
      throw new ModelException(
          "depth is "
              + depth.width()
              + "x"
              + depth.height()
              + ", but its log-variance is "
              + sigma.width()
              + "x"
              + sigma.height());
    }
  }

  /** Some faults, and the graph's optimisation, only come with the first call. */
  private void warmUp(Path directory) {
    ImageInput input = card.getImage();
    int width = input.getWidth() > 0 ? input.getWidth() : WARM_UP_WIDTH;
    int height = input.getHeight() > 0 ? input.getHeight() : WARM_UP_HEIGHT;
    List<Long> sides = imageSpec.shape();
    if (sides != null) {
      int rows = CardFit.rowsAxis(input);
      height = sides.get(rows) > 0 ? sides.get(rows).intValue() : height;
      width = sides.get(rows + 1) > 0 ? sides.get(rows + 1).intValue() : width;
    }
    try {
      Intrinsics camera =
          new Intrinsics(width, height, width, width, (width - 1) / 2.0, (height - 1) / 2.0);
      Image8 black = new Image8().reshape(width, height, 3);
      FloatImage nowhere = new FloatImage().reshape(width, height);
      Arrays.fill(nowhere.data(), 0, nowhere.size(), Depth.UNKNOWN);
      infer(black, camera, nowhere, new FloatImage(), new FloatImage());
    } catch (TensorFlowException | IllegalArgumentException | ArithmeticException e) {
      throw new ModelException(
          directory
              + " fails on its first picture ("
              + width
              + "x"
              + height
              + "): "
              + SavedModel.firstLine(e),
          e);
    }
  }

  /** Releases the graph and the buffers; a second call does nothing. */
  @Override
  public void close() {
    feed.close();
    model.close();
  }
}
