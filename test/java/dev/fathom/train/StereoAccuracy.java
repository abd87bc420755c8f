package dev.fathom.train;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.model.NetworkSize;
import dev.fathom.model.SavedModel;
import dev.fathom.pipeline.HybridMatcher;
import dev.fathom.pipeline.PairMatcher;
import dev.fathom.pipeline.RealPairs;
import dev.fathom.stereo.StereoOptions;
import dev.fathom.train.layers.WeightFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

/**
 * What finds disparity, side by side on the real pairs: the matcher without a network, the hybrid
 * with each SavedModel that scores candidates, and each training of the pure network {@code
 * stereo}, exported for the pair's own size.
 *
 * <p>Arguments: folders of SavedModels or of trainings.
 */
public final class StereoAccuracy {
  private static final int MULTIPLE = 16;
  private static final ModelOptions ONE_THREAD =
      new ModelOptions("cpu", 1, 1, ModelOptions.defaults().bfloat16());

  private StereoAccuracy() {}

  /** Fills disparity and σ of a pair. */
  private interface Finder {
    void find(RealPairs.Pair pair, FloatImage disparity, FloatImage sigma) throws IOException;
  }

  public static void main(String[] folders) throws IOException {
    print("matcher", (pair, d, s) -> match(PairMatcher.semiGlobal(options(pair)), pair, d, s));
    for (String name : folders) {
      Path folder = Path.of(name);
      print(
          name,
          Files.exists(folder.resolve(TrainingPlan.FILE))
              ? (pair, d, s) -> pure(folder, pair, d, s)
              : (pair, d, s) -> match(hybrid(folder, pair), pair, d, s));
    }
  }

  private static StereoOptions options(RealPairs.Pair pair) {
    return StereoOptions.defaults().withDisparities(0, pair.searched()).withFill(true);
  }

  private static PairMatcher hybrid(Path folder, RealPairs.Pair pair) {
    return new HybridMatcher(options(pair), CandidateNetwork.load(folder, ONE_THREAD));
  }

  private static void match(
      PairMatcher matcher, RealPairs.Pair pair, FloatImage disparity, FloatImage sigma) {
    try (matcher) {
      matcher.match(pair.left(), pair.right(), disparity, sigma);
    }
  }

  private static void print(String name, Finder finder) throws IOException {
    System.out.println(name);
    List<RealPairs.Score> scores = new ArrayList<>();
    for (RealPairs.Pair pair : RealPairs.all()) {
      FloatImage disparity = new FloatImage();
      FloatImage sigma = new FloatImage();
      finder.find(pair, disparity, sigma);
      scores.add(RealPairs.Score.of(disparity, pair));
      System.out.printf(
          Locale.ROOT,
          "  %-9s %s; %.1f and %.1f %% within 1 and 2 sigma%n",
          pair.name(),
          scores.get(scores.size() - 1),
          pair.share(disparity, sigma, 1),
          pair.share(disparity, sigma, 2));
    }
    System.out.println("  mean      " + RealPairs.Score.mean(scores));
  }

  /** The network sees the pair at its own size, but for a few columns and rows. */
  private static void pure(
      Path training, RealPairs.Pair pair, FloatImage disparity, FloatImage sigma)
      throws IOException {
    int width = pair.left().width();
    int height = pair.left().height();
    NetworkSize size = NetworkSize.fitting(width, height, (long) width * height, MULTIPLE);
    Path folder = Files.createTempDirectory("fathom-stereo-");
    Exporter.export(training, size, WeightFormat.FLOAT32, folder);
    try (SavedModel model = SavedModel.load(folder, ONE_THREAD);
        TUint8 left = picture(pair.left());
        TUint8 right = picture(pair.right());
        Result said = model.run("serving_default", Map.of("image", left, "right", right))) {
      float[] numbers = Tensors.floats(said.get("disparity").orElseThrow());
      float[] variances = Tensors.floats(said.get("log_variance").orElseThrow());
      Shape shape = said.get("disparity").orElseThrow().shape();
      int columns = Math.toIntExact(shape.get(2));
      int rows = Math.toIntExact(shape.get(1));
      float factor = width / (float) columns;
      disparity.reshape(width, height);
      sigma.reshape(width, height);
      for (int i = 0; i < disparity.size(); i++) {
        int at = i / width * rows / height * columns + i % width * columns / width;
        disparity.data()[i] = factor * numbers[at];
        sigma.data()[i] = factor * (float) Math.exp(0.5 * variances[at]);
      }
    }
  }

  private static TUint8 picture(Image8 grey) {
    byte[] colour = new byte[3 * grey.size()];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = grey.data()[i / 3];
    }
    Shape shape = Shape.of(1, grey.height(), grey.width(), 3);
    return Tensor.of(TUint8.class, shape, t -> t.asRawTensor().data().write(colour));
  }
}
