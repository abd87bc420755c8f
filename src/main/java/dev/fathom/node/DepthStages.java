package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.pipeline.Product;
import dev.fathom.ros.Transport;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The depth stage and, unless they run elsewhere, the clouds: one thread each, and estimates handed
 * from one to the other as they are. A stage to come, such as ego-motion or fusion, is a {@link
 * LiveStage} between two exchanges.
 *
 * @param <F> the kind of frame
 */
final class DepthStages<F> implements Stages {
  /** Images of a pair come within a frame or two of each other. */
  private static final int PENDING = 4;

  private final NodeContext context;
  private final DepthKind<F> kind;
  private final FrameDrops drops = new FrameDrops();
  private final FrameMailbox mailbox;
  private final ProductPublishers depthProducts;
  private final ProductPublishers cloudProducts;
  private final StatusPublisher status;
  private final StaticFrames frames;
  private final DepthStage<F> depth;
  private final FrameInput inputs;
  private final PipelineReload<F> reload;
  private final StageThreads stages;
  private volatile NodeSettings settings;
  private volatile boolean active;

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
    StageReport report = new StageReport(status, this::timeJumped);
    FrameDrops cloudDrops = new FrameDrops();
    EstimateExchange estimates = new EstimateExchange(cloudDrops);
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
    reload =
        new PipelineReload<>(
            settings.pipeline(),
            options -> kind.another(options, loaded),
            depth::replace,
            context.refused(),
            context.log());
    Links links = new Links(transport, context.log(), settings.node(), context.qos(), drops);
    inputs = kind.input().subscribe(links, mailbox, loaded, settings.pipeline(), depth);
    // In the order in which frames pass them; one in between takes from an exchange and fills the
    // next.
    List<LiveStage> inOrder = new ArrayList<>();
    inOrder.add(
        new DepthWork(
            kind.name(),
            depth,
            inputs,
            mailbox,
            depthProducts,
            drops,
            report,
            reload,
            new StageDiagnosis(transport.node())));
    if (settings.node().makesClouds()) {
      inOrder.add(
          new CloudStage(
              estimates,
              () -> this.settings,
              cloudProducts,
              cloudDrops,
              new StageDiagnosis(transport.node()),
              context.log(),
              context.rosNanos()));
    }
    stages = new StageThreads(context.log(), inOrder);
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
    stages.timeJumped();
    context
        .log()
        .onceThenInfo(
            "time went back",
            String.format(
                "time went back to %.3f s on %s: pairs, transforms and statistics begin anew",
                toNanos / 1e9, inputs.topics().get(0).topic()));
  }

  @Override
  public void activate() {
    stages.activate();
    active = true;
  }

  @Override
  public void deactivate() {
    active = false;
    stages.deactivate();
  }

  @Override
  public void change(NodeSettings next) {
    settings = next;
    mailbox.minInterval(next.node().minIntervalNanos());
    reload.change(next.pipeline());
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
    return stages.outputs();
  }

  @Override
  public List<ImageSource> images() {
    return mailbox.sources(inputs.images());
  }

  @Override
  public List<FrameDrops> drops() {
    return stages.drops();
  }

  @Override
  public List<DiagnosticStatus> diagnose() {
    return stages.diagnose();
  }

  @Override
  public void close() {
    active = false;
    stages.end();
    reload.close();
    inputs.close();
    mailbox.close();
    depthProducts.close();
    cloudProducts.close();
    status.close();
    frames.close();
    stages.close();
  }
}
