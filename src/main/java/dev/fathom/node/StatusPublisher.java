package dev.fathom.node;

import dev.fathom.bag.QosProfile;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Time;
import dev.fathom.ros.RecordPublisher;
import dev.fathom.ros.Transport;
import dev.fathom.ros.log.NodeLog;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code ~/status}: a DepthStatus for each frame, while somebody listens.
 *
 * <p>A middleware without this type of message costs the topic, not the node. Threads: the depth
 * stage's.
 */
final class StatusPublisher implements AutoCloseable {
  private final String pipeline;
  private final Supplier<String> model;
  private final Supplier<String> device;
  private final LongSupplier framesIn;
  private final FrameDrops drops;
  private final @Nullable RecordPublisher<DepthStatus> publisher;

  StatusPublisher(
      Transport transport,
      NodeLog log,
      String pipeline,
      Supplier<String> model,
      Supplier<String> device,
      LongSupplier framesIn,
      FrameDrops drops) {
    this.pipeline = pipeline;
    this.model = model;
    this.device = device;
    this.framesIn = framesIn;
    this.drops = drops;
    this.publisher =
        RecordPublisher.ifPossible(
            transport, "~/status", DepthStatus.class, QosProfile.reliable(2), log::warn);
  }

  /** Says how it is after a frame. */
  void frame(long stampNanos, String frameId, StageReport report) {
    if (publisher == null || publisher.subscribers() == 0) {
      return;
    }
    publisher.publish(
        new DepthStatus(
            new Header(Time.ofNanos(stampNanos), frameId),
            pipeline,
            model.get(),
            device.get(),
            framesIn.getAsLong(),
            report.framesOut(),
            drops.byReason(),
            report.latencies().percentiles(),
            Float.NaN,
            Float.NaN,
            report.validShare(),
            report.meanSigma()));
  }

  @Override
  public void close() {
    if (publisher != null) {
      publisher.close();
    }
  }
}
