package dev.fathom.ros.parameter;

import static dev.fathom.ros.parameter.Parameters.parameter;
import static dev.fathom.ros.parameter.Parameters.store;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.History;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.ros.parameter.Parameters.Options;
import dev.fathom.ros.parameter.QosOverrides.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QosOverridesTest {
  private static final String PREFIX = "qos_overrides./cam/image.subscription.";

  @Test
  void eachPolicyCanBeOverriddenForEachEndpoint() {
    ParameterStore<Options> store =
        store(
            PREFIX + "reliability:=reliable",
            PREFIX + "depth:=2",
            PREFIX + "history:=keep_all",
            "qos_overrides./depth.publisher.durability:=transient_local");
    QosOverrides overrides = new QosOverrides(store);
    QosProfile in = overrides.declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData());
    assertEquals(Reliability.RELIABLE, in.reliability());
    assertEquals(2, in.depth());
    assertEquals(History.KEEP_ALL, in.history());
    assertEquals(Durability.VOLATILE, in.durability());
    QosProfile out = overrides.declare("/depth", Side.PUBLISHER, QosProfile.reliable(5));
    assertEquals(Durability.TRANSIENT_LOCAL, out.durability());
    assertEquals(5, out.depth());
  }

  @Test
  void withoutOverridesTheProfileStays() {
    QosOverrides overrides = new QosOverrides(store());
    assertEquals(
        QosProfile.sensorData(),
        overrides.declare("/a", Side.SUBSCRIPTION, QosProfile.sensorData()));
  }

  @Test
  void theyAreReadOnlyParametersWithTheValueInForce() {
    ParameterStore<Options> store = store(PREFIX + "reliability:=reliable");
    var unused =
        new QosOverrides(store).declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData());
    assertEquals("reliable", Parameters.plain(store.value(PREFIX + "reliability")));
    assertEquals(5, Parameters.plain(store.value(PREFIX + "depth")));
    assertTrue(store.descriptor(PREFIX + "depth").readOnly());
    assertEquals(
        "qos policy {depth} for subscription {/cam/image}",
        store.descriptor(PREFIX + "depth").description());
    assertFalse(store.set(List.of(parameter(PREFIX + "depth", 7))).successful());
  }

  @Test
  void aSecondEndpointOfTheSameTopicHasTheSame() {
    QosOverrides overrides = new QosOverrides(store(PREFIX + "depth:=2"));
    QosProfile first = overrides.declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData());
    assertEquals(
        first, overrides.declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData()));
  }

  @Test
  void whatIsNoPolicyIsRefusedByName() {
    QosOverrides overrides = new QosOverrides(store(PREFIX + "reliability:=sure"));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> overrides.declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData()))
            .getMessage();
    assertTrue(message.contains(PREFIX + "reliability' must be one of reliable,"), message);
    assertTrue(message.endsWith("found 'sure'"), message);
  }

  @Test
  void overridesForTopicsThatDoNotExistAreKnownToBeUnused() {
    ParameterStore<Options> store = store("qos_overrides./cam/imge.subscription.depth:=2");
    var unused =
        new QosOverrides(store).declare("/cam/image", Side.SUBSCRIPTION, QosProfile.sensorData());
    assertEquals(
        List.of("qos_overrides./cam/imge.subscription.depth"),
        store.unused().stream().map(override -> override.setting().name()).toList());
  }

  private static String refusal(String assignment) {
    QosOverrides overrides = new QosOverrides(store(assignment));
    return String.valueOf(
        assertThrows(
                IllegalArgumentException.class,
                () -> overrides.check(Set.of("/cam/image"), Set.of("/depth"), warning -> {}))
            .getMessage());
  }

  @Test
  void aBadValueIsRefusedBeforeThereIsAnEndpoint() {
    String message = refusal(PREFIX + "reliability:=relaible");
    assertTrue(
        message.endsWith(
            "parameter '"
                + PREFIX
                + "reliability' must be one of reliable, best_effort, system_default,"
                + " best_available, found 'relaible'"),
        message);
    assertTrue(refusal(PREFIX + "depth:=-1").contains("must be a whole number from 0, found '-1'"));
  }

  @ParameterizedTest
  @CsvSource({
    "/cam/imge.subscription.depth, /cam/image.subscription.depth",
    "/cam/image.subscripton.depth, /cam/image.subscription.depth",
    "/cam/image.subscription.relaibility, /cam/image.subscription.reliability",
    "/depth.publisher.dept, /depth.publisher.depth"
  })
  void aMisspeltNameIsRefusedWithTheNearestKnownOne(String given, String nearest) {
    String message = refusal("qos_overrides." + given + ":=2");
    assertTrue(
        message.endsWith(
            "unknown parameter 'qos_overrides."
                + given
                + "'; the nearest known one is 'qos_overrides."
                + nearest
                + "'"),
        message);
  }

  @Test
  void aNameOfAnotherNodeIsAWarningWhereItWasGivenToAny() {
    List<String> warnings = new ArrayList<>();
    String name = "qos_overrides./other.subscription.depth";
    ParameterStore<Options> store =
        new ParameterStore<>(
            Parameters.defaults(), Parameters.overrides(true, name + ":=2"), warning -> {});
    new QosOverrides(store).check(Set.of("/cam/image"), Set.of("/depth"), warnings::add);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("'" + name + "', given to any node"), warnings.get(0));
  }
}
