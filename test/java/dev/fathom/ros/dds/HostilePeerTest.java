package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.rtps.Discovery;
import dev.fathom.ros.dds.rtps.Guid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that sends what no honest one sends: it costs a refusal with its reason, nothing else. */
class HostilePeerTest {
  private static final String IMAGE = "sensor_msgs::msg::dds_::Image_";
  private static final PatternMessages KIND = PatternMessages.IMAGE;
  private static final int WIDTH = 64;
  private static final int HEIGHT = 48;
  private static final int HONEST = 7;
  private static final int FORGED = 99;

  private final CollectingIntake intake = new CollectingIntake();
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final byte[] honest = honestImage();
  private final CdrBuffer forged = new CdrBuffer();
  private final int domain = Domains.next();
  private DdsTransport node;
  private Topic topic;

  @BeforeAll
  static void peersAreBuilt() {
    PeerProcess.assumeBuilt();
  }

  @BeforeEach
  void openNode() {
    node =
        DdsTransport.open(
            RosArguments.none().names("/robot", "fathom"),
            DdsOptions.localhost(domain),
            notices::add);
  }

  @AfterEach
  void closeNode() {
    node.close();
  }

  private static byte[] honestImage() {
    CdrBuffer buffer = new CdrBuffer();
    KIND.encode(HONEST, WIDTH, HEIGHT, buffer);
    return buffer.toArray();
  }

  private PeerProcess hostile(String reliability) throws Exception {
    boolean reliable = reliability.equals("reliable");
    topic =
        KIND.topic(
            "/camera", reliable ? QosProfile.reliable(5) : QosProfile.sensorData(), WIDTH, HEIGHT);
    node.subscribe(topic, intake);
    PeerProcess peer = PeerProcess.start(domain, "hostile_peer", "/camera", IMAGE, reliability);
    peer.await("matched 1");
    return peer;
  }

  private String honestHex() {
    return HexFormat.of().formatHex(honest);
  }

  /** After whatever came, an honest image still arrives, and there was one line for each fault. */
  private void assertHonestImagesStillArrive(PeerProcess peer) throws InterruptedException {
    peer.say(honestHex());
    assertArrayEquals(honest, intake.next());
    assertEquals(0, intake.waiting());
    assertTrue(peer.isAlive());
  }

  @ParameterizedTest
  @CsvSource({
    "00000000, 100, CDR_BE (0x0000)", "00030000, 100, PL_CDR_LE (0x0003)",
    "00070000, 100, CDR2_LE (0x0007)", "ffff0000, 100, an unknown one (0xffff)"
  })
  void whatIsNotLittleEndianCdrIsRefusedByName(String hex, int length, String named)
      throws Exception {
    try (PeerProcess peer = hostile("reliable")) {
      peer.say(hex + " " + length);
      String reason = intake.nextRefusal();
      assertTrue(reason.contains(named), reason);
      assertHonestImagesStillArrive(peer);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "reliable, 1000000",
    "best_effort, 1000000",
    "reliable, 80000000",
    "best_effort, 80000000"
  })
  void aSampleThatIsTooLongIsRefusedWithBothLengths(String reliability, int length)
      throws Exception {
    try (PeerProcess peer = hostile(reliability)) {
      // Best effort may lose one for want of time.
      for (int i = 0; i < (reliability.equals("reliable") ? 1 : 3); i++) {
        peer.say("00010000 " + length);
        peer.await("sent");
      }
      String reason = intake.nextRefusal();
      assertTrue(reason.contains(Integer.toString(topic.maxBytes())), reason);
      assertTrue(reason.contains(Integer.toString(length)), reason);
      assertHonestImagesStillArrive(peer);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // A frame id of 4 GB, of 2 GB, one that does not end in 0, and an empty message.
        "0001000001000000000000000ffffffff00",
        "00010000010000000000000ff7f00000000",
        "000100000100000000000000050000004142434445",
        "00010000"
      })
  void lengthsThatLieAreFoundByWhoReads(String hex) throws Exception {
    try (PeerProcess peer = hostile("reliable")) {
      peer.say(hex);
      byte[] bytes = intake.next();
      assertThrows(MalformedDataException.class, () -> KIND.read(bytes));
      assertHonestImagesStillArrive(peer);
    }
  }

  /**
   * Fast DDS takes nothing with a smaller number than what it took last in a writer's name, forged
   * or not.
   */
  @Test
  void aForgedNumberInTheNameOfAPublisherSilencesItForSecondsOnly() throws Exception {
    try (PeerProcess peer = hostile("best_effort");
        DatagramSocket socket = new DatagramSocket()) {
      Await.until(
          "heard",
          () -> {
            peer.say(honestHex());
            return intake.waiting() > 0;
          });
      Guid writer = writerOnTheTopic();
      KIND.encode(FORGED, WIDTH, HEIGHT, forged);
      Await.until(
          "the forged image is taken",
          () -> {
            sendInTheNameOf(writer, socket);
            return numbersTaken().contains(FORGED);
          });
      Await.until(
          "the publisher is heard again",
          () -> {
            peer.say(honestHex());
            return numbersTaken().contains(HONEST);
          });
      assertTrue(
          notices.stream().anyMatch(n -> n.contains("/camera") && n.contains("subscribed anew")),
          notices.toString());
    }
  }

  private List<Integer> numbersTaken() {
    List<Integer> numbers = new ArrayList<>();
    try {
      while (intake.waiting() > 0) {
        numbers.add(KIND.read(intake.next()).number());
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return numbers;
  }

  private Guid writerOnTheTopic() throws IOException {
    List<Guid> writers = new ArrayList<>();
    try (Discovery discovery = new Discovery(domain, true, false, List.of("127.0.0.1"))) {
      Await.until(
          "the publisher is discovered",
          () -> {
            discovery.poll();
            discovery.endpoints().stream()
                .filter(endpoint -> endpoint.isWriter() && endpoint.topic().equals("rt/camera"))
                .forEach(endpoint -> writers.add(endpoint.guid()));
            return !writers.isEmpty();
          });
    }
    return writers.get(0);
  }

  /** RTPS 2.3, section 8.3.7.2: one submessage Data to every reader, numbered near the end. */
  private void sendInTheNameOf(Guid writer, DatagramSocket socket) {
    ByteBuffer name = ByteBuffer.allocate(Guid.BYTES);
    writer.write(name);
    ByteBuffer datagram = ByteBuffer.allocate(20 + 24 + forged.length());
    datagram.order(ByteOrder.LITTLE_ENDIAN).put(new byte[] {'R', 'T', 'P', 'S', 2, 3, 1, 15});
    datagram.put(name.array(), 0, 12).put((byte) 0x15).put((byte) 0x05);
    datagram.putShort((short) (20 + forged.length())).putShort((short) 0).putShort((short) 16);
    datagram.putInt(0).put(name.array(), 12, 4).putInt(0x7ffffff0).putInt(0);
    datagram.put(forged.array(), 0, forged.length());
    try {
      for (int participant = 0; participant < 5; participant++) {
        int port = 7400 + 250 * domain + 11 + 2 * participant;
        socket.send(
            new DatagramPacket(
                datagram.array(), datagram.position(), InetAddress.getLoopbackAddress(), port));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void datagramsOfNoiseAreIgnored() throws Exception {
    Random random = new Random(5);
    try (PeerProcess peer = hostile("reliable");
        DatagramSocket socket = new DatagramSocket()) {
      for (int i = 0; i < 3000; i++) {
        byte[] noise = new byte[20 + random.nextInt(300)];
        random.nextBytes(noise);
        System.arraycopy(new byte[] {'R', 'T', 'P', 'S', 2, 3, 1, 15}, 0, noise, 0, 8);
        int port = 7400 + 250 * domain + 10 + random.nextInt(4);
        socket.send(
            new DatagramPacket(noise, noise.length, InetAddress.getLoopbackAddress(), port));
      }
      assertHonestImagesStillArrive(peer);
    }
  }
}
