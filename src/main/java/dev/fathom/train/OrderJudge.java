package dev.fathom.train;

import dev.fathom.eval.DepthOrder;
import dev.fathom.eval.OrdinalErrors;
import dev.fathom.model.card.Output;
import dev.fathom.train.data.Batch;
import dev.fathom.train.data.Field;
import dev.fathom.train.networks.DepthScale;
import dev.fathom.train.networks.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Judges relative depth by the order of pairs and by its shape: the squared error once prediction
 * and truth are each brought to [0, 1]; beside it the answer that the lower pixel is the nearer
 * one.
 *
 * <p>wkdr counts all pairs, with those as equal whose depths have a ratio of at most 1.02; accuracy
 * is the share of the pairs that are not equal whose nearer point is told. Behind these stand the
 * rows of {@link DepthJudge}.
 *
 * <p>Source: Gómez Garrido, "Single Image Depth Estimation", section 4, metrics; Zoran et al. 2015.
 */
final class OrderJudge implements Judge {
  static final String LOWER_IS_NEARER = "lower is nearer";

  private static final double TAU = 0.02;
  private static final int PAIR = 5;

  private final Output depth;
  private final DepthJudge depthJudge;

  OrderJudge(Signature signature, Output depth) {
    this.depth = depth;
    this.depthJudge = new DepthJudge(signature, depth);
  }

  @Override
  public Set<Field> needs() {
    return Set.of(Field.DEPTH, Field.INTRINSICS, Field.ORDINAL_PAIRS);
  }

  @Override
  public Validation measure(TrainingGraph graph, List<Batch> heldOut, List<Batch> seen) {
    Row network = new Row();
    Row trivial = new Row();
    for (Batch batch : heldOut) {
      Planes numbers = Planes.of(graph.predict(batch, List.of(depth.getTensor())).get(0), batch);
      int pixels = batch.width() * batch.height();
      for (int n = 0; n < batch.count(); n++) {
        float[] predicted = new float[pixels];
        float[] ramp = new float[pixels];
        for (int i = 0; i < pixels; i++) {
          predicted[i] = numbers.at(n, i);
          ramp[i] = batch.height() - i / batch.width();
        }
        network.addImage(batch, n, predicted);
        trivial.addImage(batch, n, ramp);
      }
    }
    Map<String, Map<String, Double>> rows = new LinkedHashMap<>();
    rows.put(Validation.NETWORK, network.measures());
    rows.put(LOWER_IS_NEARER, trivial.measures());
    rows.putAll(depthJudge.measure(graph, heldOut, seen).rows());
    return new Validation(rows, network.pairs.mean().disagreement(), Map.of());
  }

  /** One row while it is added up. */
  private static final class Row {
    private final OrdinalErrors.Accumulator pairs = new OrdinalErrors.Accumulator(TAU);
    private final OrdinalErrors.Accumulator strict = new OrdinalErrors.Accumulator(0);
    private double squares;
    private int images;

    void addImage(Batch batch, int n, float[] predicted) {
      float[] all = batch.floats(Field.ORDINAL_PAIRS);
      int numbers = Field.ORDINAL_PAIRS.channels();
      for (int at = n * numbers; at < (n + 1) * numbers; at += PAIR) {
        float relation = all[at + PAIR - 1];
        if (Float.isNaN(relation)) {
          continue;
        }
        double a = predicted[(int) all[at + 1] * batch.width() + (int) all[at]];
        double b = predicted[(int) all[at + 3] * batch.width() + (int) all[at + 2]];
        DepthOrder truth = order(relation);
        pairs.add(a, b, truth, 1);
        if (truth != DepthOrder.EQUAL) {
          strict.add(a, b, truth, 1);
        }
      }
      pairs.endImage();
      strict.endImage();
      addShape(batch, n, predicted);
    }

    private static DepthOrder order(float relation) {
      if (relation == 0) {
        return DepthOrder.EQUAL;
      }
      return relation > 0 ? DepthOrder.SECOND_FARTHER : DepthOrder.FIRST_FARTHER;
    }

    private void addShape(Batch batch, int n, float[] predicted) {
      DepthScale scale = DepthScale.DEFAULT;
      float farthest = (float) (scale.maxMetres() * batch.focal(n) / scale.canonicalFocalPx());
      float[] depths = batch.floats(Field.DEPTH);
      Floats p = new Floats();
      Floats g = new Floats();
      for (int i = 0; i < predicted.length; i++) {
        float truth = depths[n * predicted.length + i];
        if (!Float.isNaN(truth)) {
          p.add(predicted[i]);
          g.add(Math.min(truth, farthest));
        }
      }
      double error = shapeError(p.toArray(), g.toArray());
      if (Double.isFinite(error)) {
        squares += error;
        images++;
      }
    }

    /** Invalid: NaN without pixels. */
    private static double shapeError(float[] predicted, float[] truth) {
      double[] p = normalised(predicted);
      double[] g = normalised(truth);
      double sum = 0;
      for (int i = 0; i < p.length; i++) {
        sum += (p[i] - g[i]) * (p[i] - g[i]);
      }
      return sum / p.length;
    }

    /** (x − min) / (max − min); a flat map becomes 0. */
    private static double[] normalised(float[] x) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      for (float value : x) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
      double range = max > min ? max - min : 1;
      double[] normalised = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        normalised[i] = (x[i] - min) / range;
      }
      return normalised;
    }

    Map<String, Double> measures() {
      OrdinalErrors errors = pairs.mean();
      Map<String, Double> measures = new LinkedHashMap<>();
      measures.put("wkdr", errors.disagreement());
      measures.put("wkdr_equal", errors.equalDisagreement());
      measures.put("wkdr_unequal", errors.unequalDisagreement());
      measures.put("accuracy", 1 - strict.mean().disagreement());
      measures.put("normalised_mse", squares / images);
      return measures;
    }
  }
}
