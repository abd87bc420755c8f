package dev.fathom.node;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One live node: its stages between their topics, through the states of a managed node.
 *
 * <p>Threads: its steps one at a time, {@link #change} at any time; the stages and the health check
 * have threads of their own.
 */
public final class FathomNode implements AutoCloseable {
  private final NodeContext context;
  private final BiFunction<NodeContext, NodeSettings, Stages> maker;
  private volatile NodeSettings settings;
  private volatile @Nullable Stages stages;
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
    NodeSettings used = settings;
    Stages made = maker.apply(context, used);
    synchronized (this) {
      stages = made;
      if (!settings.equals(used)) {
        // Set while the network was loaded.
        made.change(settings);
      }
    }
  }

  /** Frames are taken from now on. */
  public void activate() {
    Stages configured = configured();
    configured.activate();
    health = new Health(context, configured, () -> settings);
  }

  /**
   * No frame is taken any more; returns when the last one is finished.
   *
   * @throws IllegalStateException if that one takes too long; it is given up then
   */
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
    Stages configured = stages;
    if (configured == null) {
      throw new IllegalStateException("the node is not configured");
    }
    return configured;
  }

  /**
   * Takes up new settings.
   *
   * @param next differ from the ones before in what may be changed at run time
   */
  public synchronized void change(NodeSettings next) {
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
    Stages open;
    synchronized (this) {
      open = stages;
      stages = null;
    }
    if (open != null) {
      open.close();
    }
  }
}
