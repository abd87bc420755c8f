package dev.fathom.train.report;

import dev.fathom.image.Image8;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The curves of a training as one picture: a panel a quantity, losses first.
 *
 * <p>Threads: pure. Cost: linear in the number of points.
 */
final class CurvesPicture {
  private static final Set<String> ROLES = Set.of(Curves.TRAIN, Curves.HELD_OUT, Curves.TRIVIAL);
  private static final int PANEL_WIDTH = 560;
  private static final int PANEL_HEIGHT = 320;
  private static final int FEW_PANELS = 4;

  private CurvesPicture() {}

  /**
   * Draws curves.
   *
   * @param series by tag, at least one; see {@link Curves} on how tags share a panel
   * @return R, G, B
   * @throws IllegalArgumentException if there is none
   */
  static Image8 draw(Map<String, Series> series) {
    if (series.isEmpty()) {
      throw new IllegalArgumentException("there are no curves to draw");
    }
    List<CurvePanel> panels = panels(series);
    int columns = panels.size() == 1 ? 1 : panels.size() <= FEW_PANELS ? 2 : 3;
    int rows = (panels.size() + columns - 1) / columns;
    try (Canvas canvas = new Canvas(columns * PANEL_WIDTH, rows * PANEL_HEIGHT)) {
      for (int i = 0; i < panels.size(); i++) {
        int left = i % columns * PANEL_WIDTH;
        int top = i / columns * PANEL_HEIGHT;
        panels.get(i).draw(canvas, left, top, PANEL_WIDTH, PANEL_HEIGHT);
      }
      return canvas.toImage();
    }
  }

  private static List<CurvePanel> panels(Map<String, Series> series) {
    TreeMap<String, TreeMap<String, Series>> byTitle = new TreeMap<>();
    series.forEach(
        (tag, curve) -> {
          int slash = tag.lastIndexOf('/');
          boolean shared = slash > 0 && ROLES.contains(tag.substring(slash + 1));
          String title = shared ? tag.substring(0, slash) : tag;
          String role = shared ? tag.substring(slash + 1) : "";
          byTitle.computeIfAbsent(title, t -> new TreeMap<>()).put(role, curve);
        });
    List<CurvePanel> losses = new ArrayList<>();
    List<CurvePanel> others = new ArrayList<>();
    byTitle.forEach(
        (title, curves) -> {
          boolean loss = title.equals("loss") || title.startsWith("loss/");
          (loss ? losses : others).add(new CurvePanel(title, curves, loss));
        });
    losses.addAll(others);
    return losses;
  }
}
