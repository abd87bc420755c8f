package dev.fathom.ros.parameter;

import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterValue;
import dev.fathom.config.Described;
import dev.fathom.config.ParameterFile;
import dev.fathom.config.Range;
import dev.fathom.config.ReadOnly;
import dev.fathom.ros.arguments.ParameterOverride;
import java.util.ArrayList;
import java.util.List;

/** Options of a node made up for tests, and short ways to set them. */
public final class Parameters {
  public enum Mode {
    FAST,
    EXACT
  }

  public record Filter(
      @Described("smallest island kept, pixels") @Range(min = 0, max = 100, step = 10) int size,
      @Described("whether islands are dropped") boolean on) {}

  @SuppressWarnings("ArrayRecordComponent") // As options have them.
  public record Options(
      @Described("name of a model") @ReadOnly String model,
      @Described("nearest depth, metres") @Range(min = 0, max = 50) double minRange,
      @Described(value = "farthest depth, metres", constraint = "more than min_range")
          @Range(min = 0, max = 50)
          double maxRange,
      @Described("how to match") Mode mode,
      int[] sizes,
      Filter filter) {
    public Options {
      if (!(maxRange > minRange)) {
        throw new IllegalArgumentException(
            "max_range must be more than min_range, found " + maxRange + " and " + minRange);
      }
    }
  }

  static final List<String> NAMES =
      List.of("filter.on", "filter.size", "max_range", "min_range", "mode", "model", "sizes");

  private Parameters() {}

  static Options defaults() {
    return new Options("unet", 0.5, 20, Mode.FAST, new int[] {1, 2}, new Filter(20, true));
  }

  static ParameterStore<Options> store(String... assignments) {
    return new ParameterStore<>(defaults(), overrides(false, assignments), warning -> {});
  }

  static List<ParameterOverride> overrides(boolean forAnyNode, String... assignments) {
    List<ParameterOverride> overrides = new ArrayList<>();
    for (String assignment : assignments) {
      overrides.add(new ParameterOverride(ParameterFile.assignment(assignment), forAnyNode));
    }
    return overrides;
  }

  static Parameter parameter(String name, Object value) {
    return new Parameter(name, ParameterValues.of(value));
  }

  /** The value alone. */
  static Object plain(ParameterValue value) {
    return ParameterValues.plain(value);
  }
}
