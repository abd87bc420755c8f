package dev.fathom.replay;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagProblem;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagSummary;
import dev.fathom.bag.BagWriter;
import dev.fathom.bag.BagWriterOptions;
import dev.fathom.bag.StopReading;
import dev.fathom.bag.camera.CameraTopics;
import dev.fathom.bag.camera.TransformReader;
import dev.fathom.codec.ImageDecoder;
import dev.fathom.pipeline.Product;
import dev.fathom.pipeline.ProductEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A recording through a pipeline into a new recording, previews and a summary.
 *
 * <p>Frames are taken in the order of the recording's log times, none is skipped for being late,
 * and the same recording gives the same bytes. Memory is that of a few frames, whatever the
 * recording's length.
 */
public final class Replay {
  /** Outputs stand under this name, as the live node's would. */
  static final String NODE_NAME = "fathom";

  private static final Set<String> TRANSFORM_TOPICS =
      Set.of(TransformReader.STATIC_TOPIC, TransformReader.TOPIC);

  private final ReplayOptions options;
  private final ReplayProgress progress;
  private final Drops drops = new Drops();
  private boolean stopped;

  private Replay(ReplayOptions options, ReplayProgress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Runs a whole replay.
   *
   * @throws IllegalArgumentException if the recording does not hold what the options ask for; the
   *     message lists what it holds
   * @throws IOException if the recording cannot be read at all, or the results cannot be written;
   *     what was written stays
   */
  public static ReplaySummary run(ReplayOptions options, ReplayProgress progress)
      throws IOException {
    return new Replay(options, progress).run();
  }

  private ReplaySummary run() throws IOException {
    options.out().check(options.force(), options.bags());
    progress.phase("reading " + options.bags().get(0));
    try (BagReader reader = BagReader.open(options.bags())) {
      BagFilter range = range(reader.summary());
      RecordingInputs inputs = new RecordingInputs(reader);
      ReplaySummary summary;
      try (FeedFactory factory = FeedFactory.choose(inputs, options, progress)) {
        checkTopics(inputs.typeOfTopic(), factory.products());
        options.out().prepare();
        summary = through(reader, range, factory);
      }
      write(summary);
      if (options.truthTopic() != null) {
        progress.phase("comparing with " + options.truthTopic());
        summary = compared(summary, options.truthTopic());
        write(summary);
      }
      return summary;
    }
  }

  private ReplaySummary through(BagReader reader, BagFilter range, FeedFactory factory)
      throws IOException {
    long expected = framesExpected(reader.summary(), factory.frameTopic());
    try (BagWriter writer = BagWriter.create(options.out().bag(), BagWriterOptions.defaults());
        WriterThread thread = new WriterThread(writer)) {
      RecordingOutput output = new RecordingOutput(writer, thread, NODE_NAME, factory.products());
      Previews previews = new Previews(options.out().previews(), options.previews(), expected);
      ProductEncoder encoder = new ProductEncoder(options.pipeline());
      try (OpenFeed open = factory.open(encoder, output, previews, drops, progress, expected)) {
        feed(reader, range, open.feed(), output);
        return summarise(reader, factory, open.feed(), output);
      }
    }
  }

  private void write(ReplaySummary summary) throws IOException {
    Path file = options.out().summary();
    try {
      Files.writeString(file, summary.toJson());
    } catch (IOException e) {
      throw new IOException(file + ": cannot be written: " + e.getMessage(), e);
    }
  }

  /** A comparison that fails is a problem of this replay, not its end. */
  private ReplaySummary compared(ReplaySummary summary, String truthTopic) {
    try {
      return summary.with(TruthComparison.compare(options.out().bag(), options.bags(), truthTopic));
    } catch (IOException e) {
      return summary.withProblem(String.valueOf(e.getMessage()));
    }
  }

  /** What the options ask for and this recording cannot give is said before anything is written. */
  private void checkTopics(Map<String, String> typeOfTopic, Set<Product> products) {
    String truth = options.truthTopic();
    if (truth != null && !ImageDecoder.RAW.equals(typeOfTopic.get(truth))) {
      throw new IllegalArgumentException(
          "--truth "
              + truth
              + ": expected a topic of type "
              + ImageDecoder.RAW
              + ", found "
              + typeOfTopic.getOrDefault(truth, "no such topic")
              + "; the recording holds "
              + CameraTopics.listTopics(typeOfTopic.keySet()));
    }
    for (Product product : products) {
      String topic = "/" + NODE_NAME + "/" + product.topic();
      if (options.includeInputs() && typeOfTopic.containsKey(topic)) {
        throw new IllegalArgumentException(
            "the recording already holds "
                + topic
                + ": with --include-inputs both would stand on one topic");
      }
    }
  }

  private void feed(BagReader reader, BagFilter range, FrameFeed feed, RecordingOutput output)
      throws IOException {
    Set<String> inputs = new HashSet<>(feed.topics().values());
    Set<String> wanted = new HashSet<>(inputs);
    wanted.addAll(TRANSFORM_TOPICS);
    Set<String> filtered = options.includeInputs() ? Set.of() : wanted;
    latched(reader, range.fromNanos(), output);
    reader.read(
        new BagFilter(range.fromNanos(), range.toNanos(), filtered),
        (connection, logTime, publishTime, bytes, offset, length) -> {
          if (progress.isStopped()) {
            stopped = true;
            throw new StopReading();
          }
          output.at(logTime);
          if (options.includeInputs() || TRANSFORM_TOPICS.contains(connection.topic())) {
            output.copy(connection, publishTime, bytes, offset, length);
          }
          if (inputs.contains(connection.topic())) {
            feed.message(connection, bytes, offset, length);
          }
        });
    feed.end();
    feed.runner().finish();
  }

  /** Static transforms from before the range hold within it. */
  private static void latched(BagReader reader, long fromNanos, RecordingOutput output)
      throws IOException {
    if (fromNanos <= reader.summary().startNanos()) {
      return;
    }
    output.at(fromNanos);
    reader.read(
        new BagFilter(Long.MIN_VALUE, fromNanos - 1, Set.of(TransformReader.STATIC_TOPIC)),
        (connection, logTime, publishTime, bytes, offset, length) ->
            output.copy(connection, publishTime, bytes, offset, length));
  }

  private BagFilter range(BagSummary recording) {
    long start = recording.startNanos();
    boolean toEnd = options.toSeconds() >= (recording.endNanos() - start) / 1e9;
    long to = toEnd ? Long.MAX_VALUE : start + Math.round(options.toSeconds() * 1e9);
    if (options.fromSeconds() > (recording.endNanos() - start) / 1e9) {
      throw new IllegalArgumentException(
          "--from "
              + options.fromSeconds()
              + " lies behind the recording's end at "
              + (recording.endNanos() - start) / 1e9
              + " s");
    }
    return new BagFilter(start + Math.round(options.fromSeconds() * 1e9), to, Set.of());
  }

  private long framesExpected(BagSummary recording, String frameTopic) {
    double length = (recording.endNanos() - recording.startNanos()) / 1e9;
    double wanted = Math.min(length, options.toSeconds()) - options.fromSeconds();
    long all = recording.messagesPerTopic().getOrDefault(frameTopic, 0L);
    return length <= 0 ? all : Math.max(1, Math.round(all * Math.min(1, wanted / length)));
  }

  /** What came out but holds nothing, which a consumer might take for free space. */
  private static List<String> emptiness(FrameRunner<?> runner, FeedFactory factory) {
    FrameStatistics statistics = runner.statistics();
    if (runner.framesIn() == 0) {
      return List.of("no frame on " + factory.frameTopic() + " in the chosen range");
    }
    if (runner.framesOut() == 0) {
      return List.of("no frame of " + runner.framesIn() + " could be used");
    }
    if (statistics.validShare() == 0) {
      return List.of("no pixel of any frame has a known depth");
    }
    if (factory.products().contains(Product.OBSTACLES) && statistics.obstaclePoints() == 0) {
      return List.of(
          String.format(
              "every obstacle cloud is empty: the median sigma is %.0f %% of the depth; see"
                  + " obstacles.max_relative_sigma and the ranges",
              100 * statistics.medianRelativeSigma()));
    }
    return List.of();
  }

  private ReplaySummary summarise(
      BagReader reader, FeedFactory factory, FrameFeed feed, RecordingOutput output) {
    FrameRunner<?> runner = feed.runner();
    double seconds = runner.seconds();
    List<String> problems = new ArrayList<>();
    reader.problems().forEach(p -> problems.add(p.toString()));
    drops.explanations().forEach(problems::add);
    problems.addAll(emptiness(runner, factory));
    if (stopped) {
      problems.add("stopped before the end; what was done until then is complete");
    }
    boolean lost =
        drops.lostData()
            || stopped
            || runner.framesOut() == 0
            || runner.statistics().validShare() == 0
            || reader.problems().stream().anyMatch(BagProblem::dataLost);
    return new ReplaySummary(
        factory.pipelineName(),
        feed.topics(),
        factory.modelName(),
        runner.framesIn(),
        runner.framesOut(),
        drops.byReason(),
        runner.times().percentiles(),
        seconds > 0 ? runner.framesOut() / seconds : 0,
        seconds,
        ProcessMemory.peakMegabytes(),
        runner.statistics().validShare(),
        runner.statistics().medianDepthMetres(),
        runner.statistics().medianRelativeSigma(),
        runner.statistics().obstaclePoints(),
        null,
        output.written(),
        problems,
        lost);
  }
}
