package dev.fathom.model;

import dev.fathom.model.card.ModelCard;
import dev.fathom.model.card.OtherSignature;
import dev.fathom.model.card.Output;
import dev.fathom.model.card.Role;
import dev.fathom.model.card.Task;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateSelection;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Result;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TUint8;

/**
 * A network that scores the candidates of a stereo pair.
 *
 * <p>Threads: one at a time. Cost: that of the session run, one copy of the features in and one of
 * the scores out.
 */
public final class CandidateNetwork implements AutoCloseable {
  private static final int CELL = 2;
  private static final int PER_CELL = CELL * CELL * CandidateSelection.PER_PIXEL;

  private final SavedModel model;
  private final ModelCard card;
  private final org.tensorflow.Output<?> input;
  private final org.tensorflow.Output<?> scores;
  private @Nullable TUint8 tensor;
  private float[] row = new float[0];

  /** Takes the scores of one row of cells, as {@link CandidateSelection#row} does. */
  @FunctionalInterface
  public interface Rows {
    /** The array serves again for the next row. */
    void row(int cellRow, float[] scores);
  }

  private CandidateNetwork(SavedModel model, ModelCard card, Signature signature) {
    this.model = model;
    this.card = card;
    input = output(signature.inputs().values().iterator().next());
    scores = output(signature.outputs().values().iterator().next());
  }

  private org.tensorflow.Output<?> output(TensorSpec spec) {
    return model.session().graph().outputOrThrow(spec.tensor());
  }

  /**
   * Loads a SavedModel with its card and runs it once.
   *
   * @throws IllegalArgumentException if there is no such folder or no such device
   * @throws ModelException if the model cannot be loaded (see {@link SavedModel#load}), has no
   *     card, does not score candidates as they are made here, or fails on the first pair
   */
  public static CandidateNetwork load(Path directory, ModelOptions options) {
    ModelDirectory found = ModelDirectory.find(directory);
    ModelCard card = CardFile.read(found);
    GraphFile file = GraphFile.read(found);
    Signature signature = signature(directory, card, file);
    SavedModel model = SavedModel.load(file, options);
    CandidateNetwork network = null;
    try {
      network = new CandidateNetwork(model, card, signature);
      int side = CandidateFeatures.SIDE_MULTIPLE;
      network.run(
          new byte[side * side * CandidateFeatures.PER_PIXEL], side, side, (y, scores) -> {});
      return network;
    } catch (TensorFlowException | IllegalArgumentException e) {
      close(network, model);
      throw new ModelException(
          directory + " fails on its first pair: " + SavedModel.firstLine(e), e);
    } catch (RuntimeException | Error e) {
      close(network, model);
      throw e;
    }
  }

  /** Refuses what {@link #load} would, as {@link DepthNetwork#check} does. */
  public static void check(Path directory) {
    ModelDirectory found = ModelDirectory.find(directory);
    GraphFile file = GraphFile.read(found);
    var unused = signature(directory, CardFile.read(found), file);
    SavedModel.check(file);
  }

  private static void close(@Nullable CandidateNetwork network, SavedModel model) {
    if (network != null) {
      network.close();
    } else {
      model.close();
    }
  }

  private static Signature signature(Path directory, ModelCard card, GraphFile file) {
    for (OtherSignature other : card.getOthersList()) {
      Signature found = file.signatures().get(other.getName());
      boolean scores =
          other.getTask() == Task.STEREO_DISPARITY
              && other.getOutputsList().stream()
                  .map(Output::getRole)
                  .toList()
                  .equals(List.of(Role.CANDIDATE_SCORES));
      if (scores && found != null && fits(found)) {
        return found;
      }
    }
    throw new ModelException(
        String.format(
            "%s does not score stereo candidates: expected a signature from uint8 [?, ?, ?, %d] to"
                + " float32 [?, ?, ?, %d] with the role CANDIDATE_SCORES in its card",
            directory, CandidateFeatures.PER_PIXEL, PER_CELL));
  }

  private static boolean fits(Signature signature) {
    return signature.inputs().size() == 1
        && signature.outputs().size() == 1
        && fits(signature.inputs().values().iterator().next(), "uint8", CandidateFeatures.PER_PIXEL)
        && fits(signature.outputs().values().iterator().next(), "float32", PER_CELL);
  }

  private static boolean fits(TensorSpec spec, String dtype, int channels) {
    List<Long> shape = spec.shape();
    return spec.dtype().equals(dtype)
        && shape != null
        && shape.size() == 4
        && shape.get(3) == channels;
  }

  public ModelCard card() {
    return card;
  }

  /** What the network's σ is to be multiplied by. */
  public float sigmaFactor() {
    return card.getOutputsList().stream()
        .filter(output -> output.getRole() == Role.LOG_VARIANCE && output.getSigmaFactor() > 0)
        .map(output -> (float) output.getSigmaFactor())
        .findFirst()
        .orElse(1f);
  }

  /**
   * Scores the candidates of a pair.
   *
   * @param out takes the scores row by row, from the top
   */
  public void score(CandidateFeatures features, Rows out) {
    run(features.data(), features.width(), features.height(), out);
  }

  private void run(byte[] features, int width, int height, Rows out) {
    TUint8 fed = tensor(width, height);
    fed.asRawTensor().data().write(features, 0, width * height * CandidateFeatures.PER_PIXEL);
    try (Result result = model.session().runner().feed(input, fed).fetch(scores).run()) {
      Tensor said = result.get(0);
      int rows = height / CELL;
      Shape expected = Shape.of(1, rows, width / CELL, PER_CELL);
      if (!said.shape().equals(expected)) {
        throw new ModelException("scores are " + said.shape() + ", expected " + expected);
      }
      int size = width / CELL * PER_CELL;
      if (row.length != size) {
        row = new float[size];
      }
      // Row by row, so that they are read while they are in the cache.
      FloatPointer values = new FloatPointer(TensorMemory.pointerTo(said));
      for (int y = 0; y < rows; y++) {
        values.position((long) y * size).get(row, 0, size);
        out.row(y, row);
      }
    }
  }

  private TUint8 tensor(int width, int height) {
    Shape shape = Shape.of(1, height, width, CandidateFeatures.PER_PIXEL);
    TUint8 known = tensor;
    if (known == null || !known.shape().equals(shape)) {
      if (known != null) {
        known.close();
      }
      known = TUint8.tensorOf(shape);
      tensor = known;
    }
    return known;
  }

  /** Releases the graph and the buffers; a second call does nothing. */
  @Override
  public void close() {
    if (tensor != null) {
      tensor.close();
      tensor = null;
    }
    model.close();
  }
}
