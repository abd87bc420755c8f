package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Await;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Subscription;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.lang.management.ManagementFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Publishing and taking an image allocates next to nothing beside its 0.9 MB. */
class DdsAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int WIDTH = 640;
  private static final int HEIGHT = 480;
  private static final int WARM_UP = 50;
  private static final int COUNT = 50;
  private static final int MOST_BYTES = 1024;

  /** One array for all, and what its thread had allocated when the warm-up and all was over. */
  private static final class Measuring implements Intake {
    private final AtomicInteger arrived = new AtomicInteger();
    private byte[] room = new byte[0];
    private volatile long warm;
    private volatile long end;

    @Override
    public byte[] room(int length) {
      room = room.length < length ? new byte[length] : room;
      return room;
    }

    @Override
    public void arrived(byte[] bytes, int length, long receivedNanos) {
      int number = arrived.get() + 1;
      if (number == WARM_UP) {
        warm = THREADS.getCurrentThreadAllocatedBytes();
      } else if (number == WARM_UP + COUNT) {
        end = THREADS.getCurrentThreadAllocatedBytes();
      }
      arrived.set(number);
    }

    @Override
    public void refused(String reason) {
      throw new AssertionError(reason);
    }
  }

  private static DdsTransport open(String name, int domain) {
    return DdsTransport.open(
        RosArguments.none().names("/", name), DdsOptions.localhost(domain), line -> {});
  }

  @Test
  void anImageCostsLessThanAKilobyteOnEitherSide() {
    int domain = Domains.next();
    Topic topic = PatternMessages.IMAGE.topic("/image", QosProfile.reliable(5), WIDTH, HEIGHT);
    Measuring intake = new Measuring();
    try (DdsTransport talker = open("talker", domain);
        DdsTransport listener = open("listener", domain);
        Publisher publisher = talker.advertise(topic);
        Subscription subscription = listener.subscribe(topic, intake)) {
      Await.until("matched", () -> publisher.subscribers() == 1 && subscription.publishers() == 1);
      CdrBuffer buffer = new CdrBuffer();
      PatternMessages.IMAGE.encode(1, WIDTH, HEIGHT, buffer);
      long published = 0;
      for (int i = 1; i <= WARM_UP + COUNT; i++) {
        int number = i;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        publisher.publish(buffer.array(), 0, buffer.length());
        published += i <= WARM_UP ? 0 : THREADS.getCurrentThreadAllocatedBytes() - before;
        Await.until("image " + i, () -> intake.arrived.get() == number);
      }
      long taken = intake.end - intake.warm;
      assertTrue(published / COUNT < MOST_BYTES, published / COUNT + " B a message published");
      assertTrue(taken / COUNT < MOST_BYTES, taken / COUNT + " B a message taken");
    }
  }
}
