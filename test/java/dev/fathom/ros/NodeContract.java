package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ListParametersResult;
import dev.fathom.codec.msg.Log;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every transport promises of its node: names, what the graph tells, the log, services. Two
 * nodes of one process, each test in a namespace of its own, so that suites may run side by side in
 * one domain.
 */
public abstract class NodeContract {
  static final String IMAGE = "sensor_msgs/msg/Image";
  private static final String LIST_PARAMETERS = "rcl_interfaces/srv/ListParameters";
  static final int IMAGE_BYTES = 1024 * 1024;
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final List<Transport> open = new ArrayList<>();
  private String namespace = "";
  Transport talkerNode;
  Transport listenerNode;

  /** Opens a node; {@code rosArguments} is empty or begins with {@code --ros-args}. */
  protected abstract Transport open(String node, String inNamespace, List<String> rosArguments);

  /** Asks a service as another node would; only called where services are offered. */
  protected abstract byte[] call(String service, String type, byte[] request) throws Exception;

  @BeforeEach
  void openTwoNodes() {
    namespace = "/contract_" + ProcessHandle.current().pid() + "_" + NAMESPACES.incrementAndGet();
    talkerNode = opened("talker");
    listenerNode = opened("listener");
  }

  @AfterEach
  void closeNodes() {
    open.forEach(Transport::close);
  }

  private Transport opened(String node, String... rosArguments) {
    Transport transport = open(node, namespace, List.of(rosArguments));
    open.add(transport);
    return transport;
  }

  @Test
  void namesStandInTheNamespaceOrTheNode() {
    assertEquals(namespace + "/talker", talkerNode.node());
    assertEquals(namespace + "/image", talkerNode.resolve("image"));
    assertEquals(namespace + "/left/image_raw", talkerNode.resolve("left/image_raw"));
    assertEquals("/tf", talkerNode.resolve("/tf"));
    assertEquals(namespace + "/talker/status", talkerNode.resolve("~/status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "9cam", "a//b", "/image/", "~status", "käfig", "/a/9b"})
  void whatIsNoNameInRosIsTheCallersFault(String name) {
    assertThrows(IllegalArgumentException.class, () -> talkerNode.resolve(name));
    assertThrows(
        IllegalArgumentException.class,
        () -> talkerNode.advertise(new Topic(name, IMAGE, QosProfile.sensorData(), IMAGE_BYTES)));
  }

  @Test
  void remappingsMoveTheNodeAndItsTopics() {
    Transport moved =
        opened("eye", "--ros-args", "-r", "__node:=mono", "-r", "__ns:=" + namespace + "/robot");
    assertEquals(namespace + "/robot/mono", moved.node());
    assertEquals(namespace + "/robot/mono/status", moved.resolve("~/status"));
    Transport remapped =
        opened("eye", "--ros-args", "-r", "image:=/cam" + namespace, "-r", "~/depth:=z");
    assertEquals("/cam" + namespace, remapped.resolve("image"));
    assertEquals(namespace + "/z", remapped.resolve("~/depth"));
    Topic topic = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    assertEquals("/cam" + namespace, remapped.advertise(topic).topic());
    assertEquals("/cam" + namespace, remapped.subscribe(topic, new CollectingIntake()).topic());
  }

  @Test
  void bothSidesCountWhoMatches() {
    CollectingIntake intake = new CollectingIntake();
    Topic topic = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    Publisher images = talkerNode.advertise(topic);
    assertEquals(0, images.subscribers());
    Subscription first = listenerNode.subscribe(topic, intake);
    Subscription second = talkerNode.subscribe(topic, intake);
    Await.until("two subscribers", () -> images.subscribers() == 2);
    Await.until("a publisher", () -> first.publishers() == 1 && second.publishers() == 1);
    second.close();
    Await.until("one subscriber", () -> images.subscribers() == 1);
    images.close();
    Await.until("no publisher", () -> first.publishers() == 0);
  }

  @Test
  void qosThatDoesNotFitIsSeenButNotMatched() {
    CollectingIntake intake = new CollectingIntake();
    Topic offered = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    Topic asked = new Topic("image", IMAGE, QosProfile.reliable(5), IMAGE_BYTES);
    Publisher images = talkerNode.advertise(offered);
    Subscription subscription = listenerNode.subscribe(asked, intake);
    Await.until("seen", () -> listenerNode.publishers(images.topic()).size() == 1);
    Await.until("seen back", () -> talkerNode.subscribers(images.topic()).size() == 1);
    assertEquals(0, images.subscribers());
    assertEquals(0, subscription.publishers());
  }

  @Test
  void theGraphTellsNodeTypeAndQos() {
    Topic topic = new Topic("image", IMAGE, QosProfile.transientLocal(3), IMAGE_BYTES);
    Publisher images = talkerNode.advertise(topic);
    listenerNode.subscribe(
        new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES), new CollectingIntake());
    String name = images.topic();
    Await.until(
        "a publisher with its node",
        () -> nodes(listenerNode.publishers(name)).equals(List.of(namespace + "/talker")));
    Await.until(
        "a subscriber with its node",
        () -> nodes(talkerNode.subscribers(name)).equals(List.of(namespace + "/listener")));
    Endpoint publisher = listenerNode.publishers(name).get(0);
    assertEquals(IMAGE, publisher.type());
    assertEquals(Reliability.RELIABLE, publisher.qos().reliability());
    assertEquals(Durability.TRANSIENT_LOCAL, publisher.qos().durability());
    Endpoint subscriber = talkerNode.subscribers(name).get(0);
    assertEquals(IMAGE, subscriber.type());
    assertEquals(Reliability.BEST_EFFORT, subscriber.qos().reliability());
    assertEquals(Durability.VOLATILE, subscriber.qos().durability());
    assertEquals(List.of(namespace + "/talker"), nodes(talkerNode.publishers(name)), "itself");
    assertEquals(List.of(), listenerNode.publishers(namespace + "/nobody"));
  }

  @Test
  void linesOfTheLogReachRosout() throws InterruptedException {
    CollectingIntake lines = new CollectingIntake();
    listenerNode.subscribe(
        new Topic("/rosout", "rcl_interfaces/msg/Log", QosProfile.reliable(100), Topic.SMALL),
        lines);
    Await.until(
        "the talker's /rosout",
        () -> nodes(listenerNode.publishers("/rosout")).contains(talkerNode.node()));
    String text = "a line of " + namespace;
    MessageCodec<Log> codec = MessageCodec.of(Log.class);
    // Discovery tells of the publisher before it has matched: said again until it is heard.
    Await.until(
        "the line is heard",
        () -> {
          talkerNode.log(LogLevel.WARN, text);
          return lines.waiting() > 0;
        });
    Log line = codec.decode(lines.next());
    while (!line.msg().equals(text)) {
      line = codec.decode(lines.next());
    }
    assertEquals(Log.WARN, line.level());
    assertEquals(talkerNode.node().substring(1).replace('/', '.'), line.name());
  }

  @Test
  void theLogStaysAwayFromRosoutWhereTheArgumentsSaySo() {
    // rcl's log is the process's: the first node's arguments hold for all, in rclcpp too.
    Assumptions.assumeFalse(talkerNode.name().equals("rcl"), "rcl: the first node decides");
    Transport quiet = opened("quiet", "--ros-args", "--disable-rosout-logs");
    quiet.log(LogLevel.WARN, "meant for the terminal alone");
    // Endpoints are told of in the order in which they are made.
    Topic later = new Topic("later", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    Publisher images = quiet.advertise(later);
    Await.until("seen", () -> listenerNode.publishers(images.topic()).size() == 1);
    Await.until(
        "the talker's /rosout",
        () -> nodes(listenerNode.publishers("/rosout")).contains(talkerNode.node()));
    assertFalse(nodes(listenerNode.publishers("/rosout")).contains(quiet.node()));
    assertFalse(nodes(quiet.publishers("/rosout")).contains(quiet.node()));
  }

  @Test
  void aServiceAnswersWhereTheyAreOffered() throws Exception {
    Assumptions.assumeTrue(talkerNode.offersServices(), talkerNode.name() + " offers no services");
    CollectingIntake requests = new CollectingIntake();
    ListParametersResponse response =
        new ListParametersResponse(
            new ListParametersResult(List.of("range.max", "käse"), List.of("range")));
    Service service =
        talkerNode.serve(
            "~/list_parameters",
            LIST_PARAMETERS,
            (request, length, out) -> {
              requests.arrived(request, length, 0);
              MessageCodec.of(ListParametersResponse.class).encode(response, out);
            });
    assertEquals(namespace + "/talker/list_parameters", service.name());
    byte[] request =
        encoded(ListParametersRequest.class, new ListParametersRequest(List.of("range", "x"), 2));
    for (int i = 0; i < 3; i++) {
      byte[] answer = call(service.name(), LIST_PARAMETERS, request);
      assertEquals(response, MessageCodec.of(ListParametersResponse.class).decode(answer));
      assertEquals(
          MessageCodec.of(ListParametersRequest.class).decode(request),
          MessageCodec.of(ListParametersRequest.class).decode(requests.next()));
    }
    service.close();
    service.close();
  }

  @Test
  void aHandlerThatTakesItsTimeKeepsNobodyElseWaiting() throws Exception {
    Assumptions.assumeTrue(talkerNode.offersServices(), talkerNode.name() + " offers no services");
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    byte[] request = encoded(ListParametersRequest.class, new ListParametersRequest(List.of(), 0));
    ExecutorService own = Executors.newSingleThreadExecutor();
    ExecutorService asker = Executors.newSingleThreadExecutor();
    try (Service slow =
            talkerNode.serve(
                "~/slow",
                LIST_PARAMETERS,
                (bytes, length, out) -> {
                  begun.countDown();
                  var unused = Await.latch(over);
                  answerWith("slow", out);
                },
                own);
        Service quick =
            talkerNode.serve(
                "~/quick", LIST_PARAMETERS, (bytes, length, out) -> answerWith("quick", out))) {
      Future<byte[]> waited = asker.submit(() -> call(slow.name(), LIST_PARAMETERS, request));
      assertTrue(begun.await(20, TimeUnit.SECONDS));
      assertEquals("quick", nameIn(call(quick.name(), LIST_PARAMETERS, request)));
      assertFalse(waited.isDone());
      over.countDown();
      assertEquals("slow", nameIn(waited.get(20, TimeUnit.SECONDS)));
    } finally {
      over.countDown();
      own.shutdown();
      asker.shutdown();
    }
  }

  private static void answerWith(String name, CdrBuffer out) {
    MessageCodec.of(ListParametersResponse.class)
        .encode(
            new ListParametersResponse(new ListParametersResult(List.of(name), List.of())), out);
  }

  private static String nameIn(byte[] answer) {
    return MessageCodec.of(ListParametersResponse.class).decode(answer).result().names().get(0);
  }

  @Test
  void servicesAreRefusedWhereNoneAreOffered() {
    Assumptions.assumeFalse(talkerNode.offersServices(), talkerNode.name() + " offers services");
    assertThrows(
        UnsupportedOperationException.class,
        () -> talkerNode.serve("~/list_parameters", LIST_PARAMETERS, (r, l, out) -> {}));
  }

  private static List<String> nodes(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::node).toList();
  }

  static <T> byte[] encoded(Class<T> type, T message) {
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(type).encode(message, out);
    return out.toArray();
  }
}
