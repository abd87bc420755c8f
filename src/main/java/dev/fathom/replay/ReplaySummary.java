package dev.fathom.replay;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a replay did, as {@code summary.json} holds it.
 *
 * @param pipeline mono or stereo
 * @param topics the input topics by role: image, camera_info, or left, right …
 * @param model name of the model, or of the matcher
 * @param framesIn frames that the recording holds in the chosen range
 * @param framesOut frames that depth was written for
 * @param framesDropped frames that were not, by reason
 * @param milliseconds time a frame by stage
 * @param framesPerSecond frames out over the time the replay took, model loading not counted
 * @param seconds time the replay took, model loading not counted
 * @param peakMemoryMegabytes largest resident size of the process
 * @param validShare mean share of pixels with a known depth
 * @param medianDepthMetres median over frames of the median known depth
 * @param medianRelativeSigma median over frames of the median of σ / depth
 * @param obstaclePoints mean number of points of an obstacle cloud
 * @param truth the comparison with the depth that the recording holds, where one was asked for
 * @param outputs messages written by topic
 * @param problems what was wrong with the recording or its frames, each said once
 * @param dataLost whether something that the recording should hold could not be used
 */
public record ReplaySummary(
    String pipeline,
    Map<String, String> topics,
    String model,
    long framesIn,
    long framesOut,
    Map<String, Long> framesDropped,
    Map<String, Percentiles> milliseconds,
    double framesPerSecond,
    double seconds,
    double peakMemoryMegabytes,
    double validShare,
    double medianDepthMetres,
    double medianRelativeSigma,
    double obstaclePoints,
    @Nullable TruthErrors truth,
    Map<String, Long> outputs,
    List<String> problems,
    boolean dataLost) {
  /**
   * Depth against truth.
   *
   * @param topic the topic of the truth
   * @param frames how many images had a partner
   * @param coverage share of the pixels with a truth that have a depth
   * @param absRel mean of |p − g| / g over pixels, then images
   * @param rmseMetres root mean square error
   * @param delta1 share with max(p / g, g / p) &lt; 1.25
   * @param within1Sigma share of errors below σ; 0.683 for a calibrated Gaussian
   * @param within2Sigma share of errors below 2σ; 0.954 for a calibrated Gaussian
   */
  public record TruthErrors(
      String topic,
      long frames,
      double coverage,
      double absRel,
      double rmseMetres,
      double delta1,
      double within1Sigma,
      double within2Sigma) {}

  /** Median and 99th percentile. */
  public record Percentiles(double p50, double p99) {}

  /** The same with a comparison. */
  ReplaySummary with(TruthErrors comparison) {
    return amended(comparison, problems, dataLost);
  }

  /** The same with one more problem, which lost something. */
  ReplaySummary withProblem(String problem) {
    List<String> more = new ArrayList<>(problems);
    more.add(problem);
    return amended(truth, more, true);
  }

  private ReplaySummary amended(
      @Nullable TruthErrors newTruth, List<String> newProblems, boolean newDataLost) {
    return new ReplaySummary(
        pipeline,
        topics,
        model,
        framesIn,
        framesOut,
        framesDropped,
        milliseconds,
        framesPerSecond,
        seconds,
        peakMemoryMegabytes,
        validShare,
        medianDepthMetres,
        medianRelativeSigma,
        obstaclePoints,
        newTruth,
        outputs,
        newProblems,
        newDataLost);
  }

  public String toJson() {
    return new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .serializeNulls()
            .registerTypeAdapter(Double.class, new FiniteDoubles())
            .registerTypeAdapter(double.class, new FiniteDoubles())
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create()
            .toJson(this)
        + "\n";
  }
}
