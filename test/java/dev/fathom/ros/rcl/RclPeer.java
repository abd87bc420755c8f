package dev.fathom.ros.rcl;

import com.sun.management.ThreadMXBean;
import dev.fathom.bag.QosProfile;
import dev.fathom.bag.QosProfile.Reliability;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.rcljava.RcljavaTransport;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A talker or listener of images with a known content, to be measured against other peers:
 *
 * <pre>RclPeer role=talker|listener transport=rcl|rcljava topic=/image hz=30 width=640 height=480
 *     count=900 qos=best_effort|reliable depth=1 seconds=0</pre>
 *
 * <p>The stamp is the wall clock just before publishing. Payload of image {@code seq}: its number
 * in four bytes, then byte i is 31 i + 7 seq. The listener tells rate, latency and whether payloads
 * were intact; both tell heap bytes a message (of the second half) and resident memory.
 */
public final class RclPeer {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STAMP_AT = 4;
  private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

  /** Wall clock minus {@link System#nanoTime}, so that reading it allocates nothing. */
  private static final long WALL_OFFSET = wallOffset();

  private final Map<String, String> options;

  private RclPeer(Map<String, String> options) {
    this.options = options;
  }

  public static void main(String[] arguments) throws Exception {
    Map<String, String> options = new HashMap<>();
    for (String each : arguments) {
      String[] parts = each.split("=", 2);
      options.put(parts[0], parts[1]);
    }
    RclPeer peer = new RclPeer(options);
    if (peer.option("role", "listener").equals("talker")) {
      peer.talk();
    } else {
      peer.listen();
    }
  }

  private String option(String name, String otherwise) {
    return options.getOrDefault(name, otherwise);
  }

  private int number(String name, int otherwise) {
    return Integer.parseInt(option(name, Integer.toString(otherwise)));
  }

  private Topic topic() {
    boolean reliable = option("qos", "best_effort").equals("reliable");
    QosProfile like = reliable ? QosProfile.reliable(1) : QosProfile.sensorData();
    Reliability reliability = like.reliability();
    QosProfile qos =
        new QosProfile(
            like.history(),
            number("depth", 1),
            reliability,
            like.durability(),
            like.deadlineNanos(),
            like.lifespanNanos(),
            like.liveliness(),
            like.livelinessLeaseNanos(),
            false);
    return new Topic(option("topic", "/image"), "sensor_msgs/msg/Image", qos, 64 << 20);
  }

  private Transport open(String node) {
    if (option("transport", "rcl").equals("rcl")) {
      return RclTransport.open(node, "/", List.of());
    }
    return RcljavaTransport.open(
        RosArguments.none().names("/", node), System.getenv(), true, System.err::println);
  }

  private void talk() throws IOException {
    int width = number("width", 640);
    int height = number("height", 480);
    int count = number("count", 900);
    CdrBuffer buffer = new CdrBuffer();
    Image image =
        new Image(
            new Header(new Time(0, 0), "camera"),
            height,
            width,
            "rgb8",
            0,
            3 * width,
            Bytes.reserved(3 * width * height));
    MessageCodec.of(Image.class).encode(image, buffer);
    try (Transport node = open("java_talker");
        Publisher publisher = node.advertise(topic())) {
      Usage usage = new Usage(Thread.currentThread(), count);
      publishAll(publisher, buffer, count, usage);
      String used = usage.text();
      System.out.println(node.name() + " sent " + count + " " + used);
      LockSupport.parkNanos(NANOS_PER_SECOND);
    }
  }

  private void publishAll(Publisher publisher, CdrBuffer buffer, int count, Usage usage)
      throws IOException {
    double hz = Double.parseDouble(option("hz", "30"));
    long period = hz == 0 ? 0 : (long) (NANOS_PER_SECOND / hz);
    long next = System.nanoTime();
    for (int seq = 0; seq < count; seq++) {
      fill(buffer.array(), buffer.reservedOffset(), buffer.reservedLength(), seq);
      long now = WALL_OFFSET + System.nanoTime();
      INT.set(buffer.array(), STAMP_AT, (int) (now / NANOS_PER_SECOND));
      INT.set(buffer.array(), STAMP_AT + 4, (int) (now % NANOS_PER_SECOND));
      publisher.publish(buffer.array(), 0, buffer.length());
      usage.message();
      next += period;
      while (next - System.nanoTime() > 0) {
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private void listen() throws Exception {
    int count = number("count", 900);
    Listener listener = new Listener(count);
    try (Transport node = open("java_listener")) {
      node.subscribe(topic(), listener);
      int seconds = number("seconds", 0);
      if (seconds > 0) {
        listener.done.await(seconds, TimeUnit.SECONDS);
      } else {
        listener.done.await();
      }
      System.out.println(node.name() + " " + listener + " " + listener.used());
    }
  }

  private static void fill(byte[] bytes, int offset, int length, int seq) {
    byte value = (byte) (7 * seq);
    for (int i = 0; i < length; i++) {
      bytes[offset + i] = value;
      value = (byte) (value + 31);
    }
    INT.set(bytes, offset, seq);
  }

  private static boolean intact(byte[] bytes, int offset, int length) {
    int seq = (int) INT.get(bytes, offset);
    byte value = (byte) (7 * seq + 31 * 4);
    for (int i = 4; i < length; i++) {
      if (bytes[offset + i] != value) {
        return false;
      }
      value = (byte) (value + 31);
    }
    return true;
  }

  private static long wallOffset() {
    long best = Long.MAX_VALUE;
    long offset = 0;
    for (int i = 0; i < 1000; i++) {
      long before = System.nanoTime();
      java.time.Instant wall = java.time.Instant.now();
      long after = System.nanoTime();
      if (after - before < best) {
        best = after - before;
        offset = wall.getEpochSecond() * NANOS_PER_SECOND + wall.getNano() - (before + after) / 2;
      }
    }
    return offset;
  }

  /** Heap bytes that a thread allocates a message, and the process's resident memory. */
  private static final class Usage {
    private final Thread thread;
    private final int half;
    private int messages;
    private long bytesAtHalf;
    private long residentAtHalf;

    Usage(Thread thread, int expected) {
      this.thread = thread;
      this.half = expected / 2;
    }

    void message() throws IOException {
      if (++messages == half) {
        residentAtHalf = residentKb();
        bytesAtHalf = THREADS.getThreadAllocatedBytes(thread.getId());
      }
    }

    private static long residentKb() throws IOException {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    }

    /** Only while the thread lives. */
    String text() throws IOException {
      long bytes = THREADS.getThreadAllocatedBytes(thread.getId()) - bytesAtHalf;
      return String.format(
          "heap %.1f B/message, RSS %d KiB at half, %d KiB at the end",
          (double) bytes / Math.max(1, messages - half), residentAtHalf, residentKb());
    }
  }

  private static final class Listener implements Intake {
    private final CountDownLatch done = new CountDownLatch(1);
    private final long[] latencies;
    private byte[] room = new byte[0];
    private int count;
    private int broken;
    private int missed;
    private int last = -1;
    private long first;
    private long end;
    private volatile @Nullable Usage usage;

    Listener(int most) {
      latencies = new long[most];
    }

    @Override
    public byte[] room(int length) {
      if (room.length < length) {
        room = new byte[length];
      }
      return room;
    }

    @Override
    public void arrived(byte[] bytes, int length, long receivedNanos) {
      long now = WALL_OFFSET + System.nanoTime();
      if (count == latencies.length) {
        return;
      }
      long stamp =
          (int) INT.get(bytes, STAMP_AT) * NANOS_PER_SECOND + (int) INT.get(bytes, STAMP_AT + 4);
      latencies[count++] = now - stamp;
      check(bytes, length);
      note(receivedNanos);
    }

    private void check(byte[] bytes, int length) {
      // stamp 8, "camera" 4+7, pad 1, height, width 8, "rgb8" 4+5, is_bigendian 1, pad 2, step 4
      int payloadAt = 4 + 8 + 11 + 1 + 8 + 9 + 1 + 2 + 4 + 4;
      int payload = (int) INT.get(bytes, payloadAt - 4);
      if (payload > length - payloadAt || !intact(bytes, payloadAt, payload)) {
        broken++;
        return;
      }
      int seq = (int) INT.get(bytes, payloadAt);
      missed += last >= 0 && seq > last + 1 ? seq - last - 1 : 0;
      last = seq;
    }

    private void note(long receivedNanos) {
      try {
        if (usage == null) {
          usage = new Usage(Thread.currentThread(), latencies.length);
          first = receivedNanos;
        }
        usage.message();
        end = receivedNanos;
        if (count == latencies.length) {
          done.countDown();
        }
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    String used() throws IOException {
      return usage == null ? "" : usage.text();
    }

    @Override
    public void refused(String reason) {
      System.err.println(reason);
    }

    @Override
    public String toString() {
      long[] sorted = Arrays.copyOf(latencies, count);
      Arrays.sort(sorted);
      if (count < 2) {
        return "n=" + count;
      }
      return String.format(
          "n=%d rate=%.2f Hz p50=%.2f p99=%.2f max=%.2f ms broken=%d missed=%d",
          count,
          (count - 1) * 1e9 / (end - first),
          sorted[count / 2] / 1e6,
          sorted[(int) (count * 0.99)] / 1e6,
          sorted[count - 1] / 1e6,
          broken,
          missed);
    }
  }
}
