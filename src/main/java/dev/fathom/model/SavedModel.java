package dev.fathom.model;

import java.nio.file.Path;
import java.util.Map;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * A SavedModel of any origin, checked and ready to run.
 *
 * <p>Threads: calls may run at the same time; {@link #close} must come after the last.
 */
public final class SavedModel implements AutoCloseable {
  private final GraphFile file;
  private final SavedModelBundle bundle;

  private SavedModel(GraphFile file, SavedModelBundle bundle) {
    this.file = file;
    this.bundle = bundle;
  }

  /**
   * Loads the SavedModel in {@code directory}, or the highest of its numbered versions.
   *
   * @throws IllegalArgumentException if there is no such folder or no such device
   * @throws ModelException if it is none, if one of its ops is refused (see {@link OpCheck}) or if
   *     its variables are missing
   * @throws dev.fathom.codec.MalformedDataException if {@code saved_model.pb} is corrupt
   */
  public static SavedModel load(Path directory, ModelOptions options) {
    return load(GraphFile.read(ModelDirectory.find(directory)), options);
  }

  static SavedModel load(GraphFile file, ModelOptions options) {
    check(file);
    try {
      SavedModelBundle bundle =
          SavedModelBundle.loader(file.directory().version().toString())
              .withTags(file.tags().toArray(String[]::new))
              .withConfigProto(
                  Devices.configure(learns(file) ? options.inFullPrecision() : options))
              .load();
      return new SavedModel(file, bundle);
    } catch (TensorFlowException e) {
      throw new ModelException(file.directory().version() + " does not load: " + firstLine(e), e);
    }
  }

  /** Refuses what may not be loaded, or would fail only when it runs. */
  static void check(GraphFile file) {
    OpCheck.check(file.proto(), file.directory().graphFile());
    file.requireVariables();
  }

  /** Whether running it changes its variables by gradients: those of bfloat16 end in NaN. */
  private static boolean learns(GraphFile file) {
    return file.metaGraph().getGraphDef().getNodeList().stream()
        .anyMatch(node -> node.getOp().startsWith("ResourceApply"));
  }

  /** What it offers, by name. */
  public Map<String, Signature> signatures() {
    return file.signatures();
  }

  /** The folder that it was loaded from: with numbered versions, that of the version. */
  public Path directory() {
    return file.directory().version();
  }

  /**
   * Runs a signature once; the caller closes the result and the inputs.
   *
   * <p>Cost: names are looked up at every call. {@link DepthNetwork} is the way for frames.
   *
   * @throws IllegalArgumentException if there is no such signature
   */
  public Result run(String signature, Map<String, Tensor> inputs) {
    if (!signatures().containsKey(signature)) {
      throw new IllegalArgumentException(
          directory() + " has no signature '" + signature + "', only " + signatures().keySet());
    }
    return bundle.function(signature).call(inputs);
  }

  /** The session that holds its graph and variables. */
  public Session session() {
    return bundle.session();
  }

  @Override
  public void close() {
    bundle.close();
  }

  /** TensorFlow's messages go on for pages of graph; the first line says what is wrong. */
  static String firstLine(RuntimeException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message.lines().findFirst().orElse("");
  }
}
