package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Transport;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.ParameterOverride;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.clock.NodeClock;
import dev.fathom.ros.dds.SocketBuffers;
import dev.fathom.ros.lifecycle.Lifecycle;
import dev.fathom.ros.lifecycle.LifecycleCallbacks;
import dev.fathom.ros.lifecycle.LifecycleServices;
import dev.fathom.ros.lifecycle.Outcome;
import dev.fathom.ros.lifecycle.State;
import dev.fathom.ros.log.NodeLog;
import dev.fathom.ros.parameter.ParameterServices;
import dev.fathom.ros.parameter.ParameterStore;
import dev.fathom.ros.parameter.QosOverrides;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A node as a citizen of the graph: parameters, clock, log and life cycle round its stages.
 *
 * <p>Threads: life cycle steps are made one at a time, on the thread that asks for them or, where a
 * service does, on one for that; parameters are taken up on the thread that sets them.
 */
public final class LiveNode implements AutoCloseable {
  /** A transport may say the same thing with every message; once in this time is enough. */
  private static final long NOTICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final String NO_MONO_MODEL =
      "model has no effect on a stereo node: its parameter is stereo.model";

  private final Transport transport;
  private final NodeLog log;
  private final NodeClock clock;
  private final FathomNode node;
  private final Lifecycle lifecycle;
  private final ParameterStore<NodeSettings> parameters;
  private final ParameterServices parameterServices;
  private final LifecycleServices lifecycleServices;

  /** Opens the transport that the settings name. */
  public interface Opener {
    /**
     * Opens it.
     *
     * @param transport the parameter's value
     * @param name what the program calls the node, before remapping
     */
    Transport open(String transport, String name, RosArguments arguments, Consumer<String> notices);
  }

  /**
   * Joins the graph; nothing is configured yet.
   *
   * @param models where models are looked up by name
   * @param terminal takes the log's lines that the middleware does not write itself
   * @throws IllegalArgumentException if a parameter does not fit
   * @throws dev.fathom.ros.TransportException if the middleware is not there
   */
  public static LiveNode open(
      NodeKind kind, RosArguments arguments, Path models, Consumer<String> terminal)
      throws IOException {
    return open(
        kind,
        arguments,
        models,
        terminal,
        (transport, name, args, notices) ->
            TransportChooser.open(transport, name, args, System.getenv(), notices));
  }

  static LiveNode open(
      NodeKind kind, RosArguments arguments, Path models, Consumer<String> terminal, Opener opener)
      throws IOException {
    NodeNames names = arguments.names("/", kind.nodeName());
    NodeLog early =
        NodeLog.onTerminal(
            names.node().logger(),
            terminal,
            NodeClock::systemNanos,
            arguments.level(names.node().logger(), LogLevel.INFO));
    Notices notices = new Notices(early);
    ParameterStore<NodeSettings> parameters =
        new ParameterStore<>(
            NodeSettings.defaults(), arguments.parameters(names.node(), notices), notices);
    Transport transport =
        opener.open(parameters.options().node().transport(), kind.nodeName(), arguments, notices);
    try {
      requireStart(parameters.options().node(), transport);
      NodeLog log = early.over(transport);
      notices.log = log;
      String model = parameters.options().pipeline().model();
      if (kind == NodeKind.STEREO && !model.equals(PipelineOptions.defaults().model())) {
        log.warn("model is '" + model + "': " + NO_MONO_MODEL);
      }
      new QosOverrides(parameters)
          .check(
              OverridableTopics.subscriptions(kind, transport, parameters.options()),
              OverridableTopics.publishers(transport),
              notices);
      return new LiveNode(kind, transport, log, parameters, models);
    } catch (RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  /** What transport and parameters tell: on /rosout, too, as soon as there is one. */
  private static final class Notices implements Consumer<String> {
    private volatile NodeLog log;

    Notices(NodeLog log) {
      this.log = log;
    }

    @Override
    public void accept(String line) {
      boolean unused = log.throttled(LogLevel.WARN, line, NOTICE_NANOS, line);
    }
  }

  /** A node that waits for a life cycle manager must be within its reach. */
  private static void requireStart(NodeOptions options, Transport transport) {
    if (!options.autostart() && !transport.offersServices()) {
      throw new IllegalArgumentException(
          "autostart:=false waits for a life cycle service, and the transport "
              + transport.name()
              + " offers no services: leave autostart true, or use transport:=rcl");
    }
  }

  private LiveNode(
      NodeKind kind,
      Transport transport,
      NodeLog log,
      ParameterStore<NodeSettings> parameters,
      Path models) {
    this.transport = transport;
    this.log = log;
    this.parameters = parameters;
    clock = new NodeClock(transport, parameters, log::warn);
    clock.addJumpListener(
        (from, to) -> log.info("time on /clock went back by " + (from - to) / 1_000_000 + " ms"));
    LongSupplier now = clock;
    node =
        FathomNode.of(
            kind,
            new NodeContext(
                transport,
                log,
                new OverriddenQos(new QosOverrides(parameters)),
                now,
                models,
                (wanted, serving) ->
                    parameters.restore(settings -> settings.takingBack(wanted, serving))),
            parameters.options());
    parameters.addCheck((before, after) -> unfitModel(kind, before, after, models));
    parameters.addListener((before, after) -> node.change(after));
    lifecycle = new Lifecycle(new Steps(), log::error);
    parameterServices = new ParameterServices(transport, parameters, clock);
    lifecycleServices = new LifecycleServices(transport, lifecycle, clock);
  }

  /**
   * A name that leads to no model, to a damaged one or to one for another task is refused. Whether
   * it really runs is seen while the old one serves; if not, the parameter goes back.
   */
  private static String unfitModel(
      NodeKind kind, NodeSettings before, NodeSettings after, Path models) {
    if (kind == NodeKind.STEREO && !before.pipeline().model().equals(after.pipeline().model())) {
      return NO_MONO_MODEL;
    }
    String old = kind.model(before.pipeline());
    String model = kind.model(after.pipeline());
    if (model.equals(old) || model.isBlank()) {
      return "";
    }
    return kind.unfit(model, models);
  }

  /** Quality of service from the parameters {@code qos_overrides.…}. */
  private record OverriddenQos(QosOverrides overrides) implements EndpointQos {
    @Override
    public QosProfile of(String topic, QosProfile standard) {
      return overrides.declare(topic, QosOverrides.Side.SUBSCRIPTION, standard);
    }

    @Override
    public QosProfile ofPublisher(String topic, QosProfile standard) {
      return overrides.declare(topic, QosOverrides.Side.PUBLISHER, standard);
    }
  }

  /** What the life cycle's steps do. */
  private final class Steps implements LifecycleCallbacks {
    @Override
    public Outcome configure() {
      node.configure();
      parameters.unused().stream()
          .filter(override -> !override.forAnyNode())
          .map(ParameterOverride::setting)
          .forEach(
              setting ->
                  log.warn(
                      setting.origin()
                          + ": no endpoint has the parameter "
                          + setting.name()
                          + " so far"));
      SocketBuffers buffers = SocketBuffers.read();
      if (buffers.tooSmall()) {
        log.once(LogLevel.WARN, "socket buffers", buffers.line());
      }
      log.info("configured: " + node.description());
      return Outcome.SUCCESS;
    }

    @Override
    public Outcome activate() {
      node.activate();
      log.info("active");
      return Outcome.SUCCESS;
    }

    @Override
    public Outcome deactivate() {
      node.deactivate();
      log.info("inactive");
      return Outcome.SUCCESS;
    }

    @Override
    public Outcome cleanup() {
      node.cleanup();
      return Outcome.SUCCESS;
    }

    @Override
    public Outcome shutdown(State from) {
      node.close();
      return Outcome.SUCCESS;
    }

    @Override
    public Outcome error(State from) {
      node.close();
      return Outcome.SUCCESS;
    }
  }

  /**
   * Configures and activates the node, unless a life cycle manager is to do that.
   *
   * @return false if it did not succeed; the log says why
   */
  public boolean start() {
    return !parameters.options().node().autostart() || lifecycle.start();
  }

  /** Where it is in its life. */
  public State state() {
    return lifecycle.state();
  }

  /** What is set now. */
  public NodeSettings settings() {
    return node.settings();
  }

  @Override
  public void close() {
    boolean unused = lifecycle.shutdown();
    node.close();
    lifecycleServices.close();
    parameterServices.close();
    clock.close();
    transport.close();
  }
}
