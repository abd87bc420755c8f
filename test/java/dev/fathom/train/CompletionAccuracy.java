package dev.fathom.train;

import dev.fathom.eval.CompletionErrors;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Sample;
import dev.fathom.train.data.WorldSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;

/**
 * The accuracy of exported completion networks beside the two trivial fills: on held-out generated
 * scenes, and on recordings, of whose measured depth a part is held out and judged.
 *
 * <p>Arguments: folders of SavedModels.
 */
public final class CompletionAccuracy {
  private static final int MULTIPLE = 8;
  private static final double MAX_METRES = 80;
  private static final int WORLD_SAMPLES = 64;
  private static final int[][] AREAS = {{128, 96}, {320, 240}};

  /** The name of a way to complete, and its errors. */
  private static final List<String> WAYS = List.of("network", "nearest fill", "pyramid fill");

  private CompletionAccuracy() {}

  /** Which of the measured pixels are held out. */
  private interface HeldOut {
    boolean is(Random random, int x, int y, int width, int height);
  }

  /**
   * A picture and depth at the network's size, and what it is judged by.
   *
   * @param sparse Invalid: NaN
   * @param truth at any size, over the same picture. Invalid: NaN
   */
  record Question(Image8 picture, float[] sparse, FloatImage truth) {}

  public static void main(String[] folders) throws IOException {
    System.out.printf(
        "%-24s%-10s%-14s%10s%10s%10s%10s%8s%8s%n",
        "source", "size", "way", "MAE mm", "RMSE mm", "iMAE 1/km", "iRMSE", "<1s", "<2s");
    for (String folder : folders) {
      try (SavedModelBundle model = SavedModelBundle.load(folder, "serve")) {
        for (int[] area : AREAS) {
          print(model, "held-out world", area, world(area[0], area[1], WORLD_SAMPLES));
          recorded(area).forEach((name, questions) -> print(model, name, area, questions));
        }
      }
    }
  }

  private static void print(
      SavedModelBundle model, String source, int[] area, List<Question> questions) {
    Map<String, CompletionErrors> all = measure(model, questions);
    double[] within = withinSigma(model, questions);
    all.forEach(
        (way, errors) ->
            System.out.printf(
                Locale.ROOT,
                "%-24s%-10s%-14s%10.0f%10.0f%10.2f%10.2f%8.3f%8.3f%n",
                source,
                area[0] + "x" + area[1],
                way,
                errors.maeMillimetres(),
                errors.rmseMillimetres(),
                errors.iMaePerKilometre(),
                errors.iRmsePerKilometre(),
                way.equals(WAYS.get(0)) ? within[0] : Double.NaN,
                way.equals(WAYS.get(0)) ? within[1] : Double.NaN));
  }

  /** The errors of each way. */
  static Map<String, CompletionErrors> measure(SavedModelBundle model, List<Question> questions) {
    Map<String, CompletionErrors.Accumulator> sums = new LinkedHashMap<>();
    WAYS.forEach(way -> sums.put(way, new CompletionErrors.Accumulator()));
    for (Question question : questions) {
      int width = question.picture().width();
      float[] network = answer(model, question).get(0);
      for (int i = 0; i < network.length; i++) {
        network[i] = (float) Math.exp(network[i]);
      }
      add(sums.get(WAYS.get(0)), network, question);
      add(sums.get(WAYS.get(1)), SparseFill.nearest(question.sparse(), width), question);
      add(sums.get(WAYS.get(2)), SparseFill.pyramid(question.sparse(), width), question);
    }
    Map<String, CompletionErrors> errors = new LinkedHashMap<>();
    sums.forEach((way, sum) -> errors.put(way, sum.mean()));
    return errors;
  }

  /** Shares of the errors in log depth within one and two uncalibrated σ. */
  static double[] withinSigma(SavedModelBundle model, List<Question> questions) {
    long[] within = new long[3];
    for (Question question : questions) {
      List<float[]> answer = answer(model, question);
      FloatImage truth = question.truth();
      for (int i = 0; i < truth.size(); i++) {
        float g = truth.data()[i];
        if (Depth.isKnown(g) && g < MAX_METRES) {
          int at = pixel(question, i);
          double ratio =
              Math.abs(answer.get(0)[at] - Math.log(g)) / Math.exp(0.5 * answer.get(1)[at]);
          within[0] += ratio < 1 ? 1 : 0;
          within[1] += ratio < 2 ? 1 : 0;
          within[2]++;
        }
      }
    }
    return new double[] {(double) within[0] / within[2], (double) within[1] / within[2]};
  }

  private static void add(CompletionErrors.Accumulator sum, float[] depth, Question question) {
    FloatImage truth = question.truth();
    for (int i = 0; i < truth.size(); i++) {
      float g = truth.data()[i];
      if (Depth.isKnown(g) && g < MAX_METRES) {
        sum.add(depth[pixel(question, i)], g);
      }
    }
    sum.endImage();
  }

  /** The pixel of the network's map under a pixel of the truth. */
  private static int pixel(Question question, int i) {
    FloatImage truth = question.truth();
    Image8 picture = question.picture();
    int x = i % truth.width() * picture.width() / truth.width();
    int y = i / truth.width() * picture.height() / truth.height();
    return y * picture.width() + x;
  }

  /** Log depth and log-variance. */
  private static List<float[]> answer(SavedModelBundle model, Question question) {
    Image8 picture = question.picture();
    var signature = model.function("serving_default").signature();
    Shape colour = Shape.of(1, picture.height(), picture.width(), 3);
    Shape map = Shape.of(1, picture.height(), picture.width(), 1);
    byte[] rgb = Arrays.copyOf(picture.data(), picture.size());
    try (Tensor image = Tensors.uint8(colour, rgb);
        Tensor sparse = Tensors.float32(map, question.sparse());
        Result result =
            model
                .session()
                .runner()
                .feed(signature.getInputs().get("image").name, image)
                .feed(signature.getInputs().get("sparse_depth").name, sparse)
                .fetch(signature.getOutputs().get("log_depth").name)
                .fetch(signature.getOutputs().get("log_variance").name)
                .run()) {
      return List.of(Tensors.floats(result.get(0)), Tensors.floats(result.get(1)));
    }
  }

  /** Scenes that no training sees, LiDAR and depth camera by turns. */
  static List<Question> world(int width, int height, int samples) {
    EnumSet<Field> fields = EnumSet.of(Field.IMAGE, Field.DEPTH, Field.SPARSE_DEPTH);
    WorldSource source = WorldSource.heldOut(1);
    List<Question> questions = new ArrayList<>();
    for (int i = 0; i < samples; i++) {
      Sample sample = new Sample(width, height, fields);
      source.read(i, sample);
      Image8 picture = new Image8().reshape(width, height, 3);
      System.arraycopy(sample.bytes(Field.IMAGE), 0, picture.data(), 0, picture.size());
      FloatImage truth = new FloatImage().reshape(width, height);
      System.arraycopy(sample.floats(Field.DEPTH), 0, truth.data(), 0, truth.size());
      questions.add(new Question(picture, sample.floats(Field.SPARSE_DEPTH), truth));
    }
    return questions;
  }

  private static Map<String, List<Question>> recorded(int[] area) throws IOException {
    Map<String, List<Question>> found = new LinkedHashMap<>();
    HeldOut half = (random, x, y, width, height) -> random.nextBoolean();
    HeldOut most = (random, x, y, width, height) -> random.nextDouble() > 0.02;
    // A quarter of the picture in windows of a chess board.
    HeldOut holes =
        (random, x, y, width, height) -> 8 * x / width % 2 == 0 && 6 * y / height % 2 == 0;
    RecordedDepth.all()
        .forEach(
            (name, frames) -> {
              if (name.equals("hololens_rgbd") || name.equals("nyu_fastdepth")) {
                found.put(name + ", 2 %", questions(frames, most, area));
                found.put(name + ", holes", questions(frames, holes, area));
              } else {
                found.put(name + ", half", questions(frames, half, area));
              }
            });
    return found;
  }

  private static List<Question> questions(
      List<RecordedDepth.Frame> frames, HeldOut heldOut, int[] area) {
    Random random = new Random(8);
    List<Question> questions = new ArrayList<>();
    for (RecordedDepth.Frame frame : frames) {
      Image8 whole = frame.picture();
      double scale = Math.sqrt((double) area[0] * area[1] / whole.width() / whole.height());
      int width = side(whole.width() * scale);
      int height = side(whole.height() * scale);
      float[] sparse = new float[width * height];
      Arrays.fill(sparse, Float.NaN);
      FloatImage all = frame.truth();
      FloatImage truth = new FloatImage().reshape(all.width(), all.height());
      Arrays.fill(truth.data(), 0, truth.size(), Depth.UNKNOWN);
      for (int i = 0; i < all.size(); i++) {
        float metres = all.data()[i];
        int x = i % all.width();
        int y = i / all.width();
        if (!Depth.isKnown(metres)) {
          continue;
        }
        if (heldOut.is(random, x, y, all.width(), all.height())) {
          truth.data()[i] = metres;
          continue;
        }
        int at = y * height / all.height() * width + x * width / all.width();
        if (!(sparse[at] < metres)) {
          sparse[at] = metres;
        }
      }
      questions.add(new Question(resized(whole, width, height), sparse, truth));
    }
    return questions;
  }

  private static int side(double pixels) {
    return (int) Math.max(1, Math.round(pixels / MULTIPLE)) * MULTIPLE;
  }

  /** The mean of the pixels that lie in each. */
  private static Image8 resized(Image8 whole, int width, int height) {
    Image8 small = new Image8().reshape(width, height, 3);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int left = x * whole.width() / width;
        int right = Math.max(left + 1, (x + 1) * whole.width() / width);
        int top = y * whole.height() / height;
        int bottom = Math.max(top + 1, (y + 1) * whole.height() / height);
        int count = (right - left) * (bottom - top);
        for (int channel = 0; channel < 3; channel++) {
          int sum = 0;
          for (int v = top; v < bottom; v++) {
            for (int u = left; u < right; u++) {
              sum += whole.data()[3 * (v * whole.width() + u) + channel] & 0xff;
            }
          }
          small.data()[3 * (y * width + x) + channel] = (byte) ((sum + count / 2) / count);
        }
      }
    }
    return small;
  }
}
