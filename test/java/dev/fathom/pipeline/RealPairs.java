package dev.fathom.pipeline;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Real pairs with truth that no training saw, and how a disparity of them is scored. */
public final class RealPairs {
  private static final Path DATA = Path.of("..", "shared", "data");

  private RealPairs() {}

  /** A rectified pair, its truth (NaN unknown), and where the right camera sees the same. */
  public record Pair(
      String name, Image8 left, Image8 right, float[] truth, boolean[] seen, int searched) {
    /** Per cent of errors within so many σ. */
    public double share(FloatImage disparity, FloatImage sigma, double sigmas) {
      int known = 0;
      int within = 0;
      for (int i = 0; i < truth.length; i++) {
        if (!Float.isNaN(truth[i])) {
          known++;
          float error = Math.abs(disparity.data()[i] - truth[i]);
          within += error <= sigmas * sigma.data()[i] ? 1 : 0;
        }
      }
      return 100.0 * within / known;
    }
  }

  /** Per cent of pixels wrong by more than two pixels and mean error: seen by both, and all. */
  public record Score(double badSeen, double badAll, double errorSeen, double errorAll) {
    public static Score of(FloatImage found, Pair pair) {
      double[] sums = new double[6];
      for (int i = 0; i < pair.truth().length; i++) {
        double error = Math.abs(found.data()[i] - pair.truth()[i]);
        if (Float.isNaN(pair.truth()[i])) {
          continue;
        }
        for (int region = pair.seen()[i] ? 0 : 1; region < 2; region++) {
          sums[region] += error <= 2 ? 0 : 100;
          sums[2 + region] += error;
          sums[4 + region]++;
        }
      }
      return new Score(sums[0] / sums[4], sums[1] / sums[5], sums[2] / sums[4], sums[3] / sums[5]);
    }

    public static Score mean(List<Score> scores) {
      return new Score(
          scores.stream().mapToDouble(Score::badSeen).average().orElseThrow(),
          scores.stream().mapToDouble(Score::badAll).average().orElseThrow(),
          scores.stream().mapToDouble(Score::errorSeen).average().orElseThrow(),
          scores.stream().mapToDouble(Score::errorAll).average().orElseThrow());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "bad-2 %.2f %% (all %.2f %%), mean error %.3f px (all %.3f px)",
          badSeen,
          badAll,
          errorSeen,
          errorAll);
    }
  }

  /** All of them; the test is skipped where they are not. */
  public static List<Pair> all() {
    if (!Files.isDirectory(DATA)) {
      System.out.println("skipped: " + DATA + " is not here");
    }
    assumeTrue(Files.isDirectory(DATA), DATA + " is not here");
    return List.of(
        middlebury("teddy", 4, 64), middlebury("tsukuba", 16, 16), aloe(2, 112), aloe(3, 80));
  }

  private static Pair middlebury(String name, float scale, int searched) {
    Path folder = DATA.resolve("middlebury").resolve(name);
    Image8 stored = image(read(folder.resolve("groundtruth.png")));
    Image8 known = image(read(folder.resolve("all.png")));
    Image8 mask = image(read(folder.resolve("nonocc.png")));
    float[] truth = new float[stored.size()];
    boolean[] seen = new boolean[truth.length];
    for (int i = 0; i < truth.length; i++) {
      int value = stored.data()[i] & 255;
      truth[i] = value == 0 || known.data()[i] == 0 ? Float.NaN : value / scale;
      seen[i] = (mask.data()[i] & 255) == 255;
    }
    return new Pair(
        name,
        image(read(folder.resolve("imL.png"))),
        image(read(folder.resolve("imR.png"))),
        truth,
        seen,
        searched);
  }

  /** OpenCV's aloe, smaller; a pixel that covers a step, or an unknown, has no truth. */
  private static Pair aloe(int part, int searched) {
    Path folder = DATA.resolve("calibration_chessboards");
    Image8 stored = image(read(folder.resolve("aloeGT.png")));
    Image8 left = smaller(folder.resolve("aloeL.jpg"), part);
    Image8 right = smaller(folder.resolve("aloeR.jpg"), part);
    int width = left.width();
    float[] truth = new float[left.size()];
    int[] values = new int[part * part];
    for (int i = 0; i < truth.length; i++) {
      for (int k = 0; k < values.length; k++) {
        int y = i / width * part + k / part;
        values[k] = stored.data()[y * stored.width() + i % width * part + k % part] & 255;
      }
      Arrays.sort(values);
      boolean plain = values[0] > 0 && values[values.length - 1] - values[0] <= 3;
      truth[i] = plain ? (float) values[values.length / 2] / part : Float.NaN;
    }
    return new Pair("aloe/" + part, left, right, truth, seen(truth, width), searched);
  }

  /** A point is hidden from the right camera if a nearer one lands on the same pixel there. */
  private static boolean[] seen(float[] truth, int width) {
    boolean[] seen = new boolean[truth.length];
    for (int row = 0; row < truth.length; row += width) {
      float[] nearest = new float[width];
      for (int turn = 0; turn < 2; turn++) {
        for (int x = 0; x < width; x++) {
          float d = truth[row + x];
          int match = Float.isNaN(d) ? -1 : Math.round(x - d);
          if (match >= 0) {
            nearest[match] = Math.max(nearest[match], d);
            seen[row + x] = nearest[match] <= d + 1;
          }
        }
      }
    }
    return seen;
  }

  private static Image8 smaller(Path path, int part) {
    try (Mat whole = read(path);
        Mat even =
            whole.colRange(0, whole.cols() / part * part).rowRange(0, whole.rows() / part * part);
        Mat small = new Mat()) {
      resize(even, small, new Size(whole.cols() / part, whole.rows() / part), 0, 0, INTER_AREA);
      return image(small);
    }
  }

  private static Mat read(Path path) {
    return imread(path.toString(), IMREAD_GRAYSCALE);
  }

  private static Image8 image(Mat mat) {
    Image8 image = new Image8().reshape(mat.cols(), mat.rows(), 1);
    mat.<ByteBuffer>createBuffer().get(image.data(), 0, image.size());
    return image;
  }
}
