package dev.fathom.ros.rcljava;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.ros.Skipped;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportContract;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.RosArguments;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Runs where a workspace with rcljava is sourced, with the middleware of RMW_IMPLEMENTATION. */
class RcljavaTransportTest extends TransportContract {
  @BeforeAll
  static void needsRcljava() {
    String missing = RcljavaTransport.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
  }

  @Override
  protected Transport open(String node, String namespace, List<String> rosArguments) {
    RosArguments arguments = RosArguments.parse(rosArguments);
    return RcljavaTransport.open(
        arguments.names(namespace, node),
        System.getenv(),
        arguments.logsToRosout(),
        Assertions::fail);
  }

  @Override
  protected byte[] call(String service, String type, byte[] request) {
    throw new AssertionError("rcljava offers no services");
  }

  @Test
  void aMissingMessageIsNamed() {
    try (Transport node = open("alone", "/rcljava_test", List.of())) {
      TransportException notBuilt =
          assertThrows(
              TransportException.class, () -> node.advertise(topic("fathom/msg/DepthStatus")));
      assertTrue(notBuilt.getMessage().contains("build the package fathom"), notBuilt.getMessage());
      TransportException unknown =
          assertThrows(
              TransportException.class, () -> node.advertise(topic("sensor_msgs/msg/JoyFeedback")));
      assertTrue(
          unknown.getMessage().contains("sensor_msgs/msg/JoyFeedback"), unknown.getMessage());
    }
  }

  private static Topic topic(String type) {
    return new Topic("topic", type, QosProfile.sensorData(), 1024);
  }
}
