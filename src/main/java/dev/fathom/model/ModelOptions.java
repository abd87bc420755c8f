package dev.fathom.model;

import java.util.regex.Pattern;

/**
 * Where and how a SavedModel runs.
 *
 * <p>TensorFlow makes its thread pools once: the first model that a process loads decides the
 * number of threads for all of them.
 *
 * @param device {@code auto} (a GPU if there is one), {@code cpu}, or {@code gpu:0}, {@code gpu:1},
 *     … of which a missing one is an error
 * @param intraOpThreads threads inside one op; 0: one a core
 * @param interOpThreads ops that run at the same time; 0: one a core
 * @param bfloat16 whether convolutions on the CPU run with 8-bit mantissas: about twice as fast
 *     where the CPU has instructions for it, slower where it has not. A model that learns in use is
 *     always run in full precision
 */
public record ModelOptions(
    String device, int intraOpThreads, int interOpThreads, boolean bfloat16) {
  private static final Pattern DEVICE = Pattern.compile("auto|cpu|gpu:\\d{1,2}");
  private static final int MAX_THREADS = 1024;

  public ModelOptions {
    if (!DEVICE.matcher(device).matches()) {
      throw new IllegalArgumentException(
          "device must be auto, cpu or gpu:N, found '" + device + "'");
    }
    checkThreads("intraOpThreads", intraOpThreads);
    checkThreads("interOpThreads", interOpThreads);
  }

  /** Any device, one thread a core, bfloat16 where the CPU computes in it. */
  public static ModelOptions defaults() {
    return new ModelOptions("auto", 0, 0, CpuFeatures.hasBfloat16());
  }

  /** The same without bfloat16. */
  ModelOptions inFullPrecision() {
    return new ModelOptions(device, intraOpThreads, interOpThreads, false);
  }

  private static void checkThreads(String name, int threads) {
    if (threads < 0 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          name + " must be 0 (one a core) to " + MAX_THREADS + ", found " + threads);
    }
  }
}
