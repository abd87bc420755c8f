package dev.fathom.train;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.WorldSampler;
import java.util.HashMap;
import java.util.Map;

/** Pictures of the generated world, rendered when they are asked for. */
public final class WorldData implements TrainingData {
  private record Size(int width, int height) {}

  private final long seed;
  private final SamplerOptions options;
  private final Map<Size, WorldSampler> samplers = new HashMap<>();

  public WorldData(long seed, SamplerOptions options) {
    this.seed = seed;
    this.options = options;
  }

  /** The scenes to learn from. */
  public static WorldData training(long seed) {
    return new WorldData(seed, SamplerOptions.defaults());
  }

  /** Scenes of the same kinds that no training sees. */
  public static WorldData heldOut(long seed) {
    return new WorldData(
        seed, SamplerOptions.defaults().withSplit(SamplerOptions.Split.VALIDATION));
  }

  @Override
  public Intrinsics sample(long index, int width, int height, Image8 rgb, FloatImage depth) {
    return samplers
        .computeIfAbsent(
            new Size(width, height),
            size -> new WorldSampler(seed, size.width(), size.height(), options))
        .sample(index, rgb, depth);
  }

  @Override
  public String describe() {
    return "generated world, seed " + seed + ", " + options;
  }
}
