package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ProductEncoder;
import dev.fathom.pipeline.StageClock;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.log.NodeLog;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Point clouds of the newest estimate, as far as anybody wants them. Threads: one turn at a time,
 * on the stage's own thread.
 */
final class CloudStage implements LiveStage {
  // What is measured, by its index.
  static final int WAIT = 0;
  static final int PRODUCTS = 1;
  static final int ARRIVAL_TO_CLOUD = 2;
  static final int STAMP_TO_CLOUD = 3;

  private final EstimateSource estimates;
  private final Supplier<NodeSettings> settings;
  private final ProductPublishers products;
  private final FrameDrops drops;
  private final Latencies latencies =
      new Latencies("wait", "products", "arrival_to_cloud", "stamp_to_cloud");
  private final StageDiagnosis diagnosis;
  private final NodeLog log;
  private final LongSupplier rosNanos;
  private final StageClock clock = new StageClock();
  private PipelineOptions applied;
  private ProductEncoder encoder;
  private volatile int obstaclePoints;
  private final EmptyObstacles emptyObstacles = new EmptyObstacles();
  private final AtomicLong framesOut = new AtomicLong();

  CloudStage(
      EstimateSource estimates,
      Supplier<NodeSettings> settings,
      ProductPublishers products,
      FrameDrops drops,
      StageDiagnosis diagnosis,
      NodeLog log,
      LongSupplier rosNanos) {
    this.estimates = estimates;
    this.settings = settings;
    this.products = products;
    this.drops = drops;
    this.diagnosis = diagnosis;
    this.log = log;
    this.rosNanos = rosNanos;
    this.applied = settings.get().pipeline();
    this.encoder = new ProductEncoder(applied);
  }

  @Override
  public String threadName() {
    return "fathom-cloud";
  }

  /** Waits for the newest estimate and makes its clouds. */
  @Override
  public void turn() throws IOException, InterruptedException {
    EstimateSlot slot = estimates.take(StageThread.PATIENCE_NANOS);
    PipelineOptions now = settings.get().pipeline();
    if (!now.equals(applied)) {
      applied = now;
      encoder = new ProductEncoder(now);
      emptyObstacles.reset();
    }
    if (slot == null || !products.anyWanted()) {
      return;
    }
    boolean makesObstacles = products.wants(Product.OBSTACLES);
    long begun = System.nanoTime();
    clock.start();
    try {
      encoder.encode(slot.estimate(), clock, products);
    } catch (RuntimeException e) {
      drops.count(DropReason.PUBLISH_FAILED, String.valueOf(e.getMessage()));
      return;
    }
    long end = System.nanoTime();
    latencies.record(WAIT, begun - slot.readyNanos());
    latencies.record(PRODUCTS, end - begun);
    latencies.record(ARRIVAL_TO_CLOUD, end - slot.receivedNanos());
    long age = rosNanos.getAsLong() - slot.estimate().stampNanos();
    if (StageReport.isAge(age)) {
      latencies.record(STAMP_TO_CLOUD, age);
    }
    obstaclePoints = encoder.obstaclePoints();
    if (makesObstacles) {
      emptyObstacles.cloud(obstaclePoints, slot.estimate(), applied.obstacles());
    } else {
      emptyObstacles.reset();
    }
    framesOut.incrementAndGet();
  }

  @Override
  public List<OutputTopic> outputs() {
    return products.topics();
  }

  @Override
  public FrameDrops drops() {
    return drops;
  }

  @Override
  public DiagnosticStatus diagnose(Optional<StageThread> thread) {
    StageDiagnosis.Values values = diagnosis.begin();
    values.rate("depths", estimates.arrived());
    values.rate("clouds", framesOut.get());
    values.put("obstacle_points", obstaclePoints);
    values.allocation(thread, framesOut.get());
    values.latencies(latencies);
    values.drops(drops);
    return values.end(
        "clouds", "cpu", products.stuck().flatMap(StageDiagnosis::error).or(this::obstacleProblem));
  }

  /** Why there are no obstacles for a while, if that is trouble; the log is told once. */
  private Optional<StageDiagnosis.Problem> obstacleProblem() {
    Optional<EmptyObstacles.Reason> empty = emptyObstacles.reason();
    empty.ifPresent(
        reason -> {
          LogLevel level = reason.isTrouble() ? LogLevel.WARN : LogLevel.INFO;
          boolean unused = log.once(level, "empty obstacles " + level, reason.text());
        });
    return empty
        .filter(EmptyObstacles.Reason::isTrouble)
        .flatMap(reason -> StageDiagnosis.warning(reason.text()));
  }

  @Override
  public void timeJumped() {
    latencies.clear();
  }

  @Override
  public void discard() {
    estimates.discard();
  }

  @Override
  public void close() {
    estimates.close();
  }
}
