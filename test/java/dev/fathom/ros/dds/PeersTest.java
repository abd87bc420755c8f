package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.arguments.RosArguments;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images and clouds to and from programs on Cyclone DDS and on Debian's Fast DDS. */
class PeersTest {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int COUNT = 8;

  /** What peers keep for a reader that is slower than they send; so many of the last must come. */
  private static final int KEPT = 5;

  private static final int HERTZ = 30;

  @BeforeAll
  static void peersAreBuilt() {
    PeerProcess.assumeBuilt();
  }

  /** Both peers, both kinds of message, both reliabilities. */
  @Retention(RetentionPolicy.RUNTIME)
  @ParameterizedTest
  @CsvSource({
    "cyclone_peer, IMAGE, reliable", "cyclone_peer, IMAGE, best_effort",
    "cyclone_peer, CLOUD, reliable", "cyclone_peer, CLOUD, best_effort",
    "fast_peer, IMAGE, reliable", "fast_peer, IMAGE, best_effort",
    "fast_peer, CLOUD, reliable", "fast_peer, CLOUD, best_effort"
  })
  private @interface WithEveryPeer {}

  private static QosProfile qos(String reliability) {
    return reliability.equals("reliable") ? QosProfile.reliable(10) : QosProfile.sensorData();
  }

  private static DdsTransport open(int domain) {
    return DdsTransport.open(
        RosArguments.none().names("/robot", "fathom"), DdsOptions.localhost(domain), line -> {});
  }

  @WithEveryPeer
  void whatAPeerSendsArrives(String program, PatternMessages kind, String reliability)
      throws Exception {
    requireRoom(reliability);
    int domain = Domains.next();
    CollectingIntake intake = new CollectingIntake();
    List<Integer> numbers = new ArrayList<>();
    try (DdsTransport node = open(domain);
        Subscription subscription =
            node.subscribe(kind.topic("/camera", qos(reliability), WIDTH, HEIGHT), intake);
        PeerProcess peer =
            PeerProcess.start(
                domain,
                program,
                "send",
                kind.word(),
                "/camera",
                reliability,
                "volatile",
                COUNT,
                WIDTH,
                HEIGHT,
                HERTZ)) {
      peer.await("sent");
      Await.until(
          "the last messages",
          () -> {
            numbers.addAll(numbersIn(kind, intake));
            return haveArrived(numbers, reliability);
          });
      assertEquals(1, subscription.publishers());
    }
    assertArrived(numbers, reliability);
  }

  @WithEveryPeer
  void whatWeSendArrivesAtAPeer(String program, PatternMessages kind, String reliability)
      throws Exception {
    requireRoom(reliability);
    int domain = Domains.next();
    List<Integer> numbers = new ArrayList<>();
    try (DdsTransport node = open(domain);
        Publisher publisher =
            node.advertise(kind.topic("/depth", qos(reliability), WIDTH, HEIGHT));
        PeerProcess peer = receiver(domain, program, kind, reliability, "volatile")) {
      Await.until("matched", () -> publisher.subscribers() == 1);
      peer.await("matched 1");
      send(publisher, kind, 0, COUNT);
      Await.until(
          "the last messages",
          () -> {
            peer.messages().forEach(message -> numbers.add(checked(kind, message)));
            return haveArrived(numbers, reliability);
          });
    }
    assertArrived(numbers, reliability);
  }

  /** Best effort loses most of what is bigger than the kernel's receive buffers. */
  private static void requireRoom(String reliability) {
    boolean room = !reliability.equals("best_effort") || !SocketBuffers.read().tooSmall();
    if (!room) {
      System.out.println("skipped: " + SocketBuffers.read().line());
    }
    assumeTrue(room, () -> SocketBuffers.read().line());
  }

  /**
   * Best effort may lose some, on a busy machine most. What is reliable may be overtaken by what is
   * newer, and before the other side has finished matching it is not kept.
   */
  private static boolean haveArrived(List<Integer> numbers, String reliability) {
    return reliability.equals("reliable")
        ? numbers.size() >= KEPT && numbers.get(numbers.size() - 1) == COUNT - 1
        : numbers.size() >= 2;
  }

  private static void assertArrived(List<Integer> numbers, String reliability) {
    for (int i = 1; i < numbers.size(); i++) {
      assertTrue(numbers.get(i) > numbers.get(i - 1), "in order: " + numbers);
    }
    if (reliability.equals("reliable")) {
      List<Integer> last = numbers.subList(numbers.size() - KEPT, numbers.size());
      assertEquals(List.of(3, 4, 5, 6, 7), last);
    }
  }

  private static List<Integer> numbersIn(PatternMessages kind, CollectingIntake intake) {
    List<Integer> numbers = new ArrayList<>();
    try {
      while (intake.waiting() > 0) {
        numbers.add(checked(kind, kind.read(intake.next())));
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return numbers;
  }

  /** Robots have the kernel's defaults: what is reliable arrives there too, and soon. */
  @Test
  void whatIsReliableArrivesThroughABufferThatIsSmallerThanItself() throws Exception {
    int domain = Domains.next();
    PatternMessages kind = PatternMessages.CLOUD;
    AtomicInteger sent = new AtomicInteger();
    try (DdsTransport node = open(domain);
        Publisher publisher =
            node.advertise(kind.topic("/depth", QosProfile.transientLocal(1), WIDTH, HEIGHT));
        PeerProcess peer =
            PeerProcess.startWithDefaultBuffer(
                domain,
                "receive",
                "cloud",
                "/depth",
                "reliable",
                "transient_local",
                0,
                WIDTH,
                HEIGHT,
                1)) {
      send(publisher, kind, 0, 1);
      // Each waits for the one before: there is nothing behind it that would tell of a loss.
      Await.until(
          "twenty clouds of 5 MB",
          () -> {
            if (lastOf(kind, peer) == sent.get()) {
              send(publisher, kind, sent.incrementAndGet(), 1);
            }
            return sent.get() == 20;
          });
    }
  }

  /** The number of the last message that was said and not read; negative if there is none. */
  private static int lastOf(PatternMessages kind, PeerProcess peer) {
    return peer.messages().stream().mapToInt(m -> checked(kind, m)).reduce(-1, (a, b) -> b);
  }

  private static PeerProcess receiver(
      int domain, String program, PatternMessages kind, String reliability, String durability)
      throws Exception {
    return PeerProcess.start(
        domain,
        program,
        "receive",
        kind.word(),
        "/depth",
        reliability,
        durability,
        0,
        WIDTH,
        HEIGHT,
        1);
  }

  private static int checked(PatternMessages kind, PeerProcess.Message message) {
    assertEquals(kind.payload(WIDTH, HEIGHT), message.length());
    assertEquals(Pattern.checksumOf(message.number(), message.length()), message.checksum());
    return message.number();
  }

  private static void send(Publisher publisher, PatternMessages kind, int first, int count) {
    CdrBuffer buffer = new CdrBuffer();
    long next = System.nanoTime();
    for (int n = first; n < first + count; n++) {
      kind.encode(n, WIDTH, HEIGHT, buffer);
      publisher.publish(buffer.array(), 0, buffer.length());
      next += TimeUnit.SECONDS.toNanos(1) / HERTZ;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void aPeerThatComesLateGetsWhatIsTransientLocal(String program) throws Exception {
    int domain = Domains.next();
    PatternMessages kind = PatternMessages.IMAGE;
    try (DdsTransport node = open(domain);
        Publisher publisher =
            node.advertise(kind.topic("/depth", QosProfile.transientLocal(3), WIDTH, HEIGHT))) {
      send(publisher, kind, 0, 5);
      try (PeerProcess peer = receiver(domain, program, kind, "reliable", "transient_local")) {
        for (int n = 2; n < 5; n++) {
          assertEquals(n, checked(kind, peer.nextMessage()));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void whoComesLateGetsWhatAPeerKeeps(String program) throws Exception {
    int domain = Domains.next();
    PatternMessages kind = PatternMessages.CLOUD;
    CollectingIntake intake = new CollectingIntake();
    try (PeerProcess peer =
            PeerProcess.start(
                domain,
                program,
                "send",
                "cloud",
                "/camera",
                "reliable",
                "transient_local",
                4,
                WIDTH,
                HEIGHT,
                100);
        DdsTransport node = open(domain)) {
      peer.await("sent 4");
      node.subscribe(kind.topic("/camera", QosProfile.transientLocal(10), WIDTH, HEIGHT), intake);
      for (int n = 0; n < 4; n++) {
        assertEquals(n, checked(kind, kind.read(intake.next())));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void aPublisherThatIsKilledIsReplaced(String program) throws Exception {
    int domain = Domains.next();
    PatternMessages kind = PatternMessages.IMAGE;
    CollectingIntake intake = new CollectingIntake();
    try (DdsTransport node = open(domain)) {
      node.subscribe(kind.topic("/camera", QosProfile.sensorData(), WIDTH, HEIGHT), intake);
      for (int life = 0; life < 2; life++) {
        try (PeerProcess peer =
            PeerProcess.start(
                domain,
                program,
                "send",
                "image",
                "/camera",
                "best_effort",
                "volatile",
                10_000,
                WIDTH,
                HEIGHT,
                HERTZ)) {
          checked(kind, kind.read(intake.next()));
          checked(kind, kind.read(intake.next()));
          peer.kill();
        }
        drain(intake);
      }
    }
  }

  private static void drain(CollectingIntake intake) throws InterruptedException {
    while (intake.waiting() > 0) {
      intake.next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void aSubscriberThatIsKilledIsReplacedAndNeverBlocksUs(String program) throws Exception {
    int domain = Domains.next();
    PatternMessages kind = PatternMessages.CLOUD;
    try (DdsTransport node = open(domain);
        Publisher publisher =
            node.advertise(kind.topic("/depth", QosProfile.reliable(3), WIDTH, HEIGHT))) {
      try (PeerProcess peer = receiver(domain, program, kind, "reliable", "volatile")) {
        peer.await("matched 1");
        Await.until("matched", () -> publisher.subscribers() == 1);
        send(publisher, kind, 0, 3);
        checked(kind, peer.nextMessage());
        peer.kill();
      }
      send(publisher, kind, 3, 10);
      try (PeerProcess peer = receiver(domain, program, kind, "reliable", "volatile")) {
        peer.await("matched 1");
        Await.until("matched", () -> publisher.subscribers() >= 1);
        send(publisher, kind, 20, 3);
        assertTrue(checked(kind, peer.nextMessage()) >= 20);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cyclone_peer", "fast_peer"})
  void whenWeAreKilledAPeerGoesOnWithOurSuccessorAndOneThatEndsSaysSo(String program)
      throws Exception {
    int domain = Domains.next();
    try (PeerProcess peer =
        PeerProcess.start(
            domain, program, "receive", "image", "/depth", "reliable", "volatile", 0, 64, 48, 1)) {
      Process first = PatternSender.start(domain, "/depth", 64, 48);
      assertEquals(64 * 48 * 3, peer.nextMessage().length());
      first.destroyForcibly().waitFor();
      peer.await("matched 0");
      Process second = PatternSender.start(domain, "/depth", 64, 48);
      assertEquals(64 * 48 * 3, peer.nextMessage().length());
      second.destroy();
      assertEquals(128 + 15, second.waitFor(), "ended by the signal, not by a crash");
      peer.await("matched 0");
    }
  }

  @Test
  void anotherDomainIsNotHeard() throws Exception {
    int domain = Domains.next();
    int other = Domains.next();
    PatternMessages kind = PatternMessages.IMAGE;
    CollectingIntake here = new CollectingIntake();
    CollectingIntake there = new CollectingIntake();
    CdrBuffer image = new CdrBuffer();
    try (DdsTransport node = open(domain);
        DdsTransport elsewhere = open(other)) {
      node.subscribe(kind.topic("/camera", QosProfile.sensorData(), 64, 48), here);
      elsewhere.subscribe(kind.topic("/camera", QosProfile.sensorData(), 64, 48), there);
      try (PeerProcess peer =
          PeerProcess.start(
              domain,
              "cyclone_peer",
              "send",
              "image",
              "/camera",
              "reliable",
              "volatile",
              5,
              64,
              48,
              100)) {
        peer.await("sent 5");
        here.next();
      }
      // What came from the peer would have come before what comes from its own domain.
      kind.encode(99, 64, 48, image);
      Publisher own = elsewhere.advertise(kind.topic("/camera", QosProfile.sensorData(), 64, 48));
      Await.until(
          "its own domain is heard",
          () -> {
            own.publish(image.array(), 0, image.length());
            return there.waiting() > 0;
          });
      while (there.waiting() > 0) {
        assertEquals(99, kind.read(there.next()).number());
      }
    }
  }
}
