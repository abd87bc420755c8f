package dev.fathom.train;

import dev.fathom.depth.DepthResizer;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.model.CandidateNetwork;
import dev.fathom.model.DepthNetwork;
import dev.fathom.model.ModelOptions;
import dev.fathom.pipeline.HybridMatcher;
import dev.fathom.pipeline.PairMatcher;
import dev.fathom.stereo.StereoOptions;
import dev.fathom.train.report.HeldOutSheet;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.WorldSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The pictures of docs/pictures: image, truth, prediction, σ and error of the shipped networks, on
 * held-out generated scenes and on the recordings that may be shown.
 *
 * <p>Argument: the folder they go to. {@code test/pictures} calls this.
 */
public final class PicturePage {
  private static final Path MODELS = Path.of("models");
  private static final Path ALOE = Path.of("..", "shared", "data", "calibration_chessboards");
  private static final int WIDTH = 150;
  private static final int ROWS = 3;

  private PicturePage() {}

  public static void main(String[] arguments) throws IOException {
    Path out = Files.createDirectories(Path.of(arguments[0]));
    for (String name : List.of("fathom_mono")) {
      Path model = MODELS.resolve(name);
      if (!Files.exists(model)) {
        continue;
      }
      try (DepthNetwork network = DepthNetwork.load(model, ModelOptions.defaults())) {
        HeldOutSheet.write(out.resolve(name + "_generated.png"), mono(network, generated()));
        Map<String, List<RecordedDepth.Frame>> recorded = RecordedDepth.all();
        for (String bag : List.of("hololens_rgbd", "dgp_lidar")) {
          List<RecordedDepth.Frame> frames = recorded.getOrDefault(bag, List.of());
          HeldOutSheet.write(out.resolve(name + "_" + bag + ".png"), mono(network, spread(frames)));
        }
      }
    }
    List<HeldOutSheet.Row> pairs = new ArrayList<>(generatedPairs());
    HeldOutSheet.write(out.resolve("fathom_stereo_generated.png"), pairs);
    if (Files.exists(ALOE)) {
      HeldOutSheet.write(out.resolve("fathom_stereo_aloe.png"), List.of(aloe()));
    }
  }

  private static List<RecordedDepth.Frame> generated() {
    WorldSampler world = world();
    List<RecordedDepth.Frame> frames = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      Image8 picture = new Image8();
      FloatImage truth = new FloatImage();
      frames.add(new RecordedDepth.Frame(picture, world.sample(10 + i, picture, truth), truth));
    }
    return frames;
  }

  private static WorldSampler world() {
    return new WorldSampler(
        1, 320, 240, SamplerOptions.defaults().withSplit(SamplerOptions.Split.VALIDATION));
  }

  /** Some of them, as far apart as can be. */
  private static <T> List<T> spread(List<T> all) {
    List<T> some = new ArrayList<>();
    for (int i = 0; i < Math.min(ROWS, all.size()); i++) {
      some.add(all.get(i * (all.size() - 1) / Math.max(1, ROWS - 1)));
    }
    return some;
  }

  private static List<HeldOutSheet.Row> mono(
      DepthNetwork network, List<RecordedDepth.Frame> frames) {
    List<HeldOutSheet.Row> rows = new ArrayList<>();
    DepthResizer resizer = new DepthResizer();
    for (RecordedDepth.Frame frame : frames) {
      FloatImage small = new FloatImage();
      FloatImage smallSigma = new FloatImage();
      network.infer(frame.picture(), frame.camera(), small, smallSigma);
      FloatImage depth = new FloatImage();
      FloatImage sigma = new FloatImage();
      int height = WIDTH * frame.picture().height() / frame.picture().width();
      resizer.resize(small, smallSigma, WIDTH, height, depth, sigma);
      rows.add(
          new HeldOutSheet.Row(
              smaller(frame.picture(), WIDTH, height),
              nearest(frame.truth(), WIDTH, height),
              depth,
              sigma));
    }
    return rows;
  }

  private static List<HeldOutSheet.Row> generatedPairs() {
    WorldSampler world = world();
    List<HeldOutSheet.Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS - 1; i++) {
      Image8 left = new Image8();
      Image8 right = new Image8();
      FloatImage truth = new FloatImage();
      world.sampleStereo(10 + i, left, right, new FloatImage(), truth);
      rows.add(matched(left, grey(left), grey(right), truth, 64));
    }
    return rows;
  }

  private static HeldOutSheet.Row aloe() {
    Image8 left = read(ALOE.resolve("aloeL.jpg"), opencv_imgcodecs.IMREAD_COLOR);
    Image8 right = read(ALOE.resolve("aloeR.jpg"), opencv_imgcodecs.IMREAD_COLOR);
    Image8 stored = read(ALOE.resolve("aloeGT.png"), opencv_imgcodecs.IMREAD_GRAYSCALE);
    int part = 2;
    int width = left.width() / part;
    int height = left.height() / part;
    FloatImage truth = new FloatImage().reshape(width, height);
    for (int i = 0; i < truth.size(); i++) {
      int value = stored.data()[i / width * part * stored.width() + i % width * part] & 0xff;
      truth.data()[i] = value == 0 ? Float.NaN : (float) value / part;
    }
    Image8 small = smaller(left, width, height);
    return matched(small, grey(small), grey(smaller(right, width, height)), truth, 112);
  }

  private static HeldOutSheet.Row matched(
      Image8 colour, Image8 left, Image8 right, FloatImage truth, int searched) {
    FloatImage disparity = new FloatImage();
    FloatImage sigma = new FloatImage();
    StereoOptions options = StereoOptions.defaults().withDisparities(0, searched).withFill(true);
    CandidateNetwork network =
        CandidateNetwork.load(MODELS.resolve("fathom_stereo"), ModelOptions.defaults());
    try (PairMatcher matcher = new HybridMatcher(options, network)) {
      matcher.match(left, right, disparity, sigma);
    }
    int height = WIDTH * colour.height() / colour.width();
    return new HeldOutSheet.Row(
        smaller(colour, WIDTH, height),
        nearest(truth, WIDTH, height),
        nearest(disparity, WIDTH, height),
        nearest(sigma, WIDTH, height));
  }

  private static Image8 grey(Image8 colour) {
    Image8 grey = new Image8();
    colour.toGrey(grey);
    return grey;
  }

  /** Means of what each pixel covers. */
  private static Image8 smaller(Image8 from, int width, int height) {
    Image8 to = new Image8().reshape(width, height, from.channels());
    int channels = from.channels();
    for (int y = 0; y < height; y++) {
      int top = y * from.height() / height;
      int bottom = Math.max(top + 1, (y + 1) * from.height() / height);
      for (int x = 0; x < width; x++) {
        int left = x * from.width() / width;
        int right = Math.max(left + 1, (x + 1) * from.width() / width);
        for (int c = 0; c < channels; c++) {
          int sum = 0;
          for (int v = top; v < bottom; v++) {
            for (int u = left; u < right; u++) {
              sum += from.data()[(v * from.width() + u) * channels + c] & 0xff;
            }
          }
          to.data()[(y * width + x) * channels + c] =
              (byte) (sum / ((bottom - top) * (right - left)));
        }
      }
    }
    return to;
  }

  /** The nearest known of what each pixel covers, so that a LiDAR's points can be seen. */
  private static FloatImage nearest(FloatImage from, int width, int height) {
    FloatImage to = new FloatImage().reshape(width, height);
    Arrays.fill(to.data(), 0, to.size(), Depth.UNKNOWN);
    for (int y = 0; y < height; y++) {
      int top = y * from.height() / height;
      int bottom = Math.max(top + 1, (y + 1) * from.height() / height);
      for (int x = 0; x < width; x++) {
        int left = x * from.width() / width;
        int right = Math.max(left + 1, (x + 1) * from.width() / width);
        for (int v = top; v < bottom; v++) {
          for (int u = left; u < right; u++) {
            float value = from.data()[v * from.width() + u];
            int at = y * width + x;
            if (Depth.isKnown(value) && !(to.data()[at] < value)) {
              to.data()[at] = value;
            }
          }
        }
      }
    }
    return to;
  }

  private static Image8 read(Path file, int flags) {
    try (Mat mat = opencv_imgcodecs.imread(file.toString(), flags)) {
      Image8 image = new Image8().reshape(mat.cols(), mat.rows(), mat.channels());
      mat.data().get(image.data(), 0, image.size());
      if (image.channels() == 3) {
        // OpenCV's order is BGR.
        for (int i = 0; i < image.size(); i += 3) {
          byte blue = image.data()[i];
          image.data()[i] = image.data()[i + 2];
          image.data()[i + 2] = blue;
        }
      }
      return image;
    }
  }
}
