package dev.fathom.node;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.HeaderStamp;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.DdsOptions;
import dev.fathom.ros.dds.DdsTransport;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays a recording's cameras over DDS on loopback, in real time and with stamps of now: a program,
 * so that it is a process of its own.
 *
 * <pre>java -cp … dev.fathom.node.LivePlayer BAG SECONDS RATE TOPIC…</pre>
 *
 * RATE is a factor on the recording's own speed. It begins again at its end without a jump of time.
 */
final class LivePlayer {
  private static final int MAX_BYTES = 16 << 20;

  /** Behind the encapsulation header. */
  private static final int SECONDS_AT = 4;

  private record Message(String topic, long stampNanos, byte[] bytes) {}

  private LivePlayer() {}

  public static void main(String[] arguments) throws Exception {
    List<String> topics = Arrays.asList(arguments).subList(3, arguments.length);
    double seconds = Double.parseDouble(arguments[1]);
    double rate = Double.parseDouble(arguments[2]);
    Map<String, Publisher> publishers = new HashMap<>();
    try (Transport transport =
        DdsTransport.open(
            RosArguments.none().names("/", "player"),
            DdsOptions.of(System.getenv()),
            System.err::println)) {
      List<Message> messages = read(Path.of(arguments[0]), topics, transport, publishers);
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (publishers.values().stream().anyMatch(p -> p.subscribers() == 0)
          && System.nanoTime() < deadline) {
        LockSupport.parkNanos(10_000_000);
      }
      System.out.println("played " + play(messages, publishers, seconds, rate) + " messages");
    }
    System.exit(0);
  }

  private static List<Message> read(
      Path bag, List<String> topics, Transport transport, Map<String, Publisher> publishers)
      throws Exception {
    List<Message> messages = new ArrayList<>();
    try (BagReader reader = BagReader.open(List.of(bag))) {
      reader.connections().stream()
          .filter(c -> topics.contains(c.topic()))
          .forEach(
              c ->
                  publishers.put(
                      c.topic(),
                      transport.advertise(
                          new Topic(c.topic(), c.type(), QosProfile.sensorData(), MAX_BYTES))));
      reader.read(
          BagFilter.topics(topics.toArray(String[]::new)),
          (connection, logTime, publishTime, bytes, offset, length) ->
              messages.add(
                  new Message(
                      connection.topic(),
                      HeaderStamp.nanos(bytes, offset, length),
                      Arrays.copyOfRange(bytes, offset, offset + length))));
    }
    // camera_info goes before the image of its stamp.
    messages.sort(
        Comparator.comparingLong(Message::stampNanos)
            .thenComparingInt(m -> m.topic().endsWith("camera_info") ? 0 : 1));
    return messages;
  }

  private static long play(
      List<Message> messages, Map<String, Publisher> publishers, double seconds, double rate) {
    long first = messages.get(0).stampNanos();
    long last = messages.get(messages.size() - 1).stampNanos();
    long frames = messages.stream().map(Message::stampNanos).distinct().count();
    long span = last - first + (last - first) / (frames - 1);
    long start = System.currentTimeMillis() * 1_000_000L;
    long startNanos = System.nanoTime();
    long played = 0;
    for (int round = 0; ; round++) {
      for (Message message : messages) {
        long after = Math.round((message.stampNanos() - first + round * span) / rate);
        if (after > seconds * 1e9) {
          return played;
        }
        while (System.nanoTime() - startNanos < after) {
          LockSupport.parkNanos(Math.max(1, after - (System.nanoTime() - startNanos)));
        }
        stamp(message.bytes(), start + after);
        publishers.get(message.topic()).publish(message.bytes(), 0, message.bytes().length);
        played++;
      }
    }
  }

  private static void stamp(byte[] message, long nanos) {
    ByteBuffer.wrap(message)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(SECONDS_AT, (int) (nanos / 1_000_000_000L))
        .putInt(SECONDS_AT + 4, (int) (nanos % 1_000_000_000L));
  }
}
