package dev.fathom.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.config.ParameterDescription.Bounds;
import dev.fathom.node.NodeSettings;
import dev.fathom.pipeline.Product;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the options of a live node and its pipeline say of themselves. */
class DescribedOptionsTest {
  private static final NodeSettings DEFAULTS = NodeSettings.defaults();
  private static final List<ParameterDescription> ALL = RecordBinding.describe(DEFAULTS);

  private static ParameterDescription of(String name) {
    return ALL.stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
  }

  private static NodeSettings with(ParameterDescription parameter, double value) {
    boolean whole = parameter.type() == int.class;
    Object number = whole ? (Object) (int) value : (Object) value;
    return RecordBinding.bind(DEFAULTS, List.of(new Setting(parameter.name(), number, "test")));
  }

  @Test
  void everyParameterIsDescribedAndEveryNumberHasARange() {
    assertEquals(RecordBinding.names(DEFAULTS), ALL.stream().map(p -> p.name()).toList());
    for (ParameterDescription parameter : ALL) {
      assertFalse(parameter.text().isBlank(), parameter.name());
      boolean number = parameter.type() == int.class || parameter.type() == double.class;
      assertEquals(number, parameter.range().isPresent(), parameter.name());
    }
  }

  @Test
  void defaultsLieInTheirRanges() {
    Map<String, Object> values = RecordBinding.values(DEFAULTS);
    for (ParameterDescription parameter : ALL) {
      parameter
          .range()
          .ifPresent(
              range ->
                  assertTrue(
                      range.contains(((Number) values.get(parameter.name())).doubleValue()),
                      parameter.name()));
    }
  }

  @Test
  void whatIsBeyondARangeIsRefusedByNameAndRange() {
    for (ParameterDescription parameter : ALL) {
      if (parameter.range().isEmpty()) {
        continue;
      }
      Bounds range = parameter.range().get();
      String message =
          assertThrows(IllegalArgumentException.class, () -> with(parameter, range.min() - 1))
              .getMessage();
      assertTrue(
          message.startsWith("test: parameter '" + parameter.name() + "' must be " + range),
          message);
    }
  }

  /** Those whose constraint says more are left out. */
  @Test
  void bothEndsOfARangeAreAllowedUnlessAConstraintSaysMore() {
    for (ParameterDescription parameter : ALL) {
      if (parameter.range().isEmpty()
          || !parameter.constraint().isEmpty()
          || parameter.name().matches(".*(min_range|p1|min_disparity)")) {
        continue;
      }
      assertEquals(
          parameter.range().get().min(),
          number(with(parameter, parameter.range().get().min()), parameter));
      assertEquals(
          parameter.range().get().max(),
          number(with(parameter, parameter.range().get().max()), parameter));
    }
  }

  private static double number(NodeSettings options, ParameterDescription parameter) {
    return ((Number) RecordBinding.values(options).get(parameter.name())).doubleValue();
  }

  @Test
  void theConstraintOfProductsNamesAllOfThem() {
    String names =
        Arrays.stream(Product.values())
            .map(Product::parameterName)
            .collect(Collectors.joining(", "));
    assertTrue(of("products").constraint().contains(names), of("products").constraint());
  }

  @Test
  void aLineTellsTextRangeConstraintAndReadOnly() {
    assertEquals(
        "side of the matched window, pixels; 1 to 11 in steps of 2",
        of("stereo.block_size").line());
    assertEquals(
        "how pixels are recognised that the right camera does not see; one of one_match,"
            + " two_matches",
        of("stereo.consistency").line());
    assertEquals(
        "CPU threads of the network; 0: as many as there are cores (mono); 0 to 1024"
            + " (only at the start)",
        of("threads").line());
    assertEquals(
        "largest sigma / depth kept, where sigma is given; 0 to Infinity, more than 0",
        of("obstacles.max_relative_sigma").line());
  }
}
