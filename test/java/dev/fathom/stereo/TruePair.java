package dev.fathom.stereo;

import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imread;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Random;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * A rectified grey pair with its true disparity.
 *
 * @param truth NaN where it is not known
 * @param notOccluded where the right camera sees the same surface
 */
record TruePair(Image8 left, Image8 right, FloatImage truth, BitSet notOccluded) {
  private static final Path MIDDLEBURY = Path.of("..", "shared", "data", "middlebury");

  /** One of the Middlebury 2003 pairs; the calling test is skipped where it is absent. */
  static TruePair middlebury(String name, double scale) {
    Path folder = MIDDLEBURY.resolve(name);
    if (!Files.isDirectory(folder)) {
      System.out.println("skipped: " + folder + " is not here");
    }
    assumeTrue(Files.isDirectory(folder), folder + " is not here");
    Image8 stored = read(folder.resolve("groundtruth.png"));
    Image8 mask = read(folder.resolve("nonocc.png"));
    FloatImage truth = new FloatImage().reshape(stored.width(), stored.height());
    BitSet notOccluded = new BitSet();
    for (int i = 0; i < stored.size(); i++) {
      int value = stored.data()[i] & 255;
      truth.data()[i] = value == 0 ? Float.NaN : (float) (value / scale);
      notOccluded.set(i, (mask.data()[i] & 255) == 255);
    }
    return new TruePair(
        read(folder.resolve("imL.png")), read(folder.resolve("imR.png")), truth, notOccluded);
  }

  /** A randomly textured wall, parallel to the images: one disparity everywhere. */
  static TruePair wall(long seed, int width, int height, int disparity) {
    Random random = new Random(seed);
    Image8 left = new Image8().reshape(width, height, 1);
    Image8 right = new Image8().reshape(width, height, 1);
    FloatImage truth = new FloatImage().reshape(width, height);
    BitSet notOccluded = new BitSet();
    byte[] wall = new byte[width + disparity];
    for (int y = 0; y < height; y++) {
      random.nextBytes(wall);
      for (int x = 0; x < width; x++) {
        left.data()[y * width + x] = wall[x];
        right.data()[y * width + x] = wall[x + disparity];
        truth.data()[y * width + x] = disparity;
        notOccluded.set(y * width + x, x >= disparity);
      }
    }
    return new TruePair(left, right, truth, notOccluded);
  }

  Score score(FloatImage disparity) {
    int pixels = 0;
    int bad = 0;
    int measured = 0;
    double sum = 0;
    for (int i = 0; i < truth.size(); i++) {
      if (!notOccluded.get(i) || Float.isNaN(truth.data()[i])) {
        continue;
      }
      float error = Math.abs(disparity.data()[i] - truth.data()[i]);
      pixels++;
      bad += error <= 2 ? 0 : 1;
      if (!Float.isNaN(error)) {
        measured++;
        sum += error;
      }
    }
    return new Score(100.0 * bad / pixels, sum / measured, (double) measured / pixels);
  }

  /**
   * What remains of an evaluation on pixels that are not occluded.
   *
   * @param badPercent pixels wrong by more than two pixels, or without a value
   * @param meanError of those with a value. Units: pixels
   * @param coverage share of pixels with a value
   */
  record Score(double badPercent, double meanError, double coverage) {}

  private static Image8 read(Path path) {
    try (Mat mat = imread(path.toString(), IMREAD_GRAYSCALE)) {
      Image8 image = new Image8().reshape(mat.cols(), mat.rows(), 1);
      mat.<ByteBuffer>createBuffer().get(image.data(), 0, image.size());
      return image;
    }
  }
}
