package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.DiagnosticArray;
import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Time;
import dev.fathom.pipeline.sync.DropReason;
import dev.fathom.ros.LogLevel;
import dev.fathom.ros.RecordPublisher;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at an active node once a second: whether its topics are connected, its camera sends and its
 * stages work, and says so on /diagnostics, and in the log when it changes.
 *
 * <p>Threads: one of its own.
 */
final class Health implements AutoCloseable {
  static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /**
   * A look takes milliseconds, but where the transport's own thread ends it, a subscription that it
   * closes may be waiting for just that thread.
   */
  private static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** Discovery takes this long at least. */
  static final long DISCOVERY_NANOS = TimeUnit.SECONDS.toNanos(3);

  private final NodeContext context;
  private final Stages stages;
  private final Supplier<NodeSettings> settings;
  private final StageDiagnosis diagnosis;
  private final SilenceWatch silence;
  private final @Nullable RecordPublisher<DiagnosticArray> publisher;
  private final Map<String, String> connections = new HashMap<>();
  private final Map<String, Long> lastTold = new HashMap<>();
  private final List<Map<DropReason, Long>> toldDrops = new ArrayList<>();
  private final long startNanos = System.nanoTime();
  private final StageThread thread;
  private long nextNanos = startNanos;
  private volatile boolean closed;

  Health(NodeContext context, Stages stages, Supplier<NodeSettings> settings) {
    this.context = context;
    this.stages = stages;
    this.settings = settings;
    this.diagnosis = new StageDiagnosis(context.transport().node());
    this.silence = new SilenceWatch(context.log());
    this.publisher =
        RecordPublisher.ifPossible(
            context.transport(),
            "/diagnostics",
            DiagnosticArray.class,
            QosProfile.reliable(10),
            context.log()::warn);
    stages.drops().forEach(d -> toldDrops.add(new EnumMap<>(DropReason.class)));
    this.thread = new StageThread("fathom-health", this::turn, this::failed);
  }

  private void turn() throws InterruptedException {
    long left = nextNanos - System.nanoTime();
    if (left > 0) {
      TimeUnit.NANOSECONDS.sleep(Math.min(left, StageThread.PATIENCE_NANOS));
      return;
    }
    nextNanos = System.nanoTime() + PERIOD_NANOS;
    look();
  }

  private void look() {
    try {
      stages.inputs().follow();
    } catch (RuntimeException e) {
      failed("cannot look for where images come from: " + e);
    }
    if (closed) {
      return;
    }
    List<DiagnosticStatus> statuses = new ArrayList<>();
    statuses.add(topicsStatus());
    statuses.addAll(stages.diagnose());
    tellDrops();
    if (publisher != null) {
      Header header = new Header(Time.ofNanos(context.rosNanos().getAsLong()), "");
      publisher.publish(new DiagnosticArray(header, statuses));
    }
  }

  private void failed(String line) {
    var unused = context.log().throttled(LogLevel.ERROR, line, StageThread.TELL_AGAIN_NANOS, line);
  }

  /** A graph query that fails costs this status, not the stages'. */
  private DiagnosticStatus topicsStatus() {
    try {
      return inputStatus();
    } catch (RuntimeException e) {
      String problem = "cannot look at the topics: " + e;
      failed(problem);
      return diagnosis.begin().end("topics", "", StageDiagnosis.error(problem));
    }
  }

  private DiagnosticStatus inputStatus() {
    List<String> problems = new ArrayList<>();
    boolean silent = silence.look(stages.images(), settings.get().node().cameraTimeout(), problems);
    StageDiagnosis.Values values = diagnosis.begin();
    List<InputTopic> inputs = stages.inputs().topics();
    Map<String, String> shared = SharedTopics.of(inputs);
    shared.forEach((topic, problem) -> shared(topic, problem, problems));
    for (InputTopic input : inputs) {
      values.put("publishers of " + input.topic(), input.subscription().publishers());
      if (!shared.containsKey(input.topic())) {
        // Two inputs may be on one topic all the same, each with trouble of its own.
        connection(
            input.name(), input.topic(), ConnectionCheck.of(context.transport(), input), problems);
      }
    }
    for (OutputTopic output : stages.outputs()) {
      values.put("subscribers of " + output.topic(), output.publisher().subscribers());
      connection(
          output.topic(),
          output.topic(),
          ConnectionCheck.of(context.transport(), output),
          problems);
    }
    String text = String.join("; ", problems);
    return values.end(
        "topics",
        "",
        problems.isEmpty()
            ? Optional.empty()
            : silent ? StageDiagnosis.error(text) : StageDiagnosis.warning(text));
  }

  private void shared(String topic, String problem, List<String> problems) {
    problems.add(problem);
    context.log().once(LogLevel.WARN, "shared " + topic, problem);
  }

  /** Logs a problem when it comes up and when it is gone. */
  private void connection(
      String endpoint, String topic, Optional<String> problem, List<String> problems) {
    if (System.nanoTime() - startNanos < DISCOVERY_NANOS) {
      return;
    }
    problem.ifPresent(problems::add);
    String told = connections.get(endpoint);
    if (problem.isPresent() && !problem.get().equals(told)) {
      context.log().warn(problem.get());
      connections.put(endpoint, problem.get());
    } else if (problem.isEmpty() && told != null) {
      context.log().info(topic + " is connected now");
      connections.remove(endpoint);
    }
  }

  /** One line a second and reason at most. */
  private void tellDrops() {
    for (int i = 0; i < toldDrops.size(); i++) {
      FrameDrops drops = stages.drops().get(i);
      String damage = drops.takeDamage();
      if (damage != null && !damage.equals(connections.put("damage " + i, damage))) {
        context.log().warn(damage);
      }
      for (DropReason reason : DropReason.values()) {
        long count = drops.of(reason);
        Long before = toldDrops.get(i).put(reason, count);
        String explanation = drops.explanation(reason);
        long fresh = count - (before == null ? 0 : before);
        if (fresh > 0 && explanation != null) {
          tell(i, reason, fresh, explanation);
        }
      }
    }
  }

  /** The same trouble is told again only when it has been over in between. */
  private void tell(int stage, DropReason reason, long frames, String explanation) {
    String key = "drop " + stage + " " + reason;
    long now = System.nanoTime();
    Long last = lastTold.put(key, now);
    if (last == null || now - last > 2 * PERIOD_NANOS) {
      context.log().warn(frames + " frame(s) dropped, " + reason + ": " + explanation);
    }
  }

  /** Ends it; a look that goes on touches nothing but what may be closed under it. */
  @Override
  public void close() {
    closed = true;
    boolean unused = thread.end(END_NANOS);
    if (publisher != null) {
      thread.whenEnded(publisher::close);
    }
  }
}
