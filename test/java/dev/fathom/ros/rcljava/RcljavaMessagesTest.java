package dev.fathom.ros.rcljava;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.Messages;
import dev.fathom.codec.RandomMessages;
import dev.fathom.ros.Await;
import dev.fathom.ros.CollectingIntake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Skipped;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.rcl.RclTransport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What goes out through rcljava comes in through rcl, and back; skips without a workspace. */
class RcljavaMessagesTest {
  private static final int SEEDS = 5;

  private static Transport rcljava;
  private static Transport rcl;

  @BeforeAll
  static void openBoth() {
    String missing = RcljavaTransport.missing(System.getenv()).orElse("");
    Skipped.unless(missing.isEmpty(), missing);
    String namespace = "/messages_" + ProcessHandle.current().pid();
    rcljava =
        RcljavaTransport.open(
            RosArguments.none().names(namespace, "rcljava"),
            System.getenv(),
            true,
            Assertions::fail);
    rcl = RclTransport.open("rcl", namespace, List.of());
  }

  @AfterAll
  static void closeBoth() {
    if (rcl != null) {
      rcl.close();
      rcljava.close();
    }
  }

  static Stream<String> types() {
    return Messages.all().stream()
        .map(MessageCodec::rosType)
        .filter(type -> type.contains("/msg/"));
  }

  @ParameterizedTest
  @MethodSource("types")
  void everyMessageTravelsBothWays(String type) throws InterruptedException {
    String name = type.substring(type.lastIndexOf('/') + 1);
    Topic out = new Topic(name + "_out", type, QosProfile.reliable(SEEDS), Topic.SMALL);
    Topic back = new Topic(name + "_back", type, QosProfile.reliable(SEEDS), Topic.SMALL);
    try (Publisher publisher = advertised(out)) {
      send(publisher, rcl, out, type);
    }
    try (Publisher publisher = rcl.advertise(back)) {
      send(publisher, rcljava, back, type);
    }
  }

  private static Publisher advertised(Topic topic) {
    try {
      return rcljava.advertise(topic);
    } catch (TransportException e) {
      assertTrue(String.valueOf(e.getMessage()).contains("build the package"), e.getMessage());
      return Assumptions.<Publisher>abort("skipped: " + e.getMessage());
    }
  }

  private static void send(Publisher from, Transport to, Topic topic, String type)
      throws InterruptedException {
    CollectingIntake heard = new CollectingIntake();
    MessageCodec<?> codec = MessageCodec.of(Messages.recordOf(type));
    try (Subscription subscription = to.subscribe(topic, heard)) {
      Await.until("matched", () -> from.subscribers() == 1 && subscription.publishers() == 1);
      for (long seed = 0; seed < SEEDS; seed++) {
        Record message = new RandomMessages(seed).next(Messages.recordOf(type));
        byte[] bytes = encoded(message);
        if (isWritable(bytes)) {
          from.publish(bytes, 0, bytes.length);
          // Fast DDS pads with whatever is there: what was heard is encoded again.
          byte[] arrived = encoded((Record) codec.decode(heard.next()));
          assertArrayEquals(bytes, arrived, to.name() + " heard seed " + seed);
        }
      }
    }
  }

  /** rcljava writes what stands outside the first 65536 code points as Java does, not as UTF-8. */
  private static boolean isWritable(byte[] bytes) {
    return !new String(bytes, StandardCharsets.ISO_8859_1).contains("\u00f0\u009f\u009a\u0080");
  }

  @SuppressWarnings("unchecked") // The codec is that of the record's own class.
  private static byte[] encoded(Record message) {
    CdrBuffer out = new CdrBuffer();
    ((MessageCodec<Record>) MessageCodec.of(message.getClass())).encode(message, out);
    return out.toArray();
  }
}
