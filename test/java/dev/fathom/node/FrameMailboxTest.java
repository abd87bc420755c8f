package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.ImageDecoder;
import dev.fathom.image.Allocations;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.Await;
import dev.fathom.ros.Intake;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class FrameMailboxTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);

  private final FrameDrops drops = new FrameDrops();
  private boolean wanted = true;

  private FrameMailbox mailbox(int slots) {
    FrameMailbox mailbox = new FrameMailbox(slots, 2 * MS, 4, drops, () -> wanted);
    for (int slot = 0; slot < slots; slot++) {
      var unused = mailbox.intake(slot, "/topic" + slot, ImageDecoder.RAW);
    }
    return mailbox;
  }

  /** A message of a header alone. */
  private static void send(FrameMailbox mailbox, int slot, long stampNanos) {
    byte[] message = Robot.encoded(dev.fathom.codec.msg.Header.class, Robot.header(stampNanos));
    Intake intake = mailbox.intake(slot, "/topic" + slot, ImageDecoder.RAW);
    byte[] room = intake.room(message.length);
    if (room != null) {
      System.arraycopy(message, 0, room, 0, message.length);
      intake.arrived(room, message.length, stampNanos);
    }
  }

  private static FrameMessages now(FrameMailbox mailbox) throws InterruptedException {
    return assertNotNull2(mailbox.take(0));
  }

  private static FrameMessages assertNotNull2(FrameMessages frame) {
    assertNotNull(frame, "a frame is ready");
    return frame;
  }

  private Map<String, Long> dropped() {
    Map<String, Long> counts = new TreeMap<>();
    drops.byReason().forEach(d -> counts.put(d.reason(), d.frames()));
    return counts;
  }

  @Test
  void theNewestMessageWins() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    assertNull(mailbox.take(0));
    for (long stamp = 1; stamp <= 5; stamp++) {
      send(mailbox, 0, stamp);
    }
    assertEquals(5, now(mailbox).stampNanos());
    assertNull(mailbox.take(0));
    assertEquals(Map.of("superseded", 4L), dropped());
    assertEquals(5, mailbox.framesIn());
  }

  @Test
  void aFrameThatIsTakenIsNotOverwritten() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    send(mailbox, 0, 1);
    FrameMessages taken = now(mailbox);
    byte[] bytes = taken.at(0).bytes().clone();
    for (long stamp = 2; stamp <= 9; stamp++) {
      send(mailbox, 0, stamp);
    }
    assertEquals(1, taken.stampNanos());
    org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, taken.at(0).bytes());
  }

  @Test
  void whatComesAfterANewerOneIsDropped() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    send(mailbox, 0, 200 * MS);
    send(mailbox, 0, 170 * MS);
    assertEquals(200 * MS, now(mailbox).stampNanos());
    assertEquals(Map.of("superseded", 1L), dropped());
  }

  @Test
  void aPairIsCompleteWithinTheTolerance() throws Exception {
    FrameMailbox mailbox = mailbox(2);
    send(mailbox, 0, 100 * MS);
    assertNull(mailbox.take(0));
    send(mailbox, 1, 103 * MS);
    assertNull(mailbox.take(0), "three milliseconds are too far");
    send(mailbox, 1, 101 * MS);
    FrameMessages pair = now(mailbox);
    assertEquals(100 * MS, pair.at(0).stampNanos());
    assertEquals(101 * MS, pair.at(1).stampNanos());
    assertEquals(100 * MS, pair.stampNanos());
  }

  @Test
  void imagesThatWaitInVainAreUnpairedAndBounded() throws Exception {
    FrameMailbox mailbox = mailbox(2);
    for (int i = 0; i < 10; i++) {
      send(mailbox, 0, i * 10L * MS);
    }
    assertEquals(Map.of("unpaired", 6L), dropped());
    String explanation = drops.explanation(DropReason.UNPAIRED);
    assertNotNull(explanation);
    assertTrue(
        explanation.matches("/topic0 at stamp \\d+: nothing on /topic1 within 2.0 ms of it"),
        explanation);
    send(mailbox, 1, 90 * MS);
    assertEquals(90 * MS, now(mailbox).stampNanos());
    assertEquals(Map.of("unpaired", 9L), dropped(), "what is older than a pair is given up");
  }

  @Test
  void partnersThatComeMuchLaterFindWhatWaits() throws Exception {
    FrameMailbox mailbox = new FrameMailbox(2, 0, 64, drops, () -> true);
    for (int i = 0; i < 50; i++) {
      send(mailbox, 1, i * 33L * MS);
    }
    send(mailbox, 0, 10 * 33 * MS);
    assertEquals(10 * 33 * MS, now(mailbox).at(1).stampNanos());
    assertEquals(Map.of(), dropped());
  }

  @Test
  void aJumpBackInTimeBeginsAnew() throws Exception {
    FrameMailbox mailbox = mailbox(2);
    send(mailbox, 0, 60_000 * MS);
    send(mailbox, 1, 60_000 * MS);
    send(mailbox, 0, 60_033 * MS);
    send(mailbox, 0, 5 * MS);
    send(mailbox, 1, 5 * MS);
    FrameMessages pair = now(mailbox);
    assertEquals(5 * MS, pair.stampNanos());
    assertEquals(1, pair.jumps());
    assertEquals(Map.of("superseded", 1L, "unpaired", 1L), dropped());
  }

  @Test
  void slotsThatAreNotRequiredMayStayEmpty() throws Exception {
    FrameMailbox mailbox = mailbox(2);
    mailbox.require(1, false);
    send(mailbox, 0, 10 * MS);
    assertNull(now(mailbox).get(1));
    mailbox.require(1, true);
    send(mailbox, 0, 20 * MS);
    assertNull(mailbox.take(0));
    send(mailbox, 1, 20 * MS);
    assertEquals(20 * MS, now(mailbox).at(1).stampNanos());
  }

  @Test
  void aLostMessageOfADispensableSlotCostsItself() throws Exception {
    FrameMailbox mailbox = mailbox(2);
    mailbox.dispensable(1);
    send(mailbox, 0, 10 * MS);
    assertNull(mailbox.take(0), "its partner may still come");
    send(mailbox, 1, 40 * MS);
    FrameMessages frame = now(mailbox);
    assertEquals(10 * MS, frame.stampNanos());
    assertNull(frame.get(1));
    send(mailbox, 0, 20 * MS);
    assertNull(now(mailbox).get(1), "its partner was lost before");
    send(mailbox, 0, 40 * MS);
    assertEquals(40 * MS, now(mailbox).at(1).stampNanos());
    assertEquals(Map.of(), dropped());
  }

  @Test
  void unwantedMessagesFindNoRoomButAreSeen() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    wanted = false;
    send(mailbox, 0, 1);
    assertNull(mailbox.take(0));
    assertEquals(0, mailbox.framesIn());
    assertEquals(1, mailbox.messages(0));
    assertTrue(mailbox.lastMessageNanos(0) > Long.MIN_VALUE);
  }

  @Test
  void theStageDoesNotWaitForWhoeverIsAskedWhetherFramesAreWanted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    FrameMailbox mailbox =
        new FrameMailbox(
            1,
            0,
            4,
            drops,
            () -> {
              asked.countDown();
              return Await.latch(answer);
            });
    CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> send(mailbox, 0, 7));
    assertTrue(asked.await(10, TimeUnit.SECONDS));
    CompletableFuture<FrameMessages> taking =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return mailbox.take(0);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertNull(taking.get(10, TimeUnit.SECONDS), "nothing has come, and that is told at once");
    answer.countDown();
    sending.get(10, TimeUnit.SECONDS);
    assertEquals(7, now(mailbox).stampNanos());
  }

  @Test
  void aHighestRateDropsWhatComesSooner() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    mailbox.minInterval(100 * MS);
    int taken = 0;
    for (int i = 0; i < 31; i++) {
      send(mailbox, 0, i * 33_333_333L);
      taken += mailbox.take(0) == null ? 0 : 1;
    }
    assertEquals(11, taken, "ten a second, and the first");
    assertEquals(20, drops.of(DropReason.ABOVE_RATE));
  }

  @Test
  void aMessageWithoutAStampCostsItself() throws Exception {
    FrameMailbox mailbox = mailbox(1);
    Intake intake = mailbox.intake(0, "/topic" + 0, ImageDecoder.RAW);
    intake.arrived(intake.room(9), 9, 0);
    intake.refused("too long");
    send(mailbox, 0, 3);
    assertEquals(3, now(mailbox).stampNanos());
    assertEquals(Map.of("malformed_image", 1L, "refused_sample", 1L), dropped());
  }

  @Test
  void takingAndFillingAllocateNothing() {
    FrameMailbox mailbox = mailbox(2);
    Intake left = mailbox.intake(0, "/topic" + 0, ImageDecoder.RAW);
    Intake right = mailbox.intake(1, "/topic" + 1, ImageDecoder.RAW);
    byte[] message = Robot.image(7);
    long allocated =
        Allocations.ofSteadyState(
            () -> {
              for (Intake intake : new Intake[] {left, right}) {
                byte[] room = intake.room(message.length);
                System.arraycopy(message, 0, room, 0, message.length);
                intake.arrived(room, message.length, 0);
              }
              try {
                assertEquals(7, now(mailbox).stampNanos());
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertTrue(allocated <= 256, allocated + " bytes a pair");
  }
}
