package dev.fathom.model;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a network costs on this device at one size.
 *
 * @param name as its card or its folder says
 * @param input the shapes that it was fed, as {@code image uint8 [1, 480, 640, 3]}
 * @param network the size of the picture that the convolutions saw, as far as the card tells; null
 *     where there is no picture
 * @param medianMilliseconds of a session run: inputs in TensorFlow's memory to outputs there
 * @param p90Milliseconds nine of ten runs took less
 * @param flops see {@link FlopCount}
 * @param parameters trained numbers; see {@link ParameterCount}
 * @param tensorBytes the most that TensorFlow's allocators held during a run: intermediate results
 *     and scratch; on a GPU, its memory, weights included
 * @param processBytes by how much the process's memory at most grew from before loading to the last
 *     run; empty where the kernel does not tell
 * @param device what it ran on, as {@code CPU:0}
 */
public record BenchResult(
    String name,
    String input,
    @Nullable NetworkSize network,
    double medianMilliseconds,
    double p90Milliseconds,
    FlopCount flops,
    long parameters,
    long tensorBytes,
    OptionalLong processBytes,
    String device) {
  /** Units: 10⁹ operations a second. */
  public double gigaflopsPerSecond() {
    return flops.total() / (medianMilliseconds * 1e6);
  }
}
