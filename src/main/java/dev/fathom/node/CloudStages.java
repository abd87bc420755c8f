package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.pipeline.Product;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The cloud stage alone, fed by a depth stage in another process. */
final class CloudStages implements Stages {
  /** Pictures wait for the depth that is made of them, which may take a second or two. */
  private static final int PENDING = 64;

  private final NodeContext context;
  private final FrameDrops drops = new FrameDrops();
  private final ProductPublishers products;
  private final FrameMailbox mailbox;
  private final CloudInput inputs;
  private final StageThreads stages;
  private volatile NodeSettings settings;
  private volatile boolean active;

  /** Makes the endpoints. */
  static CloudStages configure(NodeContext context, NodeSettings settings) {
    return new CloudStages(context, settings);
  }

  private CloudStages(NodeContext context, NodeSettings settings) {
    this.context = context;
    this.settings = settings;
    Set<Product> wanted = EnumSet.noneOf(Product.class);
    Product.parse(settings.pipeline().products()).stream()
        .filter(Product::isCloud)
        .forEach(wanted::add);
    products = new ProductPublishers(context.transport(), context.qos(), wanted, settings);
    mailbox =
        new FrameMailbox(CloudInput.SLOTS, 0, PENDING, drops, () -> active && products.anyWanted());
    mailbox.minInterval(settings.node().minIntervalNanos());
    Links links =
        new Links(context.transport(), context.log(), settings.node(), context.qos(), drops);
    try {
      inputs = new CloudInput(links, mailbox, this::timeJumped);
    } catch (RuntimeException e) {
      products.close();
      throw e;
    }
    CloudStage clouds =
        new CloudStage(
            inputs,
            () -> this.settings,
            products,
            drops,
            new StageDiagnosis(context.transport().node()),
            context.log(),
            context.rosNanos());
    stages = new StageThreads(context.log(), List.of(clouds));
  }

  private void timeJumped(long toNanos) {
    stages.timeJumped();
    context
        .log()
        .onceThenInfo(
            "time went back",
            String.format(
                "time went back to %.3f s on %s: what waited for partners is dropped",
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
  }

  @Override
  public String description() {
    return "clouds from "
        + inputs.topics().stream().map(InputTopic::topic).collect(Collectors.joining(", "));
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
    mailbox.close();
    products.close();
    stages.close();
  }
}
