package dev.fathom.ros.parameter;

import static dev.fathom.ros.parameter.Parameters.overrides;
import static dev.fathom.ros.parameter.Parameters.parameter;
import static dev.fathom.ros.parameter.Parameters.store;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.Parameter;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.SetParametersResult;
import dev.fathom.ros.parameter.Parameters.Mode;
import dev.fathom.ros.parameter.Parameters.Options;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParameterStoreTest {
  private final ParameterStore<Options> store = store();

  private String refusal(Parameter... parameters) {
    Options before = store.options();
    SetParametersResult result = store.set(List.of(parameters));
    assertTrue(!result.successful(), "refused");
    assertSame(before, store.options(), "nothing changes");
    return result.reason();
  }

  private void set(Parameter... parameters) {
    assertEquals(new SetParametersResult(true, ""), store.set(List.of(parameters)));
  }

  @Test
  void theStartOverridesDefaults() {
    Options options = store("max_range:=30", "mode:=exact", "filter.size:=50").options();
    assertEquals(30.0, options.maxRange());
    assertEquals(Mode.EXACT, options.mode());
    assertEquals(50, options.filter().size());
  }

  @Test
  void severalValuesAreSetAtOnce() {
    set(parameter("min_range", 25.0), parameter("max_range", 30.0), parameter("mode", Mode.EXACT));
    assertEquals(25.0, store.options().minRange());
    assertEquals(30.0, store.options().maxRange());
    assertEquals(Mode.EXACT, store.options().mode());
    set(parameter("sizes", new int[] {7}));
    assertEquals(7, store.options().sizes()[0]);
  }

  @Test
  void oneBadValueLeavesAllAsTheyAre() {
    assertEquals(
        "parameter 'filter.size' must be 0 to 100 in steps of 10, found 55",
        refusal(parameter("max_range", 30.0), parameter("filter.size", 55)));
    assertEquals(
        "parameter 'max_range' must be 0 to 50, found 60.0", refusal(parameter("max_range", 60.0)));
    assertEquals(
        "max_range must be more than min_range, found 0.1 and 0.5",
        refusal(parameter("max_range", 0.1)));
    assertEquals(
        "parameter 'mode' must be one of fast, exact, found 'slow'",
        refusal(parameter("mode", "slow")));
    assertEquals(
        "parameter 'max_range' must be 0 to 50, found NaN",
        refusal(parameter("max_range", Double.NaN)));
  }

  @Test
  void readOnlyParametersAreRefused() {
    assertEquals(
        "parameter 'model' cannot be set because it is read-only",
        refusal(parameter("max_range", 30.0), parameter("model", "other")));
  }

  @Test
  void anotherTypeIsRefusedAsRclcppDoes() {
    assertEquals(
        "Wrong parameter type, parameter {max_range} is of type {double}, setting it to {integer}"
            + " is not allowed.",
        refusal(parameter("max_range", 30)));
    assertEquals(
        "parameter 'max_range' cannot be undeclared: it is statically typed",
        refusal(new Parameter("max_range", ParameterValues.NOT_SET)));
  }

  @Test
  void unknownNamesAreRefusedWithTheNearestKnownOne() {
    assertEquals(
        "parameter 'max_rnge' cannot be set because it was not declared; the nearest known one is"
            + " 'max_range'",
        refusal(parameter("max_rnge", 3.0)));
    assertEquals("parameter list cannot be empty", refusal());
  }

  @Test
  void checksMayRefuseWithAReason() {
    store.addCheck((before, after) -> after.maxRange() > 40 ? "the lens sees 40 m" : "");
    assertEquals("the lens sees 40 m", refusal(parameter("max_range", 45.0)));
    set(parameter("max_range", 35.0));
  }

  @Test
  void aListenerThatFailsIsToldAndTheChangeStands() {
    List<String> warnings = new ArrayList<>();
    ParameterStore<Options> told =
        new ParameterStore<>(Parameters.defaults(), List.of(), warnings::add);
    List<Double> seen = new ArrayList<>();
    told.addListener(
        (before, after) -> {
          throw new IllegalStateException("no such lens");
        });
    told.addListener((before, after) -> seen.add(after.maxRange()));
    assertTrue(told.set(List.of(parameter("max_range", 30.0))).successful());
    assertEquals(List.of(30.0), seen);
    assertEquals(30.0, told.options().maxRange());
    assertEquals(
        List.of("a change of parameters was made, but not everywhere: no such lens"), warnings);
  }

  @Test
  void aNameWithoutEndIsCutInTheRefusal() {
    String reason = refusal(parameter("x".repeat(1_000_000), 1));
    assertTrue(reason.length() < 400, reason.length() + " characters");
    assertTrue(reason.endsWith("…' cannot be set because it was not declared"), reason);
  }

  @Test
  void listenersSeeBothRecordsOnceForAChange() {
    List<String> seen = new ArrayList<>();
    store.addListener((before, after) -> seen.add(before.maxRange() + " " + after.maxRange()));
    set(parameter("max_range", 30.0), parameter("min_range", 1.0));
    refusal(parameter("max_range", 60.0));
    assertEquals(List.of("20.0 30.0"), seen);
  }

  @Test
  void unknownNamesAreAnErrorUnlessTheyMayBeMeantForOthers() {
    List<String> warnings = new ArrayList<>();
    ParameterStore<Options> started =
        new ParameterStore<>(
            Parameters.defaults(), overrides(true, "max_rnge:=3", "min_range:=1"), warnings::add);
    assertEquals(1.0, started.options().minRange());
    assertEquals(
        List.of(
            "-p max_rnge:=3: 'max_rnge', given to any node, is no parameter of this one; the"
                + " nearest is 'max_range'"),
        warnings);
    assertThrows(IllegalArgumentException.class, () -> store("max_rnge:=3"));
  }

  @Test
  void descriptorsSayWhatTheRecordSays() {
    ParameterDescriptor range = store.descriptor("max_range");
    assertEquals(ParameterType.PARAMETER_DOUBLE, range.type());
    assertEquals("farthest depth, metres", range.description());
    assertEquals("more than min_range", range.additionalConstraints());
    assertEquals(50.0, range.floatingPointRange().get(0).toValue());
    ParameterDescriptor size = store.descriptor("filter.size");
    assertEquals(10, size.integerRange().get(0).step());
    assertEquals(List.of(), size.floatingPointRange());
    assertTrue(store.descriptor("model").readOnly());
    assertEquals("one of fast, exact", store.descriptor("mode").additionalConstraints());
    assertEquals(ParameterType.PARAMETER_STRING, store.descriptor("mode").type());
    assertEquals(ParameterType.PARAMETER_INTEGER_ARRAY, store.descriptor("sizes").type());
    assertNull(store.descriptor("filter"));
  }

  @Test
  void simTimeIsAParameterThatTheStartMaySetAndThatChanges() {
    List<Boolean> heard = new ArrayList<>();
    ParameterStore<Options> started = store("use_sim_time:=true");
    assertTrue(SimTimeParameter.declare(started, heard::add));
    assertEquals(List.of(), heard, "not told of the start");
    assertTrue(started.set(List.of(parameter("use_sim_time", false))).successful());
    assertEquals(List.of(false), heard);
    assertEquals(false, Parameters.plain(started.value("use_sim_time")));
    String wrong =
        assertThrows(
                IllegalArgumentException.class,
                () -> SimTimeParameter.declare(store("use_sim_time:=maybe"), heard::add))
            .getMessage();
    assertEquals(
        "-p use_sim_time:=maybe: parameter 'use_sim_time' must be of type bool, found 'maybe'",
        wrong);
  }

  @Test
  void aWatcherThatThrowsKeepsNobodyFromDeclaring() {
    List<String> said = new ArrayList<>();
    ParameterStore<Options> watched =
        new ParameterStore<>(Parameters.defaults(), List.of(), said::add);
    watched.addWatcher(
        changes -> {
          throw new IllegalStateException("not published");
        });
    assertEquals(false, SimTimeParameter.declare(watched, changed -> {}));
    assertEquals(
        List.of("a change of parameters was made, but not everywhere: not published"), said);
  }
}
