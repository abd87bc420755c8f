package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Endpoint;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the graph tells of programs on Cyclone DDS and on Debian's Fast DDS. */
class GraphPeersTest {
  private static final String IMAGE = "sensor_msgs/msg/Image";

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final int domain = Domains.next();

  @BeforeAll
  static void peersAreBuilt() {
    PeerProcess.assumeBuilt();
  }

  private DdsTransport open() {
    return DdsTransport.open(
        RosArguments.none().names("/", "fathom"), DdsOptions.localhost(domain), notices::add);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void publishersAndSubscribersAreSeenWithTypeAndQosUntilTheyGo(String program) throws Exception {
    try (DdsTransport node = open()) {
      try (PeerProcess sender = start(program, "send", "best_effort", "volatile");
          PeerProcess receiver = start(program, "receive", "reliable", "transient_local")) {
        sender.await("ready");
        receiver.await("ready");
        Await.until("a publisher", () -> node.publishers("/camera").size() == 1);
        Await.until("a subscriber", () -> node.subscribers("/camera").size() == 1);
        Endpoint publisher = node.publishers("/camera").get(0);
        assertEquals(IMAGE, publisher.type());
        assertEquals(Reliability.BEST_EFFORT, publisher.qos().reliability());
        assertEquals(Durability.VOLATILE, publisher.qos().durability());
        assertEquals("", publisher.node(), "a peer that is no ROS node");
        Endpoint subscriber = node.subscribers("/camera").get(0);
        assertEquals(Reliability.RELIABLE, subscriber.qos().reliability());
        assertEquals(Durability.TRANSIENT_LOCAL, subscriber.qos().durability());
        sender.kill();
        receiver.kill();
      }
      Await.until("the publisher's lease is over", () -> node.publishers("/camera").isEmpty());
      Await.until("the subscriber's lease is over", () -> node.subscribers("/camera").isEmpty());
    }
  }

  private PeerProcess start(String program, String role, String reliability, String durability)
      throws Exception {
    return PeerProcess.start(
        domain, program, role, "image", "/camera", reliability, durability, 1, 8, 8, 1);
  }

  @Test
  void anotherTypeOnOurTopicIsOneLine() throws Exception {
    CollectingIntake intake = new CollectingIntake();
    try (DdsTransport node = open();
        Subscription subscription =
            node.subscribe(
                new Topic("/camera", IMAGE, QosProfile.sensorData(), Topic.SMALL), intake);
        PeerProcess peer =
            PeerProcess.start(
                domain,
                "hostile_peer",
                "/camera",
                "sensor_msgs::msg::dds_::PointCloud2_",
                "reliable")) {
      peer.await("ready");
      Await.until("a line", () -> !notices.isEmpty());
      String line = notices.get(0);
      assertTrue(line.contains("/camera"), line);
      assertTrue(line.contains("sensor_msgs/msg/Image expected"), line);
      assertTrue(line.contains("found sensor_msgs/msg/PointCloud2"), line);
      peer.say("00010000 64");
      peer.await("sent");
      assertEquals(0, subscription.publishers());
      assertEquals("sensor_msgs/msg/PointCloud2", node.publishers("/camera").get(0).type());
      assertEquals(List.of(line), notices);
      assertEquals(0, intake.waiting());
    }
  }
}
