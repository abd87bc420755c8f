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
 * Threads: one owner at a time. Cost: one pass; tables are kept while the sizes stay.
 */
public final class DepthResizer {
  /** Neighbours whose depths differ by more than a tenth belong to different surfaces. */
  public static final double DEFAULT_EDGE_THRESHOLD = 0.1;

  private static final int LAST_KEY = Depth.orderKey(Float.MAX_VALUE);

  private final float ratio;
  private Axis columns = new Axis(1, 1);
  private Axis rows = new Axis(1, 1);
  private int[] edges = new int[0];
  private int edgeCount;
  private float[] blend = new float[0];

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
    ratio = (float) (1 + edgeThreshold);
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
    if (edges.length < depth.width()) {
      edges = new int[depth.width()];
      blend = new float[depth.width() + 1];
    }
    out.reshape(width, height);
    if (sigmaOut != null) {
      sigmaOut.reshape(width, height);
    }
    for (int y = 0, compared = -1; y < height; y++) {
      int low = rows.low[y];
      if (low != compared) {
        findEdges(depth, low);
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

  /** Lists the cells between two source rows whose corners do not lie on one surface. */
  private void findEdges(FloatImage depth, int low) {
    float[] z = depth.data();
    int width = depth.width();
    int top = low * width;
    int bottom = Math.min(low + 1, depth.height() - 1) * width;
    int nearestLeft = Math.min(Depth.orderKey(z[top]), Depth.orderKey(z[bottom]));
    int farthestLeft = Math.max(Depth.orderKey(z[top]), Depth.orderKey(z[bottom]));
    int count = 0;
    for (int x = 1; x < width; x++) {
      int nearestRight = Math.min(Depth.orderKey(z[top + x]), Depth.orderKey(z[bottom + x]));
      int farthestRight = Math.max(Depth.orderKey(z[top + x]), Depth.orderKey(z[bottom + x]));
      if (isEdge(Math.min(nearestLeft, nearestRight), Math.max(farthestLeft, farthestRight))) {
        edges[count++] = x - 1;
      }
      nearestLeft = nearestRight;
      farthestLeft = farthestRight;
    }
    if (isEdge(nearestLeft, farthestLeft)) {
      edges[count++] = width - 1;
    }
    edgeCount = count;
  }

  private boolean isEdge(int nearestKey, int farthestKey) {
    return farthestKey > LAST_KEY
        || Depth.ofOrderKey(farthestKey) > Depth.ofOrderKey(nearestKey) * ratio;
  }

  /** The source row at the height of target row {@code y}, the last pixel twice. */
  private void blendRows(FloatImage image, int y) {
    float[] values = image.data();
    int width = image.width();
    int top = rows.low[y] * width;
    int bottom = Math.min(rows.low[y] + 1, image.height() - 1) * width;
    float weight = rows.weight[y];
    for (int x = 0; x < width; x++) {
      blend[x] = values[top + x] + (values[bottom + x] - values[top + x]) * weight;
    }
    blend[width] = blend[width - 1];
  }

  /** Interpolates everywhere, then puts right the few pixels at edges. */
  private void resizeRow(FloatImage depth, int y, FloatImage out) {
    blendRows(depth, y);
    interpolate(out.data(), y * out.width());
    int closest = rows.closest(y) * depth.width();
    int row = y * out.width();
    for (int i = 0; i < edgeCount; i++) {
      for (int x = columns.start[edges[i]]; x < columns.start[edges[i] + 1]; x++) {
        out.data()[row + x] = Depth.cleaned(depth.data()[closest + columns.closest(x)]);
      }
    }
  }

  private void interpolate(float[] out, int row) {
    int[] low = columns.low;
    float[] weight = columns.weight;
    for (int x = 0; x < low.length; x++) {
      int left = low[x];
      out[row + x] = blend[left] + (blend[left + 1] - blend[left]) * weight[x];
    }
  }

  private void resizeSigmaRow(FloatImage sigma, int y, FloatImage out, FloatImage sigmaOut) {
    blendRows(sigma, y);
    interpolate(sigmaOut.data(), y * out.width());
    int closest = rows.closest(y) * sigma.width();
    int row = y * out.width();
    float[] to = sigmaOut.data();
    for (int i = 0; i < edgeCount; i++) {
      for (int x = columns.start[edges[i]]; x < columns.start[edges[i] + 1]; x++) {
        to[row + x] = sigma.data()[closest + columns.closest(x)];
      }
    }
    for (int x = 0; x < out.width(); x++) {
      if (!Depth.isKnown(out.data()[row + x])) {
        to[row + x] = Float.NaN;
      } else if (!(to[row + x] < Float.POSITIVE_INFINITY)) {
        // A neighbour had no σ.
        to[row + x] = sigma.data()[closest + columns.closest(x)];
      }
    }
  }

  /**
   * Where each target index lies among the source's: between {@code low} and the next one, nearer
   * the next one the larger its weight. The targets of source cell c are {@code start[c] … start[c
   * + 1] − 1}.
   */
  private static final class Axis {
    private final int from;
    private final int[] low;
    private final float[] weight;
    private final int[] start;

    Axis(int from, int to) {
      this.from = from;
      low = new int[to];
      weight = new float[to];
      start = new int[from + 1];
      for (int i = 0; i < to; i++) {
        double place = Math.max(0, Math.min(from - 1.0, (i + 0.5) * from / to - 0.5));
        low[i] = (int) place;
        weight[i] = (float) (place - low[i]);
        start[low[i] + 1] = i + 1;
      }
      for (int cell = 1; cell <= from; cell++) {
        // Cells without targets end where they begin.
        start[cell] = Math.max(start[cell], start[cell - 1]);
      }
    }

    /** The source index nearest to target index {@code i}. */
    int closest(int i) {
      // The last index has weight 0, so that this stays inside.
      return weight[i] < 0.5f ? low[i] : low[i] + 1;
    }

    Axis between(int newFrom, int newTo) {
      return newFrom == from && newTo == low.length ? this : new Axis(newFrom, newTo);
    }
  }
}
