package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.GetParametersRequest;
import dev.fathom.codec.msg.StdString;
import dev.fathom.ros.InMemoryTransport.Graph;
import dev.fathom.ros.arguments.RosArguments;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class InMemoryTransportTest extends TransportContract {
  private final Graph graph = new Graph();
  private final InMemoryTransport talker = new InMemoryTransport(graph, "talker");
  private final InMemoryTransport listener = new InMemoryTransport(graph, "listener");

  @Override
  protected Transport open(String node, String inNamespace, List<String> rosArguments) {
    RosArguments arguments = RosArguments.parse(rosArguments);
    return new InMemoryTransport(
        graph, arguments.names(inNamespace, node), arguments.logsToRosout());
  }

  @Override
  protected byte[] call(String service, String type, byte[] request) {
    return Objects.requireNonNull(InMemoryTransport.call(graph, service, request));
  }

  private Publisher publisher(QosProfile qos) {
    return talker.advertise(new Topic("chatter", "std_msgs/msg/String", qos, Topic.SMALL));
  }

  private MessageCollector<StdString> collector(QosProfile qos) {
    return MessageCollector.on(listener, "/chatter", StdString.class, qos);
  }

  private static void say(Publisher publisher, String text) {
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(StdString.class).encode(new StdString(text), out);
    publisher.publish(out.array(), 0, out.length());
  }

  @Test
  void messagesArriveInOrder() {
    MessageCollector<StdString> heard = collector(QosProfile.reliable(10));
    Publisher publisher = publisher(QosProfile.reliable(10));
    assertEquals(1, publisher.subscribers());
    say(publisher, "a");
    say(publisher, "b");
    listener.drain();
    assertEquals(List.of(new StdString("a"), new StdString("b")), heard.messages());
  }

  @Test
  void aReliableSubscriptionDoesNotMatchABestEffortPublisher() {
    MessageCollector<StdString> heard = collector(QosProfile.reliable(10));
    Publisher publisher = publisher(QosProfile.sensorData());
    assertEquals(0, publisher.subscribers());
    assertEquals(1, listener.publishers("/chatter").size());
    say(publisher, "a");
    listener.drain();
    assertEquals(List.of(), heard.messages());
  }

  @Test
  void lateListenersGetWhatATransientLocalPublisherKept() {
    Publisher publisher = publisher(QosProfile.transientLocal(2));
    say(publisher, "a");
    say(publisher, "b");
    say(publisher, "c");
    MessageCollector<StdString> heard = collector(QosProfile.transientLocal(5));
    listener.drain();
    assertEquals(List.of(new StdString("b"), new StdString("c")), heard.messages());
    assertEquals(List.of(), collector(QosProfile.reliable(5)).messages());
  }

  @Test
  void aMalformedRequestGetsNoAnswerAndOneLine() {
    var unused =
        talker.serve(
            "~/get",
            "rcl_interfaces/srv/GetParameters",
            (request, length, response) ->
                MessageCodec.of(GetParametersRequest.class).decode(request, 0, length));
    assertNull(InMemoryTransport.call(graph, "/talker/get", new byte[] {0, 1, 0, 0, 9, 0, 0, 0}));
    assertEquals(1, talker.problems().size());
    assertTrue(talker.problems().get(0).startsWith("/talker/get: "), talker.problems().get(0));
  }

  @Test
  void aClosedTransportLeavesTheGraph() {
    Publisher publisher = publisher(QosProfile.reliable(10));
    collector(QosProfile.reliable(10));
    listener.close();
    assertEquals(0, publisher.subscribers());
    assertEquals(List.of(), talker.subscribers("/chatter"));
  }
}
