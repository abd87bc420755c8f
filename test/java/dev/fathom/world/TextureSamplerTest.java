package dev.fathom.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TextureSamplerTest {
  private static Material material(Pattern pattern) {
    double scale = pattern == Pattern.ROAD ? 3 : pattern == Pattern.FACADE ? 2.5 : 0.3;
    return Material.of(pattern, new Rgb(0.6, 0.4, 0.3), Rgb.grey(0.15), scale, 0.15, 42);
  }

  /** Mean green over a patch of 4 m × 4 m, seen with pixels of the given size. */
  private static double mean(Material material, double pixel) {
    TextureSampler texture = new TextureSampler();
    int side = (int) Math.round(4 / pixel);
    double sum = 0;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        texture.sample(material, (x + 0.5) * pixel - 2, (y + 0.5) * pixel - 2, pixel);
        sum += texture.g;
      }
    }
    return sum / side / side;
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void farAwayASurfaceKeepsItsBrightness(Pattern pattern) {
    Material material = material(pattern);
    double near = mean(material, 0.01);
    double far = mean(material, 0.2);
    // Patterns are filtered piecewise, not as a whole: a fifth is what the eye forgives.
    assertEquals(near, far, 0.2 * near, pattern + " changes its brightness with distance");
  }

  @ParameterizedTest
  @EnumSource(Pattern.class)
  void coloursAreFiniteAndNotNegative(Pattern pattern) {
    TextureSampler texture = new TextureSampler();
    Dice dice = new Dice(3);
    for (int i = 0; i < 2000; i++) {
      double footprint = dice.betweenLog(1e-4, 30);
      texture.sample(material(pattern), dice.between(-90, 90), dice.between(-90, 90), footprint);
      assertTrue(
          texture.r >= 0 && texture.g >= 0 && texture.b >= 0 && texture.r + texture.b < 5,
          () -> pattern + " gives " + texture.r + " " + texture.g + " " + texture.b);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Pattern.class,
      names = {"PLAIN", "PATCHES", "SPECKLE", "BRICK", "TILE", "WOOD", "STRIPES", "FOLIAGE"})
  void aPixelLargerThanThePatternSeesLittleOfIt(Pattern pattern) {
    Material material = material(pattern);
    assertTrue(
        spread(material, 6) < 0.25 * spread(material, 0.01),
        () -> pattern + " flickers: " + spread(material, 6) + ", " + spread(material, 0.01));
  }

  private static double spread(Material material, double footprint) {
    TextureSampler texture = new TextureSampler();
    Dice dice = new Dice(5);
    double sum = 0;
    double squares = 0;
    int count = 4000;
    for (int i = 0; i < count; i++) {
      texture.sample(material, dice.between(-20, 20), dice.between(-20, 20), footprint);
      sum += texture.g;
      squares += texture.g * texture.g;
    }
    return Math.sqrt(Math.max(0, squares / count - sum * sum / count / count));
  }
}
