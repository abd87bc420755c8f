package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Durability;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.ListParametersRequest;
import dev.fathom.codec.msg.ListParametersResponse;
import dev.fathom.codec.msg.ListParametersResult;
import dev.fathom.codec.msg.Log;
import dev.fathom.codec.msg.StdString;
import dev.fathom.codec.msg.Time;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every transport promises. Two nodes of one process talk to each other, each test in a
 * namespace of its own, so that suites may run side by side in one domain.
 */
public abstract class TransportContract {
  private static final String IMAGE = "sensor_msgs/msg/Image";
  private static final String STRING = "std_msgs/msg/String";
  private static final String LIST_PARAMETERS = "rcl_interfaces/srv/ListParameters";
  private static final int IMAGE_BYTES = 1024 * 1024;
  private static final AtomicInteger NAMESPACES = new AtomicInteger();

  private final List<Transport> open = new ArrayList<>();
  private String namespace = "";
  private Transport talker;
  private Transport listener;

  /** Opens a node; {@code rosArguments} is empty or begins with {@code --ros-args}. */
  protected abstract Transport open(String node, String inNamespace, List<String> rosArguments);

  /** Asks a service as another node would; only called where services are offered. */
  protected abstract byte[] call(String service, String type, byte[] request) throws Exception;

  @BeforeEach
  void openTwoNodes() {
    namespace = "/contract_" + ProcessHandle.current().pid() + "_" + NAMESPACES.incrementAndGet();
    talker = opened("talker");
    listener = opened("listener");
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
    assertEquals(namespace + "/talker", talker.node());
    assertEquals(namespace + "/image", talker.resolve("image"));
    assertEquals(namespace + "/left/image_raw", talker.resolve("left/image_raw"));
    assertEquals("/tf", talker.resolve("/tf"));
    assertEquals(namespace + "/talker/status", talker.resolve("~/status"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "9cam", "a//b", "/image/", "~status", "käfig", "/a/9b"})
  void whatIsNoNameInRosIsTheCallersFault(String name) {
    assertThrows(IllegalArgumentException.class, () -> talker.resolve(name));
    assertThrows(
        IllegalArgumentException.class,
        () -> talker.advertise(new Topic(name, IMAGE, QosProfile.sensorData(), IMAGE_BYTES)));
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
  void anImageArrivesByteForByte() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    Publisher images = connected(QosProfile.reliable(5), QosProfile.reliable(5), intake);
    for (int seed = 1; seed <= 3; seed++) {
      byte[] image = image(seed, 320, 240);
      byte[] behindOthers = new byte[image.length + 9];
      System.arraycopy(image, 0, behindOthers, 5, image.length);
      images.publish(behindOthers, 5, image.length);
      assertArrayEquals(image, intake.next(), "image " + seed);
    }
  }

  @Test
  void sensorDataArrivesByteForByte() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    Publisher images = connected(QosProfile.sensorData(), QosProfile.sensorData(), intake);
    byte[] image = image(1, 64, 48);
    publishUntilHeard(images, image, intake);
    assertArrayEquals(image, intake.next());
  }

  @Test
  void aLateSubscriberGetsWhatIsTransientLocal() throws InterruptedException {
    Topic topic = new Topic("late", IMAGE, QosProfile.transientLocal(1), IMAGE_BYTES);
    byte[] image = image(4, 32, 24);
    talker.advertise(topic).publish(image, 0, image.length);
    CollectingIntake intake = new CollectingIntake();
    listener.subscribe(topic, intake);
    assertArrayEquals(image, intake.next());
  }

  @Test
  void bothSidesCountWhoMatches() {
    CollectingIntake intake = new CollectingIntake();
    Topic topic = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    Publisher images = talker.advertise(topic);
    assertEquals(0, images.subscribers());
    Subscription first = listener.subscribe(topic, intake);
    Subscription second = talker.subscribe(topic, intake);
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
    Publisher images = talker.advertise(offered);
    Subscription subscription = listener.subscribe(asked, intake);
    Await.until("seen", () -> listener.publishers(images.topic()).size() == 1);
    Await.until("seen back", () -> talker.subscribers(images.topic()).size() == 1);
    assertEquals(0, images.subscribers());
    assertEquals(0, subscription.publishers());
  }

  @Test
  void theGraphTellsNodeTypeAndQos() {
    Topic topic = new Topic("image", IMAGE, QosProfile.transientLocal(3), IMAGE_BYTES);
    Publisher images = talker.advertise(topic);
    listener.subscribe(
        new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES), new CollectingIntake());
    String name = images.topic();
    Await.until(
        "a publisher with its node",
        () -> nodes(listener.publishers(name)).equals(List.of(namespace + "/talker")));
    Await.until(
        "a subscriber with its node",
        () -> nodes(talker.subscribers(name)).equals(List.of(namespace + "/listener")));
    Endpoint publisher = listener.publishers(name).get(0);
    assertEquals(IMAGE, publisher.type());
    assertEquals(Reliability.RELIABLE, publisher.qos().reliability());
    assertEquals(Durability.TRANSIENT_LOCAL, publisher.qos().durability());
    Endpoint subscriber = talker.subscribers(name).get(0);
    assertEquals(IMAGE, subscriber.type());
    assertEquals(Reliability.BEST_EFFORT, subscriber.qos().reliability());
    assertEquals(Durability.VOLATILE, subscriber.qos().durability());
    assertEquals(List.of(namespace + "/talker"), nodes(talker.publishers(name)), "itself");
    assertEquals(List.of(), listener.publishers(namespace + "/nobody"));
  }

  @Test
  void aMessageLongerThanItsTopicAllowsIsNotSent() {
    Publisher small = talker.advertise(new Topic("small", IMAGE, QosProfile.sensorData(), 10_000));
    byte[] image = image(1, 64, 64);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> small.publish(image, 0, image.length));
    assertTrue(e.getMessage().contains(small.topic()), e.getMessage());
    assertTrue(e.getMessage().contains("10000"), e.getMessage());
    assertTrue(e.getMessage().contains(Integer.toString(image.length)), e.getMessage());
  }

  @Test
  void whatIsNotLittleEndianCdrIsNotSent() {
    Publisher images =
        talker.advertise(new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES));
    byte[] image = image(1, 4, 4);
    image[1] = 0;
    assertThrows(IllegalArgumentException.class, () -> images.publish(image, 0, image.length));
    assertThrows(IllegalArgumentException.class, () -> images.publish(new byte[3], 0, 3));
    assertThrows(IllegalArgumentException.class, () -> images.publish(image, 5, image.length));
  }

  @Test
  void aMessageLongerThanExpectedIsRefusedAndTheNextOneArrives() throws InterruptedException {
    Publisher images =
        talker.advertise(new Topic("image", IMAGE, QosProfile.reliable(5), IMAGE_BYTES));
    CollectingIntake intake = new CollectingIntake();
    Subscription small =
        listener.subscribe(new Topic("image", IMAGE, QosProfile.reliable(5), 20_000), intake);
    Await.until("matched", () -> images.subscribers() == 1 && small.publishers() == 1);
    byte[] longer = image(1, 100, 100);
    byte[] fitting = image(2, 10, 10);
    images.publish(longer, 0, longer.length);
    images.publish(fitting, 0, fitting.length);
    assertArrayEquals(fitting, intake.next());
    assertEquals(0, intake.waiting());
    String reason = intake.nextRefusal();
    assertTrue(reason.contains("20000"), reason);
  }

  @Test
  void aMessageWithoutRoomIsNotCopied() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    Publisher images = connected(QosProfile.reliable(5), QosProfile.reliable(5), intake);
    intake.hasRoom(false);
    byte[] unwanted = image(1, 10, 10);
    images.publish(unwanted, 0, unwanted.length);
    Await.until("turned away", () -> intake.turnedAway() == 1);
    intake.hasRoom(true);
    byte[] wanted = image(2, 10, 10);
    images.publish(wanted, 0, wanted.length);
    assertArrayEquals(wanted, intake.next());
    assertEquals(0, intake.waiting());
  }

  @Test
  void anIntakeThatFailsLosesOnlyThatMessage() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    AtomicInteger failures = new AtomicInteger();
    Intake failsOnce =
        new Intake() {
          @Override
          public byte @Nullable [] room(int length) {
            return intake.room(length);
          }

          @Override
          public void arrived(byte[] bytes, int length, long receivedNanos) {
            if (failures.getAndIncrement() == 0) {
              throw new IllegalStateException("meant to fail");
            }
            intake.arrived(bytes, length, receivedNanos);
          }

          @Override
          public void refused(String reason) {
            intake.refused(reason);
          }
        };
    Publisher images = connected(QosProfile.reliable(5), QosProfile.reliable(5), failsOnce);
    byte[] lost = image(1, 10, 10);
    byte[] next = image(2, 10, 10);
    images.publish(lost, 0, lost.length);
    images.publish(next, 0, next.length);
    assertArrayEquals(next, intake.next());
    assertTrue(intake.nextRefusal().contains("meant to fail"));
  }

  @Test
  void topicsOfOneNodeDoNotMix() throws InterruptedException {
    CollectingIntake images = new CollectingIntake();
    CollectingIntake words = new CollectingIntake();
    Publisher imagePublisher = connected(QosProfile.reliable(5), QosProfile.reliable(5), images);
    Topic topic = new Topic("words", STRING, QosProfile.reliable(5), Topic.SMALL);
    Publisher wordPublisher = talker.advertise(topic);
    Subscription subscription = listener.subscribe(topic, words);
    Await.until(
        "matched", () -> wordPublisher.subscribers() == 1 && subscription.publishers() == 1);
    byte[] image = image(1, 10, 10);
    // Seven letters: a message of a multiple of four bytes is not padded on the way.
    byte[] word = encoded(StdString.class, new StdString("fathoms"));
    imagePublisher.publish(image, 0, image.length);
    wordPublisher.publish(word, 0, word.length);
    assertArrayEquals(image, images.next());
    // DDS may pad a payload to a multiple of four bytes.
    byte[] heard = words.next();
    assertArrayEquals(word, Arrays.copyOf(heard, word.length));
    assertTrue(heard.length <= word.length + 3, heard.length + " bytes");
    assertEquals(0, images.waiting() + words.waiting());
  }

  @Test
  void nothingArrivesAfterASubscriptionIsClosed() throws InterruptedException {
    CollectingIntake closed = new CollectingIntake();
    CollectingIntake stays = new CollectingIntake();
    Topic topic = new Topic("image", IMAGE, QosProfile.reliable(5), IMAGE_BYTES);
    Publisher images = talker.advertise(topic);
    Subscription first = listener.subscribe(topic, closed);
    Subscription second = listener.subscribe(topic, stays);
    Await.until("matched", () -> images.subscribers() == 2 && second.publishers() == 1);
    first.close();
    first.close();
    byte[] image = image(1, 10, 10);
    images.publish(image, 0, image.length);
    assertArrayEquals(image, stays.next());
    assertEquals(0, closed.waiting());
  }

  @Test
  void closingEndsTheThreadAndEveryEndpoint() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    Publisher images = connected(QosProfile.reliable(5), QosProfile.reliable(5), intake);
    Publisher back =
        listener.advertise(new Topic("back", IMAGE, QosProfile.sensorData(), IMAGE_BYTES));
    byte[] image = image(1, 10, 10);
    images.publish(image, 0, image.length);
    intake.next();
    listener.close();
    assertFalse(intake.thread().isAlive());
    Await.until("no subscriber", () -> images.subscribers() == 0);
    assertThrows(IllegalStateException.class, () -> back.publish(image, 0, image.length));
    assertDoesNotThrow(back::close);
    assertDoesNotThrow(listener::close);
  }

  @Test
  void closingWhileOthersPublishEndsThemCleanly() throws Exception {
    byte[] image = image(1, 64, 48);
    Topic topic = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    listener.subscribe(topic, new CollectingIntake());
    List<Publisher> publishers = List.of(talker.advertise(topic), talker.advertise(topic));
    CountDownLatch published = new CountDownLatch(2);
    List<CompletableFuture<Void>> ends = new ArrayList<>();
    for (Publisher publisher : publishers) {
      ends.add(
          CompletableFuture.runAsync(
              () -> {
                while (publisher.subscribers() >= 0) {
                  publisher.publish(image, 0, image.length);
                  published.countDown();
                }
              }));
    }
    assertTrue(published.await(20, TimeUnit.SECONDS));
    talker.close();
    for (CompletableFuture<Void> end : ends) {
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
    }
  }

  @Test
  void linesOfTheLogReachRosout() throws InterruptedException {
    CollectingIntake lines = new CollectingIntake();
    listener.subscribe(
        new Topic("/rosout", "rcl_interfaces/msg/Log", QosProfile.reliable(100), Topic.SMALL),
        lines);
    Await.until(
        "the talker's /rosout",
        () -> nodes(listener.publishers("/rosout")).contains(talker.node()));
    String text = "a line of " + namespace;
    MessageCodec<Log> codec = MessageCodec.of(Log.class);
    // Discovery tells of the publisher before it has matched: said again until it is heard.
    Await.until(
        "the line is heard",
        () -> {
          talker.log(LogLevel.WARN, text);
          return lines.waiting() > 0;
        });
    Log line = codec.decode(lines.next());
    while (!line.msg().equals(text)) {
      line = codec.decode(lines.next());
    }
    assertEquals(Log.WARN, line.level());
    assertEquals(talker.node().substring(1).replace('/', '.'), line.name());
  }

  @Test
  void aServiceAnswersWhereTheyAreOffered() throws Exception {
    Assumptions.assumeTrue(talker.offersServices(), talker.name() + " offers no services");
    CollectingIntake requests = new CollectingIntake();
    ListParametersResponse response =
        new ListParametersResponse(
            new ListParametersResult(List.of("range.max", "käse"), List.of("range")));
    Service service =
        talker.serve(
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
  void servicesAreRefusedWhereNoneAreOffered() {
    Assumptions.assumeFalse(talker.offersServices(), talker.name() + " offers services");
    assertThrows(
        UnsupportedOperationException.class,
        () -> talker.serve("~/list_parameters", LIST_PARAMETERS, (r, l, out) -> {}));
  }

  /** A publisher of images on {@code image} that the listener's subscription has found. */
  private Publisher connected(QosProfile offered, QosProfile asked, Intake intake) {
    Publisher images = talker.advertise(new Topic("image", IMAGE, offered, IMAGE_BYTES));
    Subscription subscription =
        listener.subscribe(new Topic("image", IMAGE, asked, IMAGE_BYTES), intake);
    Await.until("matched", () -> images.subscribers() == 1 && subscription.publishers() == 1);
    return images;
  }

  /** Best effort may lose what comes right after the match. */
  private static void publishUntilHeard(
      Publisher publisher, byte[] message, CollectingIntake intake) {
    Await.until(
        "a message is heard",
        () -> {
          publisher.publish(message, 0, message.length);
          return intake.waiting() > 0;
        });
  }

  private static List<String> nodes(List<Endpoint> endpoints) {
    return endpoints.stream().map(Endpoint::node).toList();
  }

  private static byte[] image(int seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    Header header = new Header(new Time(seed, 5), "camera_optical");
    Image image = new Image(header, height, width, "rgb8", 0, 3 * width, Bytes.of(pixels));
    return encoded(Image.class, image);
  }

  private static <T> byte[] encoded(Class<T> type, T message) {
    CdrBuffer out = new CdrBuffer();
    MessageCodec.of(type).encode(message, out);
    return out.toArray();
  }
}
