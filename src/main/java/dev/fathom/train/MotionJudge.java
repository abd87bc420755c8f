package dev.fathom.train;

import dev.fathom.geometry.RigidTransform;
import dev.fathom.geometry.Rotation;
import dev.fathom.geometry.Vector3;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.data.Motion;
import dev.fathom.train.networks.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges ego-motion: the errors of translation and rotation between two frames, beside those of
 * standing still and of moving as the training data does on average.
 *
 * <p>An output is named like the field that is its truth. The row scaled by one factor for all
 * held-out samples is for networks that see no scale.
 */
final class MotionJudge implements Judge {
  private static final int NUMBERS = 6;

  private final Output pose;
  private final Field truthField;
  private final Optional<Output> logVariance;

  MotionJudge(Signature signature, Output pose) {
    this.pose = pose;
    this.truthField = Field.valueOf(pose.getTensor().toUpperCase(Locale.ROOT));
    this.logVariance = signature.output(Role.LOG_VARIANCE);
  }

  @Override
  public Set<Field> needs() {
    return Set.of(truthField);
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    List<String> names = new ArrayList<>(List.of(pose.getTensor()));
    logVariance.ifPresent(output -> names.add(output.getTensor()));
    Sureness sureness = new Sureness();
    List<float[]> predictions = new ArrayList<>();
    List<float[]> truths = new ArrayList<>();
    for (Batch batch : heldOut) {
      List<TrainingGraph.Predicted> predicted = graph.predict(batch, names);
      float[] numbers = predicted.get(0).values();
      float[] variances = predicted.get(predicted.size() - 1).values();
      float[] truth = batch.floats(truthField);
      for (int n = 0; n < batch.count(); n++) {
        for (int i = n * NUMBERS; i < (n + 1) * NUMBERS; i++) {
          sureness.add(truths.size(), numbers[i] - truth[i], variances[i]);
        }
        predictions.add(slice(numbers, n));
        truths.add(slice(truth, n));
      }
    }
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    Map<String, Double> network = errors(predictions, truths, 1);
    rows.put(Validation.NETWORK, network);
    rows.put("network, scaled", errors(predictions, truths, scale(predictions, truths)));
    rows.put("standing still", errors(same(new float[NUMBERS], truths), truths, 1));
    rows.put("mean motion", errors(same(mean(seen), truths), truths, 1));
    double score = network.getOrDefault("translation_m", Double.NaN);
    return new Validation(rows, score, logVariance.isPresent() ? sureness.certainty() : Map.of());
  }

  private static float[] slice(float[] numbers, int n) {
    float[] six = new float[NUMBERS];
    System.arraycopy(numbers, n * NUMBERS, six, 0, NUMBERS);
    return six;
  }

  private static List<float[]> same(float[] answer, List<float[]> truths) {
    return truths.stream().map(truth -> answer).toList();
  }

  private float[] mean(List<Batch> seen) {
    double[] sum = new double[NUMBERS];
    int samples = 0;
    for (Batch batch : seen) {
      float[] truth = batch.has(truthField) ? batch.floats(truthField) : new float[0];
      for (int i = 0; i < truth.length; i++) {
        sum[i % NUMBERS] += truth[i];
      }
      samples += truth.length / NUMBERS;
    }
    float[] mean = new float[NUMBERS];
    for (int i = 0; i < NUMBERS; i++) {
      mean[i] = (float) (sum[i] / samples);
    }
    return mean;
  }

  /** The factor on all predicted translations that fits the true ones best. */
  private static double scale(List<float[]> predictions, List<float[]> truths) {
    double cross = 0;
    double square = 0;
    for (int i = 0; i < truths.size(); i++) {
      for (int axis = 0; axis < 3; axis++) {
        cross += (double) predictions.get(i)[axis] * truths.get(i)[axis];
        square += (double) predictions.get(i)[axis] * predictions.get(i)[axis];
      }
    }
    return square > 0 ? cross / square : 1;
  }

  private static Map<String, Double> errors(
      List<float[]> predictions, List<float[]> truths, double scale) {
    double metres = 0;
    double radians = 0;
    double path = 0;
    for (int i = 0; i < truths.size(); i++) {
      RigidTransform predicted = Motion.read(predictions.get(i), 0);
      RigidTransform truth = Motion.read(truths.get(i), 0);
      Vector3 missed = predicted.translation().times(scale).minus(truth.translation());
      Rotation turned = truth.rotation().inverse().after(predicted.rotation());
      metres += missed.norm();
      radians += turned.angle();
      path += truth.translation().norm();
    }
    Map<String, Double> errors = new LinkedHashMap<>();
    errors.put("translation_m", metres / truths.size());
    errors.put("translation_share", metres / path);
    errors.put("rotation_deg", Math.toDegrees(radians / truths.size()));
    return errors;
  }
}
