package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.Transport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The depth stage and, unless they run elsewhere, the clouds: one thread each, and estimates handed
 * from one to the other as they are. Stages to come, such as ego-motion beside the depth and fusion
 * behind it, stand between the same exchanges.
 *
 * @param <F> the kind of frame
 */
final class DepthStages<F> implements Stages {
  /** Images of a pair come within a frame or two of each other. */
  private static final int PENDING = 4;

  private final NodeContext context;
  private final DepthKind<F> kind;
  private final FrameDrops drops = new FrameDrops();
  private final FrameDrops cloudDrops = new FrameDrops();
  private final EstimateExchange estimates = new EstimateExchange(cloudDrops);
  private final Latencies cloudLatencies = CloudStage.latencies();
  private final FrameMailbox mailbox;
  private final ProductPublishers depthProducts;
  private final ProductPublishers cloudProducts;
  private final StatusPublisher status;
  private final StaticFrames frames;
  private final StageReport report;
  private final DepthStage<F> depth;
  private final CloudStage clouds;
  private final FrameInput inputs;
  private final PipelineReload<F> reload;
  private final StageDiagnosis diagnosis;
  private final StageDiagnosis cloudDiagnosis;
  private volatile NodeSettings settings;
  private volatile boolean active;
  private volatile @Nullable StageThread depthThread;
  private volatile @Nullable StageThread cloudThread;

  /**
   * Loads the pipeline and makes the endpoints; takes seconds.
   *
   * @throws RuntimeException with the reason; nothing stays open then
   */
  static <F> DepthStages<F> configure(
      NodeContext context, DepthKind<F> kind, NodeSettings settings) {
    LoadedPipeline<F> loaded = kind.loader().load(settings.pipeline());
    Closing closing = new Closing();
    closing.add(loaded);
    try {
      return new DepthStages<>(context, kind, settings, loaded, closing);
    } catch (RuntimeException e) {
      closing.close(e);
      throw e;
    }
  }

  private DepthStages(
      NodeContext context,
      DepthKind<F> kind,
      NodeSettings settings,
      LoadedPipeline<F> loaded,
      Closing onFailure) {
    this.context = context;
    this.kind = kind;
    this.settings = settings;
    Transport transport = context.transport();
    Set<Product> products = kind.products(loaded, settings.pipeline());
    depthProducts = onFailure.add(publishers(products, false));
    cloudProducts = onFailure.add(publishers(products, true));
    frames = onFailure.add(new StaticFrames(transport));
    long tolerance = Math.round(settings.node().syncTolerance() * 1e9);
    mailbox = new FrameMailbox(kind.images(), tolerance, PENDING, drops, this::isWanted);
    mailbox.minInterval(settings.node().minIntervalNanos());
    status =
        onFailure.add(
            new StatusPublisher(
                transport,
                context.log(),
                kind.name(),
                () -> loaded().model(),
                () -> loaded().device(),
                mailbox::framesIn,
                drops));
    report = new StageReport(status, this::timeJumped);
    depth =
        new DepthStage<>(
            loaded,
            mailbox,
            () -> this.settings,
            depthProducts,
            estimates,
            drops,
            report,
            frames,
            context.rosNanos());
    clouds =
        new CloudStage(
            estimates,
            () -> this.settings,
            cloudProducts,
            cloudDrops,
            cloudLatencies,
            context.rosNanos());
    reload =
        new PipelineReload<>(
            options -> kind.another(options, loaded), depth::replace, context.log());
    diagnosis = new StageDiagnosis(transport.node());
    cloudDiagnosis = new StageDiagnosis(transport.node());
    Links links = new Links(transport, context.log(), settings.node(), context.qos(), drops);
    inputs = kind.input().subscribe(links, mailbox, loaded, settings.pipeline(), depth);
  }

  private ProductPublishers publishers(Set<Product> products, boolean ofClouds) {
    EnumSet<Product> chosen = EnumSet.noneOf(Product.class);
    for (Product product : products) {
      if (product.isCloud() == ofClouds && (!ofClouds || settings.node().makesClouds())) {
        chosen.add(product);
      }
    }
    return new ProductPublishers(context.transport(), context.qos(), chosen, settings);
  }

  /** Nothing is computed that nobody listens to. */
  private boolean isWanted() {
    return active && (depthProducts.anyWanted() || cloudProducts.anyWanted());
  }

  private LoadedPipeline<F> loaded() {
    return depth.loaded();
  }

  private void timeJumped(long toNanos) {
    cloudLatencies.clear();
    context
        .log()
        .warn(
            String.format(
                "time went back to %.3f s on %s: pairs, transforms and statistics begin anew",
                toNanos / 1e9, inputs.topics().get(0).topic()));
  }

  @Override
  public void activate() {
    if (depthThread != null) {
      throw new IllegalStateException("its stages run, or were given up: configure it anew");
    }
    discard();
    active = true;
    depthThread = new StageThread("fathom-depth", () -> depth.turn(inputs), context.log()::error);
    if (settings.node().makesClouds()) {
      cloudThread = new StageThread("fathom-cloud", clouds::turn, context.log()::error);
    }
  }

  @Override
  public void deactivate() {
    active = false;
    for (StageThread thread : threads()) {
      if (!thread.end(StageThread.END_NANOS)) {
        throw new IllegalStateException(thread.name() + " is still at its last frame: given up");
      }
    }
    depthThread = null;
    cloudThread = null;
    discard();
  }

  /** What waited from before does not come out later. */
  private void discard() {
    mailbox.discard();
    estimates.discard();
  }

  private List<StageThread> threads() {
    List<StageThread> threads = new ArrayList<>();
    Optional.ofNullable(depthThread).ifPresent(threads::add);
    Optional.ofNullable(cloudThread).ifPresent(threads::add);
    return threads;
  }

  @Override
  public void change(NodeSettings next) {
    NodeSettings before = settings;
    settings = next;
    mailbox.minInterval(next.node().minIntervalNanos());
    if (PipelineReload.isNeeded(before.pipeline(), next.pipeline())) {
      reload.start(next.pipeline());
    }
  }

  @Override
  public String description() {
    return String.format(
        "%s depth%s with %s on %s from %s",
        kind.name(),
        settings.node().makesClouds() ? " and clouds" : "",
        loaded().model(),
        loaded().device(),
        inputs.topics().stream().map(InputTopic::topic).collect(Collectors.joining(", ")));
  }

  @Override
  public InputTopics inputs() {
    return inputs;
  }

  @Override
  public List<OutputTopic> outputs() {
    List<OutputTopic> outputs = new ArrayList<>(depthProducts.topics());
    outputs.addAll(cloudProducts.topics());
    return outputs;
  }

  @Override
  public long lastImageNanos() {
    return mailbox.lastMessageNanos(0);
  }

  @Override
  public List<FrameDrops> drops() {
    return List.of(drops, cloudDrops);
  }

  @Override
  public List<DiagnosticStatus> diagnose() {
    List<DiagnosticStatus> result = new ArrayList<>();
    LoadedPipeline<F> loaded = loaded();
    var values = diagnosis.begin();
    values.put("pipeline", kind.name());
    values.put("model", loaded.model());
    values.put("device", loaded.device());
    values.rate("images", mailbox.messages(0));
    values.rate("depths", report.framesOut());
    if (StageReport.isAge(report.ageNanos())) {
      values.put("image_age_ms", report.ageNanos() / 1e6);
    } else {
      values.put("image_age_ms", "unknown: stamps are of another clock (see use_sim_time)");
    }
    values.put("valid_share", report.validShare());
    values.put("mean_sigma_m", report.meanSigma());
    values.put("scale", Float.NaN);
    values.put("scale_sigma", Float.NaN);
    values.allocation(Optional.ofNullable(depthThread), report.framesOut());
    values.latencies(report.latencies());
    values.drops(drops);
    result.add(values.end("depth", loaded.device(), depthProblem()));
    if (settings.node().makesClouds()) {
      var cloudValues = cloudDiagnosis.begin();
      cloudValues.rate("clouds", clouds.framesOut());
      cloudValues.put("obstacle_points", clouds.obstaclePoints());
      cloudValues.allocation(Optional.ofNullable(cloudThread), clouds.framesOut());
      cloudValues.latencies(cloudLatencies);
      cloudValues.drops(cloudDrops);
      result.add(cloudValues.end("clouds", loaded.device(), Optional.empty()));
    }
    return result;
  }

  private Optional<StageDiagnosis.Problem> depthProblem() {
    Optional<String> failedLoad = reload.failure();
    if (failedLoad.isPresent()) {
      return StageDiagnosis.error(failedLoad.get());
    }
    Optional<Long> busy = depth.busyNanos().filter(nanos -> nanos > StageDiagnosis.STUCK_NANOS);
    if (busy.isPresent()) {
      return StageDiagnosis.error(
          String.format("the estimate of one frame takes %.0f s by now", busy.get() / 1e9));
    }
    String failure = drops.explanation(DropReason.ESTIMATE_FAILED);
    return failure != null && diagnosis.grew("failed", drops.of(DropReason.ESTIMATE_FAILED))
        ? StageDiagnosis.error("the estimate failed: " + failure)
        : Optional.empty();
  }

  @Override
  public void close() {
    active = false;
    List<StageThread> running = threads();
    running.removeIf(thread -> thread.end(StageThread.END_NANOS));
    running.forEach(t -> context.log().error(t.name() + " is still at its last frame: given up"));
    reload.close();
    inputs.close();
    mailbox.close();
    depthProducts.close();
    cloudProducts.close();
    status.close();
    frames.close();
    StageThread last = depthThread;
    if (last == null) {
      depth.close();
    } else {
      last.whenEnded(depth::close);
    }
  }
}
