package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportContract;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.RemapRule;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.rtps.Guid;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
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

  /** A node of Iron or later among nodes of ours: its tools must find our names. */
  @Test
  void whereAllOthersReadTheNewerFormItIsSpoken() throws Exception {
    DdsOptions apart = DdsOptions.localhost(Domains.next());
    Topic discovery = Graph.discoveryTopic(100);
    CollectingIntake heard = new CollectingIntake();
    try (DdsTransport node =
            DdsTransport.open(RosArguments.none().names("/", "fathom"), apart, line -> {});
        DdsTransport newer =
            DdsTransport.open(RosArguments.none().names("/", "newer"), apart, line -> {});
        Publisher says = newer.advertise(discovery)) {
      newer.subscribe(discovery, heard);
      Guid participant = new Guid(0x0110_0000_0000_0001L, 0x01c1);
      byte[] bytes =
          new ParticipantEntities(
                  participant,
                  List.of(ParticipantEntities.Node.of("/camera", List.of(), List.of())))
              .encode(ParticipantEntities.BYTES_SINCE_IRON);
      int withoutOurMark = bytes.length - 8;
      says.publish(bytes, 0, withoutOurMark);
      boolean named = false;
      while (!named) {
        named = saysNewer(heard.next(), node.node());
      }
    }
  }

  /** Whether a message names a node in the newer form. */
  private static boolean saysNewer(byte[] message, String node) {
    try {
      return ParticipantEntities.decode(
              message, message.length, ParticipantEntities.BYTES_SINCE_IRON)
          .nodes()
          .stream()
          .anyMatch(each -> each.fullName().equals(node));
    } catch (MalformedDataException e) {
      return false;
    }
  }

  private static long takeThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("fathom-dds"))
        .count();
  }

  @Test
  void anotherTypeIsToldOfEndpointsOppositeToOursOnly() {
    List<String> ofReader = new CopyOnWriteArrayList<>();
    List<String> ofWriter = new CopyOnWriteArrayList<>();
    try (DdsTransport reader = quiet("reader", ofReader);
        DdsTransport other = quiet("other", new CopyOnWriteArrayList<>());
        DdsTransport writer = quiet("writer", ofWriter)) {
      subscribe(reader, "sensor_msgs/msg/Image");
      subscribe(other, "sensor_msgs/msg/CameraInfo");
      Await.until("the other reader", () -> reader.subscribers("/types").size() == 2);
      var unused = writer.advertise(topic("sensor_msgs/msg/PointCloud2"));
      Await.until("a line", () -> !ofReader.isEmpty() && ofWriter.size() == 2);
      assertEquals(1, ofReader.size(), ofReader::toString);
      String expected =
          "/types: type sensor_msgs/msg/Image expected, found sensor_msgs/msg/PointCl";
      assertTrue(ofReader.get(0).contains(expected), ofReader::toString);
      assertTrue(ofReader.get(0).contains("published by"), ofReader::toString);
      assertTrue(ofWriter.stream().allMatch(line -> line.contains("subscribed to by")));
    }
  }

  /** Fast DDS leaves it out of what it announces; a default would be a guess. */
  @Test
  void theHistoryOfOthersIsUnknown() {
    try (DdsTransport writer = quiet("writer", new CopyOnWriteArrayList<>());
        DdsTransport other = quiet("other", new CopyOnWriteArrayList<>())) {
      Topic topic =
          new Topic("/history", "sensor_msgs/msg/Image", QosProfile.reliable(7), Topic.SMALL);
      var unused = writer.advertise(topic);
      Await.until("seen", () -> other.publishers("/history").size() == 1);
      assertEquals(QosProfile.History.UNKNOWN, other.publishers("/history").get(0).qos().history());
      assertEquals(7, writer.publishers("/history").get(0).qos().depth());
    }
  }

  private static DdsTransport quiet(String node, List<String> notices) {
    NodeNames names = RosArguments.none().names("/types_of", node);
    return DdsTransport.open(names, DdsOptions.localhost(DOMAIN), false, notices::add);
  }

  private static Topic topic(String type) {
    return new Topic("/types", type, QosProfile.sensorData(), Topic.SMALL);
  }

  private static void subscribe(DdsTransport node, String type) {
    var unused = node.subscribe(topic(type), new CollectingIntake());
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
