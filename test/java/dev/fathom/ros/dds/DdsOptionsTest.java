package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DdsOptionsTest {
  @Test
  void anEmptyEnvironmentIsDomainZeroOnTheSubnet() {
    assertEquals(new DdsOptions(0, DiscoveryRange.SUBNET, List.of()), DdsOptions.of(Map.of()));
    assertEquals(
        new DdsOptions(0, DiscoveryRange.SUBNET, List.of()),
        DdsOptions.of(
            Map.of(
                "ROS_DOMAIN_ID", "",
                "ROS_LOCALHOST_ONLY", "",
                "ROS_AUTOMATIC_DISCOVERY_RANGE", "",
                "ROS_STATIC_PEERS", "")));
  }

  @Test
  void everyVariableIsHonoured() {
    assertEquals(
        new DdsOptions(42, DiscoveryRange.OFF, List.of("10.0.0.2", "jetson.local")),
        DdsOptions.of(
            Map.of(
                "ROS_DOMAIN_ID", "42",
                "ROS_AUTOMATIC_DISCOVERY_RANGE", "off",
                "ROS_STATIC_PEERS", "10.0.0.2; jetson.local;")));
  }

  @Test
  void localhostOnlyOutweighsRangeAndPeers() {
    assertEquals(
        DdsOptions.localhost(0),
        DdsOptions.of(
            Map.of(
                "ROS_LOCALHOST_ONLY", "1",
                "ROS_AUTOMATIC_DISCOVERY_RANGE", "SUBNET",
                "ROS_STATIC_PEERS", "10.0.0.2")));
  }

  @ParameterizedTest
  @CsvSource({
    "ROS_DOMAIN_ID, 233",
    "ROS_DOMAIN_ID, -1",
    "ROS_DOMAIN_ID, 300",
    "ROS_DOMAIN_ID, seven",
    "ROS_LOCALHOST_ONLY, yes",
    "ROS_AUTOMATIC_DISCOVERY_RANGE, WORLD",
    "ROS_STATIC_PEERS, a<b"
  })
  void aBadValueIsNamedWithItsVariable(String variable, String value) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> DdsOptions.of(Map.of(variable, value)));
    assertTrue(e.getMessage().contains(variable), e.getMessage());
    assertTrue(e.getMessage().contains(value), e.getMessage());
  }
}
