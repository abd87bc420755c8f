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
import dev.fathom.config.Setting;
import dev.fathom.ros.parameter.Parameters.Options;
import dev.fathom.ros.parameter.QosOverrides.Side;
import java.util.List;
import org.junit.jupiter.api.Test;

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
        store.unused().stream().map(Setting::name).toList());
  }
}
