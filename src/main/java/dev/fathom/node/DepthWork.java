package dev.fathom.node;

import dev.fathom.codec.msg.DiagnosticStatus;
import dev.fathom.pipeline.sync.DropReason;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * A depth stage with its frames, its products and what is told of it.
 *
 * @param kind of depth, for the diagnostics
 */
record DepthWork(
    String kind,
    DepthStage<?> stage,
    FrameInput inputs,
    FrameMailbox mailbox,
    ProductPublishers products,
    FrameDrops drops,
    StageReport report,
    PipelineReload<?> reload,
    StageDiagnosis diagnosis)
    implements LiveStage {
  @Override
  public String threadName() {
    return "fathom-depth";
  }

  @Override
  public void turn() throws IOException, InterruptedException {
    stage.turn(inputs);
  }

  @Override
  public List<OutputTopic> outputs() {
    return products.topics();
  }

  @Override
  public DiagnosticStatus diagnose(Optional<StageThread> thread) {
    LoadedPipeline<?> loaded = stage.loaded();
    var values = diagnosis.begin();
    values.put("pipeline", kind);
    values.put("model", loaded.model());
    values.put("device", loaded.device());
    values.rate("images", mailbox.messages(0));
    values.rate("depths", report.framesOut());
    if (StageReport.isAge(report.ageNanos())) {
      values.put("image_age_ms", report.ageNanos() / 1e6);
    } else {
      values.put("image_age_ms", "unknown: stamps are of another clock (see use_sim_time)");
    }
    values.put("valid_share", report.validShare());
    values.put("mean_sigma_m", report.meanSigma());
    values.put("scale", Float.NaN);
    values.put("scale_sigma", Float.NaN);
    values.allocation(thread, report.framesOut());
    values.latencies(report.latencies());
    values.drops(drops);
    return values.end("depth", loaded.device(), problem());
  }

  private Optional<StageDiagnosis.Problem> problem() {
    Optional<String> failedLoad = reload.failure();
    if (failedLoad.isPresent()) {
      return StageDiagnosis.error(failedLoad.get());
    }
    Optional<Long> busy = stage.busyNanos().filter(nanos -> nanos > StageDiagnosis.STUCK_NANOS);
    if (busy.isPresent()) {
      return StageDiagnosis.error(
          String.format("the estimate of one frame takes %.0f s by now", busy.get() / 1e9));
    }
    Optional<String> stuck = products.stuck();
    if (stuck.isPresent()) {
      return StageDiagnosis.error(stuck.get());
    }
    String failure = drops.explanation(DropReason.ESTIMATE_FAILED);
    return failure != null && diagnosis.grew("failed", drops.of(DropReason.ESTIMATE_FAILED))
        ? StageDiagnosis.error("the estimate failed: " + failure)
        : Optional.empty();
  }

  @Override
  public void timeJumped() {
    report.latencies().clear();
  }

  @Override
  public void discard() {
    mailbox.discard();
  }

  @Override
  public void close() {
    stage.close();
  }
}
