package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportContract;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.RemapRule;
import dev.fathom.ros.arguments.RosArguments;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every transport promises, over Fast DDS on loopback. */
class DdsTransportTest extends TransportContract {
  private static final int DOMAIN = Domains.next();

  @Override
  protected Transport open(String node, String inNamespace, List<String> rosArguments) {
    RosArguments arguments = RosArguments.parse(rosArguments);
    return DdsTransport.open(
        arguments.names(inNamespace, node),
        DdsOptions.localhost(DOMAIN),
        arguments.logsToRosout(),
        line -> {});
  }

  @Test
  void whatFailsAtTheStartLeavesNothingBehind() {
    List<RemapRule> rules =
        List.of(new RemapRule(RemapRule.Kind.TOPIC, null, "/rosout", "{nowhere}/rosout"));
    NodeNames names =
        new NodeNames(RosArguments.none().names("/failing", "half_open").node(), rules);
    long threads = takeThreads();
    assertThrows(
        IllegalArgumentException.class,
        () -> DdsTransport.open(names, DdsOptions.localhost(DOMAIN), line -> {}));
    assertEquals(threads, takeThreads());
  }

  private static long takeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fathom-dds"))
        .count();
  }

  @Test
  void transformsAskForLessThanImages() {
    assertEquals(1 << 20, DdsParticipant.longest("tf2_msgs/msg/TFMessage", 1 << 20));
    assertEquals(1 << 20, DdsParticipant.longest("tf2_msgs/msg/TFMessage", Topic.SMALL));
    assertEquals(64 << 20, DdsParticipant.longest("tf2_msgs/msg/TFMessage", 2 << 20));
    assertEquals(64 << 20, DdsParticipant.longest("sensor_msgs/msg/Image", 1 << 20));
    assertEquals(64 << 10, DdsParticipant.longest("sensor_msgs/msg/CameraInfo", Topic.SMALL));
  }

  @Override
  protected byte[] call(String service, String type, byte[] request) {
    throw new UnsupportedOperationException("no services");
  }
}
