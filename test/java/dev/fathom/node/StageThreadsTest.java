package dev.fathom.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.ros.Await;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageThreadsTest {
  private final Lines lines = new Lines();

  /** Counts what is asked of it. */
  private static class Counting implements LiveStage {
    final FrameDrops drops = new FrameDrops();
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger discarded = new AtomicInteger();
    final AtomicInteger jumps = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final String name;

    Counting(String name) {
      this.name = name;
    }

    @Override
    public String threadName() {
      return "fathom-" + name;
    }

    @Override
    public void turn() throws InterruptedException {
      turns.incrementAndGet();
      TimeUnit.MILLISECONDS.sleep(1);
    }

    @Override
    public List<OutputTopic> outputs() {
      return List.of();
    }

    @Override
    public FrameDrops drops() {
      return drops;
    }

    @Override
    public DiagnosticStatus diagnose(Optional<StageThread> thread) {
      String runs = thread.map(StageThread::name).orElse("no thread");
      return new DiagnosticStatus(DiagnosticStatus.OK, name, runs, "", List.of());
    }

    @Override
    public void timeJumped() {
      jumps.incrementAndGet();
    }

    @Override
    public void discard() {
      discarded.incrementAndGet();
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }

  private static List<String> messages(StageThreads threads) {
    return threads.diagnose().stream().map(DiagnosticStatus::message).toList();
  }

  @Test
  void everyStageInTheListRunsIsDiagnosedAndClosed() {
    List<Counting> stages =
        List.of(new Counting("depth"), new Counting("ego-motion"), new Counting("cloud"));
    StageThreads threads = new StageThreads(lines.log(), List.copyOf(stages));
    for (int time = 0; time < 2; time++) {
      assertEquals(List.of("no thread", "no thread", "no thread"), messages(threads));
      threads.activate();
      assertThrows(IllegalStateException.class, threads::activate);
      int before = time;
      Await.until("all run", () -> stages.stream().allMatch(s -> s.turns.get() > before));
      assertEquals(List.of("fathom-depth", "fathom-ego-motion", "fathom-cloud"), messages(threads));
      threads.deactivate();
    }
    threads.timeJumped();
    threads.end();
    threads.close();
    assertEquals(stages.stream().map(LiveStage::drops).toList(), threads.drops());
    for (Counting stage : stages) {
      assertEquals(4, stage.discarded.get(), "before and after each time");
      assertEquals(1, stage.jumps.get());
      assertEquals(1, stage.closed.get());
    }
  }

  @Test
  void aTurnThatFailsAgainAndAgainIsToldOnceForAWhile() {
    Counting failing =
        new Counting("bad") {
          @Override
          public void turn() throws InterruptedException {
            super.turn();
            throw new IllegalStateException("the same");
          }
        };
    StageThreads threads = new StageThreads(lines.log(), List.of(failing));
    threads.activate();
    Await.until("many turns", () -> failing.turns.get() > 5);
    threads.deactivate();
    assertEquals(1, lines.with("fathom-bad", "the same"), lines.all()::toString);
  }

  @Test
  void aStageThatDiedOrCannotBeDiagnosedIsAnErrorAndTheOthersAreTold() {
    Counting dying =
        new Counting("dying") {
          @Override
          public void turn() {
            throw new AssertionError("broken");
          }
        };
    Counting mute =
        new Counting("mute") {
          @Override
          public DiagnosticStatus diagnose(Optional<StageThread> thread) {
            throw new IllegalStateException("no graph");
          }
        };
    Counting well = new Counting("well");
    StageThreads threads = new StageThreads(lines.log(), List.of(dying, mute, well));
    threads.activate();
    Await.until("told", () -> lines.with("[ERROR]", "fathom-dying has died", "broken") == 1);
    List<DiagnosticStatus> statuses = threads.diagnose();
    assertTrue(statuses.get(0).message().contains("fathom-dying has died"));
    assertEquals(DiagnosticStatus.ERROR, statuses.get(0).level());
    assertTrue(statuses.get(1).message().contains("no graph"));
    assertEquals(DiagnosticStatus.ERROR, statuses.get(1).level());
    assertEquals(DiagnosticStatus.OK, statuses.get(2).level());
    threads.end();
    threads.close();
  }

  @Test
  void aStageThatHangsIsClosedWhenItEnds() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Counting hanging =
        new Counting("slow") {
          @Override
          public void turn() {
            begun.countDown();
            var unused = Await.latch(over);
          }
        };
    Counting other = new Counting("other");
    StageThreads threads = new StageThreads(lines.log(), List.of(other, hanging));
    threads.activate();
    assertTrue(begun.await(20, TimeUnit.SECONDS));
    assertThrows(IllegalStateException.class, threads::deactivate);
    threads.end();
    threads.close();
    assertEquals(1, other.closed.get());
    assertFalse(hanging.closed.get() > 0, "its turn goes on");
    assertEquals(1, lines.with("fathom-slow is still at its last frame: given up"));
    over.countDown();
    Await.until("closed at its end", () -> hanging.closed.get() == 1);
  }
}
