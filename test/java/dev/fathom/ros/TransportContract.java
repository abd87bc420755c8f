package dev.fathom.ros;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.Bytes;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
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
import org.junit.jupiter.api.Test;

/** What every transport promises: of its node, and of the messages that go and come. */
public abstract class TransportContract extends NodeContract {
  private static final String STRING = "std_msgs/msg/String";

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
    talkerNode.advertise(topic).publish(image, 0, image.length);
    CollectingIntake intake = new CollectingIntake();
    listenerNode.subscribe(topic, intake);
    assertArrayEquals(image, intake.next());
  }

  @Test
  void aMessageLongerThanItsTopicAllowsIsNotSent() {
    Publisher small =
        talkerNode.advertise(new Topic("small", IMAGE, QosProfile.sensorData(), 10_000));
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
        talkerNode.advertise(new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES));
    byte[] image = image(1, 4, 4);
    image[1] = 0;
    assertThrows(IllegalArgumentException.class, () -> images.publish(image, 0, image.length));
    assertThrows(IllegalArgumentException.class, () -> images.publish(new byte[3], 0, 3));
    assertThrows(IllegalArgumentException.class, () -> images.publish(image, 5, image.length));
  }

  @Test
  void aMessageLongerThanExpectedIsRefusedAndTheNextOneArrives() throws InterruptedException {
    Publisher images =
        talkerNode.advertise(new Topic("image", IMAGE, QosProfile.reliable(5), IMAGE_BYTES));
    CollectingIntake intake = new CollectingIntake();
    Subscription small =
        listenerNode.subscribe(new Topic("image", IMAGE, QosProfile.reliable(5), 20_000), intake);
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
    assertOnlyTheFirstIsLost(
        intake,
        new FailsOnce(intake) {
          @Override
          public void arrived(byte[] bytes, int length, long receivedNanos) {
            if (isFirst()) {
              throw new IllegalStateException("meant to fail");
            }
            super.arrived(bytes, length, receivedNanos);
          }
        });
    assertTrue(intake.nextRefusal().contains("meant to fail"));
  }

  @Test
  void anIntakeWithoutMemoryLosesOnlyThatMessage() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    assertOnlyTheFirstIsLost(
        intake,
        new FailsOnce(intake) {
          @Override
          public byte @Nullable [] room(int length) {
            if (isFirst()) {
              throw new OutOfMemoryError("meant to fail");
            }
            return super.room(length);
          }
        });
    assertTrue(intake.nextRefusal().contains("meant to fail"));
  }

  @Test
  void anIntakeThatCannotEvenRefuseLosesOnlyThatMessage() throws InterruptedException {
    CollectingIntake intake = new CollectingIntake();
    assertOnlyTheFirstIsLost(
        intake,
        new FailsOnce(intake) {
          @Override
          public byte @Nullable [] room(int length) {
            if (isFirst()) {
              throw new OutOfMemoryError("meant to fail");
            }
            return super.room(length);
          }

          @Override
          public void refused(String reason) {
            throw new StackOverflowError("meant to fail, too");
          }
        });
  }

  /** Hands on to another one what does not fail. */
  private abstract static class FailsOnce implements Intake {
    private final Intake next;
    private final AtomicInteger calls = new AtomicInteger();

    FailsOnce(Intake next) {
      this.next = next;
    }

    boolean isFirst() {
      return calls.getAndIncrement() == 0;
    }

    @Override
    public byte @Nullable [] room(int length) {
      return next.room(length);
    }

    @Override
    public void arrived(byte[] bytes, int length, long receivedNanos) {
      next.arrived(bytes, length, receivedNanos);
    }

    @Override
    public void refused(String reason) {
      next.refused(reason);
    }
  }

  private void assertOnlyTheFirstIsLost(CollectingIntake intake, Intake failsOnce)
      throws InterruptedException {
    Publisher images = connected(QosProfile.reliable(5), QosProfile.reliable(5), failsOnce);
    byte[] lost = image(1, 10, 10);
    byte[] next = image(2, 10, 10);
    images.publish(lost, 0, lost.length);
    images.publish(next, 0, next.length);
    assertArrayEquals(next, intake.next());
  }

  @Test
  void topicsOfOneNodeDoNotMix() throws InterruptedException {
    CollectingIntake images = new CollectingIntake();
    CollectingIntake words = new CollectingIntake();
    Publisher imagePublisher = connected(QosProfile.reliable(5), QosProfile.reliable(5), images);
    Topic topic = new Topic("words", STRING, QosProfile.reliable(5), Topic.SMALL);
    Publisher wordPublisher = talkerNode.advertise(topic);
    Subscription subscription = listenerNode.subscribe(topic, words);
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
    Publisher images = talkerNode.advertise(topic);
    Subscription first = listenerNode.subscribe(topic, closed);
    Subscription second = listenerNode.subscribe(topic, stays);
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
        listenerNode.advertise(new Topic("back", IMAGE, QosProfile.sensorData(), IMAGE_BYTES));
    byte[] image = image(1, 10, 10);
    images.publish(image, 0, image.length);
    intake.next();
    listenerNode.close();
    assertFalse(intake.thread().isAlive());
    Await.until("no subscriber", () -> images.subscribers() == 0);
    assertThrows(IllegalStateException.class, () -> back.publish(image, 0, image.length));
    assertDoesNotThrow(back::close);
    assertDoesNotThrow(listenerNode::close);
  }

  @Test
  void closingWhileOthersPublishEndsThemCleanly() throws Exception {
    byte[] image = image(1, 64, 48);
    Topic topic = new Topic("image", IMAGE, QosProfile.sensorData(), IMAGE_BYTES);
    listenerNode.subscribe(topic, new CollectingIntake());
    List<Publisher> publishers = List.of(talkerNode.advertise(topic), talkerNode.advertise(topic));
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
    talkerNode.close();
    for (CompletableFuture<Void> end : ends) {
      ExecutionException e =
          assertThrows(ExecutionException.class, () -> end.get(20, TimeUnit.SECONDS));
      assertInstanceOf(IllegalStateException.class, e.getCause());
    }
  }

  /** A publisher of images on {@code image} that the listener's subscription has found. */
  private Publisher connected(QosProfile offered, QosProfile asked, Intake intake) {
    Publisher images = talkerNode.advertise(new Topic("image", IMAGE, offered, IMAGE_BYTES));
    Subscription subscription =
        listenerNode.subscribe(new Topic("image", IMAGE, asked, IMAGE_BYTES), intake);
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

  private static byte[] image(int seed, int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    Header header = new Header(new Time(seed, 5), "camera_optical");
    Image image = new Image(header, height, width, "rgb8", 0, 3 * width, Bytes.of(pixels));
    return encoded(Image.class, image);
  }
}
