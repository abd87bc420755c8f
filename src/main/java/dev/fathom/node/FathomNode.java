package dev.fathom.node;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One live node: its stages between their topics, through the states of a managed node.
 *
 * <p>Threads: its methods one at a time; the stages and the health check have threads of their own.
 */
public final class FathomNode implements AutoCloseable {
  private final NodeContext context;
  private final BiFunction<NodeContext, NodeSettings, Stages> maker;
  private volatile NodeSettings settings;
  private @Nullable Stages stages;
  private @Nullable Health health;

  private FathomNode(
      NodeContext context,
      NodeSettings settings,
      BiFunction<NodeContext, NodeSettings, Stages> maker) {
    this.context = context;
    this.settings = settings;
    this.maker = maker;
  }

  /**
   * A node that is not configured yet.
   *
   * @param kind {@code mono}, {@code stereo} or {@code cloud}
   */
  public static FathomNode of(NodeKind kind, NodeContext context, NodeSettings settings) {
    return new FathomNode(
        context,
        settings,
        (c, s) ->
            switch (kind) {
              case MONO -> DepthStages.configure(c, DepthKind.mono(c.models()), s);
              case STEREO -> DepthStages.configure(c, DepthKind.stereo(c.models()), s);
              case CLOUD -> CloudStages.configure(c, s);
            });
  }

  /** A node of a kind of its own, for tests. */
  static <F> FathomNode of(DepthKind<F> kind, NodeContext context, NodeSettings settings) {
    return new FathomNode(context, settings, (c, s) -> DepthStages.configure(c, kind, s));
  }

  /**
   * Loads the network and makes the endpoints.
   *
   * @throws RuntimeException with the reason; nothing is configured then
   */
  public void configure() {
    if (stages != null) {
      throw new IllegalStateException("the node is configured already");
    }
    stages = maker.apply(context, settings);
  }

  /** Frames are taken from now on. */
  public void activate() {
    Stages configured = configured();
    configured.activate();
    health = new Health(context, configured, () -> settings);
  }

  /** No frame is taken any more; returns when the last one is finished. */
  public void deactivate() {
    if (health != null) {
      health.close();
      health = null;
    }
    configured().deactivate();
  }

  /** Gives back the network and the endpoints. */
  public void cleanup() {
    close();
  }

  private Stages configured() {
    if (stages == null) {
      throw new IllegalStateException("the node is not configured");
    }
    return stages;
  }

  /**
   * Takes up new settings.
   *
   * @param next differ from the ones before in what may be changed at run time
   */
  public void change(NodeSettings next) {
    settings = next;
    if (stages != null) {
      stages.change(next);
    }
  }

  /** What it does, in a line. */
  String description() {
    return configured().description();
  }

  public NodeSettings settings() {
    return settings;
  }

  @Override
  public void close() {
    if (health != null) {
      health.close();
      health = null;
    }
    if (stages != null) {
      stages.close();
      stages = null;
    }
  }
}
