package dev.fathom.train.report;

import dev.fathom.depth.PngEncoder;
import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The curves of a training, kept in a folder three ways: TensorBoard event files, a picture
 * ({@value #PICTURE}) and a table ({@value #TABLE}).
 *
 * <p>A tag names a curve: {@code loss/train}, {@code metrics/abs_rel/held_out}. Tags that only
 * differ in a last part of {@value #TRAIN}, {@value #HELD_OUT} or {@value #TRIVIAL} share a panel
 * of the picture.
 *
 * <p>Points reach the event file at the latest with the first point {@value #FLUSH_SECONDS} s
 * later; picture and table are drawn anew by {@link #publish} and {@link #close}. Threads: one at a
 * time. Cost: a point is about 100 bytes on disk and 20 in memory; {@link #publish} some tens of
 * milliseconds, more with millions of points.
 */
public final class Curves implements Closeable {
  /** Last part of the tag of what is measured on the training's own batches. */
  public static final String TRAIN = "train";

  /** Last part of the tag of what is measured on data that the training does not see. */
  public static final String HELD_OUT = "held_out";

  /** Last part of the tag of what the trivial answer reaches. */
  public static final String TRIVIAL = "trivial";

  /** Name of the picture in the folder. */
  public static final String PICTURE = "curves.png";

  /** Name of the table in the folder: tag, step, wall_seconds, value. */
  public static final String TABLE = "curves.csv";

  private static final double FLUSH_SECONDS = 10;

  private final Path folder;
  private final Map<String, Series> series;
  private final EventWriter events;
  private double flushedSeconds;

  private Curves(Path folder, Map<String, Series> series, double wallSeconds, long firstStep)
      throws IOException {
    this.folder = folder;
    this.series = series;
    flushedSeconds = wallSeconds;
    events = new EventWriter(EventFiles.next(folder, wallSeconds), wallSeconds, firstStep);
  }

  /**
   * Begins the curves of a new training; points that the folder may have of an earlier one no
   * longer count.
   *
   * @param folder made if it is not there
   * @param wallSeconds now. Units: seconds since 1970
   */
  public static Curves begin(Path folder, double wallSeconds) throws IOException {
    Files.createDirectories(folder);
    return new Curves(folder, new TreeMap<>(), wallSeconds, 0);
  }

  /**
   * Goes on with a training: points up to {@code step} stay, later ones, which the training will
   * make again, no longer count.
   *
   * @param step the step that the training goes on from
   * @param wallSeconds now. Units: seconds since 1970
   */
  public static Curves resume(Path folder, long step, double wallSeconds) throws IOException {
    Files.createDirectories(folder);
    TreeMap<String, Series> series = new TreeMap<>();
    EventFiles.read(folder, step, series);
    return new Curves(folder, series, wallSeconds, step + 1);
  }

  /** The curves that the event files of a folder hold, by tag. */
  public static Map<String, Series> read(Path folder) throws IOException {
    TreeMap<String, Series> series = new TreeMap<>();
    EventFiles.read(folder, Long.MAX_VALUE, series);
    return Collections.unmodifiableMap(series);
  }

  /**
   * Adds a point.
   *
   * @param tag name of the curve, parts divided by {@code /}
   * @param step at which it was measured; not before the last one of this tag
   * @param wallSeconds when it was measured. Units: seconds since 1970
   * @param value kept as a float; NaN and infinities leave a hole in the picture
   * @throws IllegalArgumentException if the tag is blank or the step goes back
   */
  public void add(String tag, long step, double wallSeconds, double value) throws IOException {
    if (tag.isBlank() || tag.contains(",") || tag.lines().count() != 1) {
      throw new IllegalArgumentException(
          "tag must be one line without commas, found '" + tag + "'");
    }
    Series curve = series.computeIfAbsent(tag, name -> new Series());
    if (step < 0 || (curve.size() > 0 && step < curve.step(curve.size() - 1))) {
      throw new IllegalArgumentException("step " + step + " of " + tag + " goes back");
    }
    curve.add(step, wallSeconds, (float) value);
    events.scalar(tag, step, wallSeconds, (float) value);
    if (wallSeconds - flushedSeconds >= FLUSH_SECONDS) {
      events.flush();
      flushedSeconds = wallSeconds;
    }
  }

  /** Writes down with what values the training runs, as a table on TensorBoard's page of texts. */
  public void hyperparameters(double wallSeconds, Map<String, String> values) throws IOException {
    StringBuilder table = new StringBuilder("| name | value |\n|---|---|\n");
    new TreeMap<>(values)
        .forEach(
            (name, value) ->
                table.append("| ").append(name).append(" | ").append(value).append(" |\n"));
    events.text("hyperparameters", 0, wallSeconds, table.toString());
  }

  /** The points so far, by tag. */
  public Map<String, Series> series() {
    return Collections.unmodifiableMap(series);
  }

  /** Brings event file, picture and table up to now. */
  public void publish() throws IOException {
    events.flush();
    writeTable();
    if (!series.isEmpty()) {
      Files.write(folder.resolve(PICTURE), PngEncoder.encode(CurvesPicture.draw(series)));
    }
  }

  private void writeTable() throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(folder.resolve(TABLE))) {
      out.write("tag,step,wall_seconds,value\n");
      for (Map.Entry<String, Series> entry : series.entrySet()) {
        Series curve = entry.getValue();
        for (int i = 0; i < curve.size(); i++) {
          out.write(
              entry.getKey()
                  + ','
                  + curve.step(i)
                  + ','
                  + String.format(Locale.ROOT, "%.3f", curve.wallSeconds(i))
                  + ','
                  + curve.value(i)
                  + '\n');
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    try {
      publish();
    } finally {
      events.close();
    }
  }
}
