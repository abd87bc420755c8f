package dev.fathom.replay;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.codec.ImageMessages;
import dev.fathom.codec.MalformedDataException;
import dev.fathom.codec.MessageCodec;
import dev.fathom.codec.msg.Image;
import dev.fathom.eval.DepthErrors;
import dev.fathom.eval.SigmaErrors;
import dev.fathom.image.Depth;
import dev.fathom.image.FloatImage;
import dev.fathom.image.PixelConverter;
import dev.fathom.pipeline.Product;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The depth of a new recording against depth images of the old one, pixel by pixel.
 *
 * <p>Images are matched by stamp. Both files are read as one recording in time order, so that only
 * a few images are held at a time.
 */
final class TruthComparison {
  /** Frames whose truth, depth or σ has not come yet. */
  private static final int PENDING = 8;

  private static final MessageCodec<Image> CODEC = MessageCodec.of(Image.class);

  private final String truthTopic;
  private final String depthTopic = "/" + Replay.NODE_NAME + "/" + Product.DEPTH.topic();
  private final String sigmaTopic = "/" + Replay.NODE_NAME + "/" + Product.SIGMA.topic();
  private final PixelConverter converter = new PixelConverter();
  private final DepthErrors.Accumulator errors = new DepthErrors.Accumulator();
  private final SigmaErrors.Accumulator sigmaErrors = new SigmaErrors.Accumulator();
  private final ArrayDeque<Frame> pending = new ArrayDeque<>();
  private long frames;
  private long truePixels;
  private long estimatedPixels;

  /** What has come of one stamp. */
  private static final class Frame {
    private final long stampNanos;
    private @Nullable FloatImage truth;
    private @Nullable FloatImage depth;
    private @Nullable FloatImage sigma;

    Frame(long stampNanos) {
      this.stampNanos = stampNanos;
    }
  }

  private TruthComparison(String truthTopic) {
    this.truthTopic = truthTopic;
  }

  /** Compares what a replay wrote to {@code output} with a topic of what it read. */
  static ReplaySummary.TruthErrors compare(Path output, List<Path> inputs, String truthTopic)
      throws IOException {
    TruthComparison comparison = new TruthComparison(truthTopic);
    List<Path> both = new ArrayList<>(inputs);
    both.add(output);
    try (BagReader reader = BagReader.open(both)) {
      reader.read(
          BagFilter.topics(truthTopic, comparison.depthTopic, comparison.sigmaTopic),
          (connection, logTime, publishTime, bytes, offset, length) ->
              comparison.message(connection.topic(), bytes, offset, length));
    }
    return comparison.result();
  }

  private void message(String topic, byte[] bytes, int offset, int length) throws IOException {
    Image message;
    FloatImage image = new FloatImage();
    try {
      message = CODEC.decode(bytes, offset, length);
      converter.toFloatDepth(ImageMessages.view(message), image);
    } catch (MalformedDataException | IllegalArgumentException e) {
      throw new IOException(topic + " is no depth to compare with: " + e.getMessage(), e);
    }
    Frame frame = frame(message.header().stamp().nanos());
    if (topic.equals(truthTopic)) {
      frame.truth = image;
    } else if (topic.equals(depthTopic)) {
      frame.depth = image;
    } else {
      frame.sigma = image;
    }
    if (frame.truth != null && frame.depth != null && frame.sigma != null) {
      pending.remove(frame);
      compare(frame.truth, frame.depth, frame.sigma);
    }
  }

  private Frame frame(long stampNanos) {
    for (Iterator<Frame> each = pending.iterator(); each.hasNext(); ) {
      Frame frame = each.next();
      if (frame.stampNanos == stampNanos) {
        return frame;
      }
    }
    if (pending.size() == PENDING) {
      pending.remove();
    }
    Frame frame = new Frame(stampNanos);
    pending.add(frame);
    return frame;
  }

  private void compare(FloatImage truth, FloatImage depth, FloatImage sigma) throws IOException {
    if (truth.width() != depth.width() || truth.height() != depth.height()) {
      throw new IOException(
          String.format(
              "%s is %dx%d, but the depth made is %dx%d: they must be registered",
              truthTopic, truth.width(), truth.height(), depth.width(), depth.height()));
    }
    for (int i = 0; i < truth.size(); i++) {
      float g = truth.data()[i];
      if (!Depth.isKnown(g)) {
        continue;
      }
      truePixels++;
      float p = depth.data()[i];
      if (Depth.isKnown(p)) {
        estimatedPixels++;
        errors.add(p, g);
        sigmaErrors.add(p, g, sigma.data()[i]);
      }
    }
    errors.endImage();
    sigmaErrors.endImage();
    frames++;
  }

  private ReplaySummary.TruthErrors result() throws IOException {
    if (frames == 0) {
      throw new IOException(
          "no image on " + truthTopic + " has the stamp of a depth image made; nothing to compare");
    }
    DepthErrors mean = errors.mean();
    SigmaErrors sigma = sigmaErrors.mean();
    return new ReplaySummary.TruthErrors(
        truthTopic,
        frames,
        (double) estimatedPixels / truePixels,
        mean.absRel(),
        mean.rmseMetres(),
        mean.delta1(),
        sigma.within1(),
        sigma.within2());
  }
}
