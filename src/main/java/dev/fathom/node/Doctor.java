package dev.fathom.node;

import dev.fathom.model.ModelEntry;
import dev.fathom.model.Models;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.pipeline.sync.FrameSink;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.Transport;
import dev.fathom.ros.TransportException;
import dev.fathom.ros.arguments.NodeNames;
import dev.fathom.ros.arguments.RosArguments;
import dev.fathom.ros.dds.SocketBuffers;
import dev.fathom.ros.log.NodeLog;
import dev.fathom.ros.parameter.ParameterStore;
import dev.fathom.ros.parameter.QosOverrides;
import dev.fathom.sensor.RectifiedFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Looks at all that a node needs, without being one: Java, the network's device, models, socket
 * buffers, the middleware, and whether the topics that it would subscribe to are published in a way
 * that matches.
 */
public final class Doctor {
  private static final String NODE_NAME = "fathom_doctor";
  private static final Path NVIDIA = Path.of("/proc/driver/nvidia/gpus");
  private static final long DISCOVERY_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Consumer<Finding> findings;

  /** How good something is. */
  public enum Grade {
    GOOD,
    WARNING,
    BAD
  }

  /** One thing that was looked at, in a line. */
  public record Finding(Grade grade, String text) {}

  /**
   * @param findings told of each thing as soon as it is known
   */
  public Doctor(Consumer<Finding> findings) {
    this.findings = findings;
  }

  /** Looks at everything. */
  public void examine(
      NodeKind kind, RosArguments arguments, Map<String, String> environment, Path models)
      throws IOException {
    machine(models);
    NodeNames names = arguments.names("/", kind.nodeName());
    ParameterStore<NodeSettings> parameters =
        new ParameterStore<>(
            NodeSettings.defaults(), arguments.parameters(names.node(), this::warn), this::warn);
    model(kind, kind.model(parameters.options().pipeline()), models);
    NodeOptions options = parameters.options().node();
    try (Transport transport =
        TransportChooser.open(options.transport(), NODE_NAME, arguments, environment, this::warn)) {
      tell(Grade.GOOD, "ROS is reached through " + transport.name() + " as " + transport.node());
      QosOverrides overrides = new QosOverrides(parameters);
      overrides.check(
          OverridableTopics.subscriptions(kind, transport, parameters.options()),
          OverridableTopics.publishers(transport),
          this::warn);
      topics(
          kind,
          transport,
          options,
          (topic, standard) -> overrides.declare(topic, QosOverrides.Side.SUBSCRIPTION, standard));
    } catch (TransportException e) {
      tell(Grade.BAD, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void machine(Path models) {
    tell(
        Grade.GOOD,
        String.format(
            "Java %s, %s, %d processors",
            Runtime.version(),
            System.getProperty("os.arch"),
            Runtime.getRuntime().availableProcessors()));
    device();
    models(models);
    SocketBuffers buffers = SocketBuffers.read();
    tell(buffers.tooSmall() ? Grade.WARNING : Grade.GOOD, buffers.line());
  }

  private void device() {
    try {
      String device = Models.deviceInUse("auto");
      boolean idle = device.equals("cpu") && Files.isDirectory(NVIDIA);
      tell(
          idle ? Grade.WARNING : Grade.GOOD,
          "networks compute on "
              + device
              + (idle
                  ? ", though an NVIDIA GPU is there: start with ./fathom --gpu, and --cuda where"
                      + " CUDA 12 is not installed"
                  : ""));
    } catch (LinkageError e) {
      tell(Grade.BAD, "TensorFlow cannot be loaded: " + e.getMessage());
    }
  }

  private void models(Path folder) {
    try {
      List<ModelEntry> found = Models.list(folder);
      String names = found.stream().map(ModelEntry::name).collect(Collectors.joining(", "));
      tell(
          found.isEmpty() ? Grade.WARNING : Grade.GOOD,
          "models in " + folder.toAbsolutePath() + ": " + (names.isEmpty() ? "none" : names));
    } catch (RuntimeException e) {
      tell(Grade.BAD, "models: " + e.getMessage());
    }
  }

  /** Whether the model that the node would load can serve it. */
  void model(NodeKind kind, String model, Path folder) {
    if (!model.isBlank()) {
      String unfit = kind.unfit(model, folder);
      tell(
          unfit.isEmpty() ? Grade.GOOD : Grade.BAD,
          unfit.isEmpty() ? "model " + model + " can serve a " + kind + " node" : unfit);
    }
  }

  /** Subscribes as a node of this kind would, and says what matches. */
  void topics(NodeKind kind, Transport transport, NodeOptions options, EndpointQos qos)
      throws InterruptedException {
    FrameDrops drops = new FrameDrops();
    NodeLog log = NodeLog.onTerminal("doctor", line -> {}, System::nanoTime, LogLevel.FATAL);
    Links links = new Links(transport, log, options, qos, drops);
    int slots = kind == NodeKind.MONO ? 1 : kind == NodeKind.STEREO ? 2 : CloudInput.SLOTS;
    FrameMailbox mailbox = new FrameMailbox(slots, 0, 1, drops, () -> false);
    try (InputTopics inputs = inputs(kind, links, mailbox)) {
      long end = System.nanoTime() + DISCOVERY_NANOS;
      while (System.nanoTime() < end && !allConnected(inputs)) {
        inputs.follow();
        TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
      }
      Map<String, String> shared = SharedTopics.of(inputs.topics());
      shared.values().forEach(problem -> tell(Grade.BAD, problem));
      inputs.topics().stream()
          .filter(input -> !shared.containsKey(input.topic()))
          .forEach(input -> connection(transport, input));
    }
  }

  private void connection(Transport transport, InputTopic input) {
    Optional<String> problem = ConnectionCheck.of(transport, input);
    tell(
        problem.isPresent() ? Grade.BAD : Grade.GOOD,
        problem.orElseGet(
            () ->
                String.format(
                    "%s (%s) has %d publisher(s) that match",
                    input.topic(), input.type(), input.subscription().publishers())));
  }

  private static InputTopics inputs(NodeKind kind, Links links, FrameMailbox mailbox) {
    return switch (kind) {
      case MONO -> new MonoInput(links, mailbox, "", new NoFrames<>());
      case STEREO -> new StereoInput(links, mailbox, new NoFrames<>());
      case CLOUD -> new CloudInput(links, mailbox, stamp -> {});
    };
  }

  private static boolean allConnected(InputTopics inputs) {
    return inputs.topics().stream().allMatch(t -> t.subscription().publishers() > 0);
  }

  /** For a mailbox that wants no frames. */
  private static final class NoFrames<F> implements FrameSink<F> {
    @Override
    public void begin() {
      // None comes.
    }

    @Override
    public void frame(F frame, String topic, long stampNanos) {
      // None comes.
    }

    @Override
    public void drop(DropReason reason, String explanation) {
      // None comes.
    }

    @Override
    public void damaged(String explanation) {
      // None comes.
    }

    @Override
    public void announce(RectifiedFrame frame, long stampNanos) {
      // None comes.
    }
  }

  private void warn(String line) {
    tell(Grade.WARNING, line);
  }

  private void tell(Grade grade, String text) {
    findings.accept(new Finding(grade, text));
  }
}
