package dev.fathom.node;

import dev.fathom.pipeline.DepthEstimate;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.ProductEncoder;
import dev.fathom.pipeline.PublishedRange;
import dev.fathom.pipeline.Stage;
import dev.fathom.pipeline.StageClock;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.sensor.RectifiedFrame;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Depth and σ of the newest frame: published as images, and handed to the clouds.
 *
 * <p>A frame that the pipeline fails on, or finishes too late, is dropped, not the node. Settings
 * and a newly loaded pipeline are taken up between frames. Threads: one turn at a time, on the
 * stage's own thread; what is said of it may be asked from any.
 *
 * @param <F> the kind of frame
 */
final class DepthStage<F> implements FrameSink<F>, AutoCloseable {
  private static final long IDLE = 0;

  private final FrameMailbox mailbox;
  private final Supplier<NodeSettings> settings;
  private final ProductPublishers products;
  private final EstimateExchange clouds;
  private final FrameDrops drops;
  private final StageReport report;
  private final StaticFrames frames;
  private final LongSupplier rosNanos;
  private final StageClock clock = new StageClock();
  private final AtomicReference<@Nullable LoadedPipeline<F>> next = new AtomicReference<>();
  private volatile LoadedPipeline<F> loaded;
  private volatile long busySince = IDLE;
  private PipelineOptions applied;
  private ProductEncoder encoder;
  private long receivedNanos;
  private long jumps;

  DepthStage(
      LoadedPipeline<F> loaded,
      FrameMailbox mailbox,
      Supplier<NodeSettings> settings,
      ProductPublishers products,
      EstimateExchange clouds,
      FrameDrops drops,
      StageReport report,
      StaticFrames frames,
      LongSupplier rosNanos) {
    this.loaded = loaded;
    this.mailbox = mailbox;
    this.settings = settings;
    this.products = products;
    this.clouds = clouds;
    this.drops = drops;
    this.report = report;
    this.frames = frames;
    this.rosNanos = rosNanos;
    this.applied = settings.get().pipeline();
    this.encoder = new ProductEncoder(applied);
  }

  /** Waits for the newest frame and works on it. */
  void turn(FrameInput input) throws IOException, InterruptedException {
    FrameMessages messages = mailbox.take(StageThread.PATIENCE_NANOS);
    takeUpChanges();
    if (messages == null) {
      return;
    }
    if (messages.jumps() != jumps) {
      jumps = messages.jumps();
      input.timeJumped();
      report.timeJumped(messages.stampNanos());
    }
    receivedNanos = messages.receivedNanos();
    input.feed(messages);
  }

  private void takeUpChanges() {
    LoadedPipeline<F> fresh = next.getAndSet(null);
    if (fresh != null) {
      LoadedPipeline<F> old = loaded;
      fresh.pipeline().range(PublishedRange.of(applied));
      loaded = fresh;
      old.close();
    }
    PipelineOptions now = settings.get().pipeline();
    if (!now.equals(applied)) {
      applied = now;
      loaded.pipeline().range(PublishedRange.of(now));
      encoder = new ProductEncoder(now);
    }
  }

  /** Takes over a pipeline, which serves from the next frame on. */
  void replace(LoadedPipeline<F> pipeline) {
    LoadedPipeline<F> never = next.getAndSet(pipeline);
    if (never != null) {
      never.close();
    }
  }

  @Override
  public void begin() {
    clock.start();
  }

  @Override
  public void frame(F frame, String topic, long stampNanos) throws IOException {
    DepthEstimate estimate = clouds.filling();
    busySince = System.nanoTime();
    try {
      loaded.pipeline().estimate(frame, estimate, clock);
    } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError e) {
      drops.count(DropReason.ESTIMATE_FAILED, topic + " at stamp " + stampNanos + ": " + e);
      return;
    } finally {
      busySince = IDLE;
    }
    long age = System.nanoTime() - receivedNanos;
    long deadline = settings.get().node().deadlineNanos();
    if (deadline > 0 && age > deadline) {
      drops.count(
          DropReason.OVERRAN_DEADLINE,
          String.format(
              "%s at stamp %d: depth was ready %.0f ms after the image came, the deadline is %.0f",
              topic, stampNanos, age / 1e6, deadline / 1e6));
      return;
    }
    try {
      encoder.encode(estimate, clock, products);
    } catch (RuntimeException e) {
      drops.count(
          DropReason.PUBLISH_FAILED, topic + " at stamp " + stampNanos + ": " + e.getMessage());
      return;
    }
    report.frame(estimate, clock, receivedNanos, rosNanos.getAsLong());
    long estimateStamp = estimate.stampNanos();
    String frameId = estimate.frameId();
    // Whoever holds up the status must not hold up the clouds.
    clouds.handOver(receivedNanos);
    try {
      report.publish(estimateStamp, frameId);
    } catch (RuntimeException e) {
      drops.damaged("~/status: " + e.getMessage());
    }
  }

  @Override
  public void drop(DropReason reason, String explanation) {
    drops.count(reason, explanation);
  }

  @Override
  public void damaged(String explanation) {
    drops.damaged(explanation);
  }

  @Override
  public void announce(RectifiedFrame frame, long stampNanos) {
    frames.announce(frame, stampNanos);
  }

  LoadedPipeline<F> loaded() {
    return loaded;
  }

  /** For how long the pipeline has been at its frame; empty where it is not. */
  Optional<Long> busyNanos() {
    long since = busySince;
    return since == IDLE ? Optional.empty() : Optional.of(System.nanoTime() - since);
  }

  /** Closes the pipeline; the stage's thread must have ended. */
  @Override
  public void close() {
    LoadedPipeline<F> never = next.getAndSet(null);
    if (never != null) {
      never.close();
    }
    loaded.close();
  }

  /** What is measured on a frame, in the order of its way. */
  static String[] latencyNames() {
    Stage[] stages = Stage.values();
    String[] names = new String[stages.length + 2];
    for (int i = 0; i < stages.length; i++) {
      names[i] = stages[i].toString();
    }
    names[stages.length] = "arrival_to_depth";
    names[stages.length + 1] = "stamp_to_depth";
    return names;
  }
}
