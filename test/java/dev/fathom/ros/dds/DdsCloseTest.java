package dev.fathom.ros.dds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.CdrBuffer;
import dev.fathom.ros.Await;
import dev.fathom.ros.Intake;
import dev.fathom.ros.Publisher;
import dev.fathom.ros.Topic;
import dev.fathom.ros.arguments.RosArguments;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Closing while a thread hangs in the library, which forged datagrams can bring about. */
class DdsCloseTest {
  private static final Duration SOON = Duration.ofSeconds(8);
  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final PatternMessages KIND = PatternMessages.IMAGE;
  private static final Topic TOPIC = KIND.topic("/camera", QosProfile.reliable(5), 8, 8);

  private final List<String> notices = new CopyOnWriteArrayList<>();
  private final DdsOptions apart = DdsOptions.localhost(Domains.next());
  private final CdrBuffer image = new CdrBuffer();
  private final CountDownLatch hangs = new CountDownLatch(1);
  private final CountDownLatch freed = new CountDownLatch(1);

  private DdsTransport open(String node) {
    return DdsTransport.open(RosArguments.none().names("/", node), apart, notices::add);
  }

  private void hang() {
    hangs.countDown();
    boolean interrupted = false;
    while (freed.getCount() > 0) {
      try {
        freed.await();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** A publish holds the publisher while it is in the library. */
  private CompletableFuture<Void> hangInPublish(Publisher publisher) throws InterruptedException {
    CompletableFuture<Void> publishing =
        CompletableFuture.runAsync(
            () -> {
              synchronized (publisher) {
                hang();
              }
            });
    hangs.await();
    return publishing;
  }

  private static long closing() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("fathom-dds-close"))
        .count();
  }

  @Test
  void aPublishThatHangsKeepsNobodyFromClosing() throws Exception {
    DdsTransport node = open("talker");
    DdsPublisher publisher = (DdsPublisher) node.advertise(TOPIC);
    CompletableFuture<Void> publishing = hangInPublish(publisher);
    try {
      assertTimeoutPreemptively(SOON, () -> publisher.close(LIMIT_NANOS));
      assertEquals(1, node.publishers("/camera").size(), "its writer is still there");
      assertTimeoutPreemptively(SOON, () -> node.close(LIMIT_NANOS));
    } finally {
      freed.countDown();
    }
    publishing.join();
    assertEquals(List.of("dds: Fast DDS does not end; its threads are left behind"), notices);
    Await.until("all goes when it goes on", () -> closing() == 0);
    assertEquals(0, node.publishers("/camera").size());
    byte[] bytes = new byte[8];
    assertThrows(IllegalStateException.class, () -> publisher.publish(bytes, 0, bytes.length));
  }

  /** Of an intake that does not return the close cannot tell a library that does not. */
  @Test
  void aTakeThatHangsKeepsNobodyFromClosing() throws Exception {
    KIND.encode(7, 8, 8, image);
    DdsTransport node = open("listener");
    try (DdsTransport talker = open("talker")) {
      DdsSubscription subscription = (DdsSubscription) node.subscribe(TOPIC, new Hanging());
      Publisher publisher = talker.advertise(TOPIC);
      Await.until("matched", () -> publisher.subscribers() == 1);
      publisher.publish(image.array(), 0, image.length());
      hangs.await();
      try {
        assertTimeoutPreemptively(SOON, () -> subscription.close(LIMIT_NANOS));
        assertTimeoutPreemptively(SOON, () -> node.close(LIMIT_NANOS));
      } finally {
        freed.countDown();
      }
      assertEquals(List.of("dds: Fast DDS does not end; its threads are left behind"), notices);
      Await.until("all goes when it goes on", () -> closing() == 0);
      Await.until("unmatched", () -> publisher.subscribers() == 0);
    }
  }

  private final class Hanging implements Intake {
    @Override
    public byte[] room(int length) {
      hang();
      return new byte[length];
    }

    @Override
    public void arrived(byte[] message, int length, long receivedNanos) {}

    @Override
    public void refused(String reason) {
      notices.add(reason);
    }
  }

  @Test
  void anIntakeMayCloseItsSubscriptionAndItsNode() {
    KIND.encode(7, 8, 8, image);
    DdsTransport node = open("listener");
    CompletableFuture<Boolean> closed = new CompletableFuture<>();
    try (DdsTransport talker = open("talker")) {
      DdsSubscription[] subscription = new DdsSubscription[1];
      Intake closes =
          new Intake() {
            @Override
            public byte[] room(int length) {
              return new byte[length];
            }

            @Override
            public void arrived(byte[] message, int length, long receivedNanos) {
              subscription[0].close();
              node.close();
              closed.complete(true);
            }

            @Override
            public void refused(String reason) {
              notices.add(reason);
            }
          };
      subscription[0] = (DdsSubscription) node.subscribe(TOPIC, closes);
      Publisher publisher = talker.advertise(TOPIC);
      Await.until("matched", () -> publisher.subscribers() == 1);
      publisher.publish(image.array(), 0, image.length());
      closed.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
      Await.until("unmatched", () -> publisher.subscribers() == 0);
    }
    assertEquals(List.of(), notices);
  }
}
