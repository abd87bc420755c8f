package dev.fathom.depth;

import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import org.jspecify.annotations.Nullable;

/**
 * A network's depth image brought to the size of the camera's, without flying pixels.
 *
 * <p>Where the four neighbours of a place are known and differ by no more than the edge threshold,
 * relative to the nearest of them, depth and σ are interpolated bilinearly; elsewhere the closest
 * pixel is taken, so that no depth arises between two surfaces and holes stay holes. Both pictures
 * span the same field of view: pixel centres lie at (i + ½) / size. Invalid: see {@link Depth}.
 * Threads: one owner at a time. Cost: about one multiplication and addition a pixel; tables are
 * kept while the sizes stay.
 */
public final class DepthResizer {
  /** Neighbours whose depths differ by more than a tenth belong to different surfaces. */
  public static final double DEFAULT_EDGE_THRESHOLD = 0.1;

  private final float edgeThreshold;
  private Axis columns = new Axis(1, 1);
  private Axis rows = new Axis(1, 1);
  private boolean[] smooth = new boolean[0];

  public DepthResizer() {
    this(DEFAULT_EDGE_THRESHOLD);
  }

  /**
   * @param edgeThreshold largest relative difference of depths on one surface, 0 … 1
   */
  public DepthResizer(double edgeThreshold) {
    if (!(edgeThreshold >= 0 && edgeThreshold <= 1)) {
      throw new IllegalArgumentException(
          "edge threshold must be within 0 … 1, found " + edgeThreshold);
    }
    this.edgeThreshold = (float) edgeThreshold;
  }

  /** Depth alone. */
  public void resize(FloatImage depth, int width, int height, FloatImage out) {
    resize(depth, null, width, height, out, null);
  }

  /**
   * Depth and, where both its images are given, σ. Outputs must not be inputs.
   *
   * @param depth the network's depth
   * @param sigma its standard deviation, of the same size
   * @param width width of the outputs
   * @param height height of the outputs
   * @param out depth at the new size
   * @param sigmaOut σ at the new size; NaN wherever depth is not known
   */
  public void resize(
      FloatImage depth,
      @Nullable FloatImage sigma,
      int width,
      int height,
      FloatImage out,
      @Nullable FloatImage sigmaOut) {
    checkShapes(depth, sigma);
    columns = columns.between(depth.width(), width);
    rows = rows.between(depth.height(), height);
    if (smooth.length < depth.width()) {
      smooth = new boolean[depth.width()];
    }
    out.reshape(width, height);
    if (sigmaOut != null) {
      sigmaOut.reshape(width, height);
    }
    for (int y = 0, compared = -1; y < height; y++) {
      int low = rows.low[y];
      if (low != compared) {
        compareRows(depth, low);
        compared = low;
      }
      resizeRow(depth, y, out);
      if (sigma != null && sigmaOut != null) {
        resizeSigmaRow(sigma, y, out, sigmaOut);
      }
    }
  }

  private static void checkShapes(FloatImage depth, @Nullable FloatImage sigma) {
    if (sigma != null && (sigma.width() != depth.width() || sigma.height() != depth.height())) {
      throw new IllegalArgumentException(
          "sigma is "
              + sigma.width()
              + "x"
              + sigma.height()
              + ", but depth is "
              + depth.width()
              + "x"
              + depth.height());
    }
  }

  /** Finds the cells between two source rows that lie on one surface. */
  private void compareRows(FloatImage depth, int low) {
    float[] z = depth.data();
    int width = depth.width();
    int top = low * width;
    int bottom = Math.min(low + 1, depth.height() - 1) * width;
    for (int x = 0; x < width; x++) {
      int right = Math.min(x + 1, width - 1);
      float nearest =
          Math.min(
              Math.min(z[top + x], z[top + right]), Math.min(z[bottom + x], z[bottom + right]));
      float farthest =
          Math.max(
              Math.max(z[top + x], z[top + right]), Math.max(z[bottom + x], z[bottom + right]));
      // False for NaN, and for infinities because ∞ − ∞ is NaN.
      smooth[x] = nearest > 0 && farthest - nearest <= edgeThreshold * nearest;
    }
  }

  private void resizeRow(FloatImage depth, int y, FloatImage out) {
    int width = depth.width();
    float weight = rows.weight[y];
    int top = rows.low[y] * width;
    int bottom = Math.min(rows.low[y] + 1, depth.height() - 1) * width;
    int closest = weight < 0.5f ? top : bottom;
    float[] z = depth.data();
    float[] to = out.data();
    int row = y * out.width();
    for (int run = 0; run < columns.runs; run++) {
      int left = columns.runLow[run];
      int right = Math.min(left + 1, width - 1);
      int end = columns.runStart[run + 1];
      if (smooth[left]) {
        float atLeft = z[top + left] + (z[bottom + left] - z[top + left]) * weight;
        float atRight = z[top + right] + (z[bottom + right] - z[top + right]) * weight;
        for (int x = columns.runStart[run]; x < end; x++) {
          to[row + x] = atLeft + (atRight - atLeft) * columns.weight[x];
        }
      } else {
        float atLeft = Depth.cleaned(z[closest + left]);
        float atRight = Depth.cleaned(z[closest + right]);
        for (int x = columns.runStart[run]; x < end; x++) {
          to[row + x] = columns.weight[x] < 0.5f ? atLeft : atRight;
        }
      }
    }
  }

  private void resizeSigmaRow(FloatImage sigma, int y, FloatImage out, FloatImage sigmaOut) {
    int width = sigma.width();
    float weight = rows.weight[y];
    int top = rows.low[y] * width;
    int bottom = Math.min(rows.low[y] + 1, sigma.height() - 1) * width;
    int closest = weight < 0.5f ? top : bottom;
    float[] s = sigma.data();
    int row = y * out.width();
    for (int x = 0; x < out.width(); x++) {
      int left = columns.low[x];
      int right = Math.min(left + 1, width - 1);
      float across = columns.weight[x];
      float value = Float.NaN;
      if (smooth[left]) {
        float atLeft = s[top + left] + (s[bottom + left] - s[top + left]) * weight;
        float atRight = s[top + right] + (s[bottom + right] - s[top + right]) * weight;
        value = atLeft + (atRight - atLeft) * across;
      }
      if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
        value = s[closest + (across < 0.5f ? left : right)];
      }
      sigmaOut.data()[row + x] = Depth.isKnown(out.data()[row + x]) ? value : Float.NaN;
    }
  }

  /**
   * Where each target index lies among the source's: between {@code low} and the next one, nearer
   * the next one the larger its weight. Targets that share a cell form a run.
   */
  private static final class Axis {
    private final int from;
    private final int[] low;
    private final float[] weight;
    private final int[] runLow;
    private final int[] runStart;
    private final int runs;

    Axis(int from, int to) {
      this.from = from;
      low = new int[to];
      weight = new float[to];
      runLow = new int[to];
      runStart = new int[to + 1];
      int count = 0;
      for (int i = 0; i < to; i++) {
        double place = Math.max(0, Math.min(from - 1.0, (i + 0.5) * from / to - 0.5));
        low[i] = (int) place;
        weight[i] = (float) (place - low[i]);
        if (i == 0 || low[i] != low[i - 1]) {
          runLow[count] = low[i];
          runStart[count++] = i;
        }
      }
      runs = count;
      runStart[count] = to;
    }

    Axis between(int newFrom, int newTo) {
      return newFrom == from && newTo == low.length ? this : new Axis(newFrom, newTo);
    }
  }
}
