package dev.fathom.train.report;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * One quantity over the training's steps, with axes and a legend.
 *
 * <p>Where there are more points than columns, a column shows the mean of its points as a line and
 * their spread as a pale band behind it.
 *
 * @param title above the panel
 * @param curves by what they were measured on
 * @param logarithmic whether the vertical axis is in logarithms where the values allow it
 */
record CurvePanel(String title, NavigableMap<String, Series> curves, boolean logarithmic) {
  private static final int LEFT = 64;
  private static final int RIGHT = 26;
  private static final int TOP = 30;
  private static final int BOTTOM = 44;
  private static final int GAP = 6;
  private static final int COLUMNS_PER_MARK = 80;
  private static final int ROWS_PER_MARK = 36;
  private static final int MARKER_POINTS = 40;
  private static final int LEGEND_LINE = 22;
  private static final int LEGEND_GAP = 18;

  private static final int BLACK = 0x202020;
  private static final int GREY = 0x707070;
  private static final int GRID = 0xe4e4e4;
  private static final int PALE = 0xc0;

  private static final Map<String, Integer> COLOURS =
      Map.of(Curves.TRAIN, 0x1f77b4, Curves.HELD_OUT, 0xd95f02, Curves.TRIVIAL, 0x808080);
  private static final int OTHER_COLOUR = 0x1b7f4d;

  void draw(Canvas canvas, int left, int top, int width, int height) {
    Frame frame = new Frame(left + LEFT, top + TOP, left + width - RIGHT, top + height - BOTTOM);
    canvas.text(
        title + (finite() == 0 ? " (no finite value)" : ""), frame.left, top + TOP - 11, BLACK);
    if (finite() == 0) {
      return;
    }
    AxisScale steps = stepScale();
    AxisScale values = valueScale();
    drawGrid(canvas, frame, steps, values);
    // Held out last, since it is what counts.
    for (Map.Entry<String, Series> entry : curves.descendingMap().entrySet()) {
      ColumnMeans columns = ColumnMeans.of(entry.getValue(), steps, frame.right - frame.left);
      drawCurve(canvas, frame, values, columns, colour(entry.getKey()));
    }
    drawLegend(canvas, frame, top + TOP - 11);
  }

  /** Where the curves are drawn, edges included. */
  private record Frame(int left, int top, int right, int bottom) {
    double x(double place) {
      return left + place * (right - left);
    }

    double y(double place) {
      return bottom - place * (bottom - top);
    }
  }

  private void drawGrid(Canvas canvas, Frame frame, AxisScale steps, AxisScale values) {
    for (double mark : values.marks((frame.bottom - frame.top) / ROWS_PER_MARK)) {
      int y = (int) Math.round(frame.y(values.place(mark)));
      canvas.fill(frame.left, y, frame.right, y, GRID);
      String label = AxisScale.label(mark);
      int x = frame.left - GAP - Canvas.textWidth(label);
      canvas.text(label, x, y + Canvas.LETTER_ROWS / 2, GREY);
    }
    for (double mark : steps.marks((frame.right - frame.left) / COLUMNS_PER_MARK)) {
      int x = (int) Math.round(frame.x(steps.place(mark)));
      canvas.fill(x, frame.top, x, frame.bottom, GRID);
      String label = AxisScale.label(mark);
      int start = x - Canvas.textWidth(label) / 2;
      canvas.text(label, start, frame.bottom + GAP + Canvas.LETTER_ROWS, GREY);
    }
    canvas.fill(frame.left, frame.top, frame.left, frame.bottom, GREY);
    canvas.fill(frame.left, frame.bottom, frame.right, frame.bottom, GREY);
    String axis = values.logarithmic() ? "step (values: log scale)" : "step";
    int start = frame.right - Canvas.textWidth(axis);
    canvas.text(axis, start, frame.bottom + 2 * (GAP + Canvas.LETTER_ROWS), GREY);
  }

  private static void drawCurve(
      Canvas canvas, Frame frame, AxisScale values, ColumnMeans columns, int colour) {
    for (int x = 0; x < columns.count(); x++) {
      if (columns.least(x) < columns.most(x)) {
        int top = (int) Math.round(frame.y(values.place(columns.most(x))));
        int bottom = (int) Math.round(frame.y(values.place(columns.least(x))));
        canvas.fill(frame.left + x, top, frame.left + x, bottom, pale(colour));
      }
    }
    int last = -1;
    for (int x = 0; x < columns.count(); x++) {
      if (Double.isNaN(columns.mean(x))) {
        continue;
      }
      double y = frame.y(values.place(columns.mean(x)));
      if (last >= 0) {
        double before = frame.y(values.place(columns.mean(last)));
        canvas.line(frame.left + last, before, frame.left + x, y, colour, 2);
      }
      if (columns.filled() <= MARKER_POINTS) {
        canvas.dot(frame.left + x, y, 3, colour);
      }
      last = x;
    }
  }

  /** From the right, in the title's row; with each name the curve's last value. */
  private void drawLegend(Canvas canvas, Frame frame, int baseline) {
    int right = frame.right;
    for (Map.Entry<String, Series> entry : curves.entrySet()) {
      Series curve = entry.getValue();
      String value = AxisScale.label(curve.value(curve.size() - 1));
      String text = entry.getKey().isEmpty() ? value : entry.getKey() + " " + value;
      int start = right - Canvas.textWidth(text);
      int line = start - GAP - LEGEND_LINE;
      int middle = baseline - Canvas.LETTER_ROWS / 2;
      canvas.text(text, start, baseline, BLACK);
      canvas.fill(line, middle - 1, line + LEGEND_LINE, middle, colour(entry.getKey()));
      right = line - LEGEND_GAP;
    }
  }

  private AxisScale stepScale() {
    long last = 1;
    for (Series curve : curves.values()) {
      last = Math.max(last, curve.step(curve.size() - 1));
    }
    return new AxisScale(0, last, false);
  }

  private AxisScale valueScale() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Series curve : curves.values()) {
      for (int i = 0; i < curve.size(); i++) {
        if (Float.isFinite(curve.value(i))) {
          least = Math.min(least, curve.value(i));
          most = Math.max(most, curve.value(i));
        }
      }
    }
    return AxisScale.around(least, most, logarithmic);
  }

  private long finite() {
    long count = 0;
    for (Series curve : curves.values()) {
      for (int i = 0; i < curve.size(); i++) {
        count += Float.isFinite(curve.value(i)) ? 1 : 0;
      }
    }
    return count;
  }

  private static int colour(String role) {
    Integer colour = COLOURS.get(role);
    return colour == null ? OTHER_COLOUR : colour;
  }

  /** The colour, three quarters white. */
  private static int pale(int colour) {
    int mixed = 0;
    for (int shift : List.of(16, 8, 0)) {
      mixed |= (PALE + ((colour >> shift) & 0xff) / 4) << shift;
    }
    return mixed;
  }
}
