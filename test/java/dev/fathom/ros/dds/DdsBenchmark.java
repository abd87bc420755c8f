package dev.fathom.ros.dds;

import com.sun.management.ThreadMXBean;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Milliseconds from a message's stamp to its receipt, for images and clouds at 30 Hz over loopback:
 * between two programs on Cyclone DDS, and with this transport in the place of either. A main
 * program, since each row takes a sender and a receiver of its own:
 *
 * <pre>java -cp … dev.fathom.ros.dds.DdsBenchmark [seconds]</pre>
 */
final class DdsBenchmark {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int HERTZ = 30;
  private static final int WARM_UP = 60;
  private static final String TOPIC = "/benchmark";
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What one way of the bytes gave. */
  private record Row(String way, long[] latencies, int sent, double allocated) {
    double at(double share) {
      return latencies.length == 0
          ? Double.NaN
          : latencies[(int) Math.min(latencies.length - 1, share * latencies.length)] / 1e6;
    }
  }

  private final PatternMessages kind;
  private final String reliability;
  private final int count;

  private DdsBenchmark(PatternMessages kind, String reliability, int count) {
    this.kind = kind;
    this.reliability = reliability;
    this.count = count;
  }

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 20 : Integer.parseInt(arguments[0]);
    System.out.println(
        "| message | QoS | way | p50 ms | p99 ms | p50 / C→C | received | allocated B |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (PatternMessages kind : PatternMessages.values()) {
      for (String reliability : List.of("best_effort", "reliable")) {
        new DdsBenchmark(kind, reliability, seconds * HERTZ).run();
      }
    }
    System.exit(0);
  }

  private void run() throws Exception {
    Row floor = print(programs("cyclone_peer", "cyclone_peer", "Cyclone C → C"), null);
    print(toPeer("cyclone_peer", "Java → Cyclone C"), floor);
    print(fromPeer("cyclone_peer", "Cyclone C → Java"), floor);
    print(programs("fast_peer", "fast_peer", "Fast C++ → C++"), floor);
    print(toPeer("fast_peer", "Java → Fast C++"), floor);
    print(fromPeer("fast_peer", "Fast C++ → Java"), floor);
  }

  private Row print(Row row, Row floor) {
    System.out.printf(
        "| %.2f MB | %s | %s | %.2f | %.2f | %s | %d of %d | %s |%n",
        kind.payload(WIDTH, HEIGHT) / 1e6,
        reliability.replace('_', ' '),
        row.way,
        row.at(0.5),
        row.at(0.99),
        floor == null ? "1" : String.format("%.2f", row.at(0.5) / floor.at(0.5)),
        row.latencies.length,
        row.sent,
        Double.isNaN(row.allocated) ? "" : String.format("%.0f", row.allocated));
    return row;
  }

  private PeerProcess peer(int domain, String program, String role) throws Exception {
    return PeerProcess.start(
        domain,
        program,
        role,
        kind.word(),
        TOPIC,
        reliability,
        "volatile",
        count + WARM_UP,
        WIDTH,
        HEIGHT,
        HERTZ);
  }

  private Topic topic() {
    QosProfile qos =
        reliability.equals("reliable") ? QosProfile.reliable(5) : QosProfile.sensorData();
    return kind.topic(TOPIC, qos, WIDTH, HEIGHT);
  }

  private Row row(String way, List<PeerProcess.Message> messages, double allocated) {
    long[] latencies =
        messages.stream()
            .filter(message -> message.number() >= WARM_UP)
            .mapToLong(PeerProcess.Message::latencyNanos)
            .sorted()
            .toArray();
    return new Row(way, latencies, count, allocated);
  }

  private Row programs(String sender, String receiver, String way) throws Exception {
    int domain = Domains.next();
    try (PeerProcess to = peer(domain, receiver, "receive")) {
      to.await("ready");
      try (PeerProcess from = peer(domain, sender, "send")) {
        awaitSent(from);
        settle();
        return row(way, to.messages(), Double.NaN);
      }
    }
  }

  /** The peers' own limit on waiting is shorter than a benchmark. */
  private void awaitSent(PeerProcess from) throws InterruptedException {
    from.await("matched");
    TimeUnit.MILLISECONDS.sleep(1000L * (count + WARM_UP) / HERTZ);
    from.await("sent");
  }

  private static void settle() throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(300);
  }

  private Row toPeer(String receiver, String way) throws Exception {
    int domain = Domains.next();
    try (DdsTransport node = open(domain);
        Publisher publisher = node.advertise(topic());
        PeerProcess to = peer(domain, receiver, "receive")) {
      to.await("matched 1");
      while (publisher.subscribers() == 0) {
        LockSupport.parkNanos(1_000_000);
      }
      double allocated = publish(publisher);
      settle();
      return row(way, to.messages(), allocated);
    }
  }

  private static DdsTransport open(int domain) {
    return DdsTransport.open(
        RosArguments.none().names("/", "benchmark"),
        DdsOptions.localhost(domain),
        System.err::println);
  }

  /** Publishes at 30 Hz and gives the bytes that one call of publish allocated, as a mean. */
  private double publish(Publisher publisher) {
    CdrBuffer buffer = new CdrBuffer();
    long next = System.nanoTime();
    long allocated = 0;
    for (int n = 0; n < count + WARM_UP; n++) {
      kind.encode(n, WIDTH, HEIGHT, buffer);
      next += TimeUnit.SECONDS.toNanos(1) / HERTZ;
      while (System.nanoTime() < next) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
      stamp(buffer.array());
      long before = THREADS.getCurrentThreadAllocatedBytes();
      publisher.publish(buffer.array(), 0, buffer.length());
      allocated += n < WARM_UP ? 0 : THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    return (double) allocated / count;
  }

  /** Writes the time of now over the one that the message was made with, as the peers do. */
  private static void stamp(byte[] message) {
    Instant now = Instant.now();
    INT.set(message, 4, (int) now.getEpochSecond());
    INT.set(message, 8, now.getNano());
  }

  private Row fromPeer(String sender, String way) throws Exception {
    int domain = Domains.next();
    Clocked intake = new Clocked();
    try (DdsTransport node = open(domain)) {
      node.subscribe(topic(), intake);
      try (PeerProcess from = peer(domain, sender, "send")) {
        awaitSent(from);
        settle();
      }
      return new Row(way, intake.latencies(), count, intake.allocatedAMessage());
    }
  }

  /** Notes when each message came, without reading more than its stamp. */
  private static final class Clocked implements Intake {
    private final long[] latencies = new long[1 << 16];
    private byte[] room = new byte[0];
    private int arrived;
    private long allocatedAtWarm;
    private long allocated;

    @Override
    public byte[] room(int length) {
      room = room.length < length ? new byte[length] : room;
      return room;
    }

    @Override
    public synchronized void arrived(byte[] bytes, int length, long receivedNanos) {
      long sent = (int) INT.get(bytes, 4) * 1_000_000_000L + (int) INT.get(bytes, 8);
      Instant now = Instant.now();
      latencies[arrived++] = now.getEpochSecond() * 1_000_000_000L + now.getNano() - sent;
      allocated = THREADS.getCurrentThreadAllocatedBytes();
      allocatedAtWarm = arrived == WARM_UP ? allocated : allocatedAtWarm;
    }

    @Override
    public void refused(String reason) {
      System.err.println(reason);
    }

    synchronized long[] latencies() {
      return LongStream.of(Arrays.copyOfRange(latencies, Math.min(WARM_UP, arrived), arrived))
          .sorted()
          .toArray();
    }

    synchronized double allocatedAMessage() {
      return arrived <= WARM_UP
          ? Double.NaN
          : (double) (allocated - allocatedAtWarm) / (arrived - WARM_UP);
    }
  }
}
