package dev.fathom.train.data;

import dev.fathom.geometry.Intrinsics;
import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.StereoCamera;
import dev.fathom.world.WorldSampler;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The generated world, rendered when it is asked for. */
public final class WorldSource implements SampleSource {
  private record Size(int width, int height) {}

  private static final Set<Field> MONO = EnumSet.of(Field.IMAGE, Field.DEPTH, Field.INTRINSICS);
  private static final Set<Field> STEREO = EnumSet.of(Field.RIGHT, Field.DISPARITY, Field.BASELINE);

  private final long seed;
  private final SamplerOptions options;
  private final Map<Size, WorldSampler> samplers = new HashMap<>();
  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final FloatImage depth = new FloatImage();
  private final FloatImage disparity = new FloatImage();

  public WorldSource(long seed, SamplerOptions options) {
    this.seed = seed;
    this.options = options;
  }

  /** The scenes to learn from. */
  public static WorldSource training(long seed) {
    return new WorldSource(seed, SamplerOptions.defaults());
  }

  /** Scenes of the same kinds that no training sees. */
  public static WorldSource heldOut(long seed) {
    return new WorldSource(
        seed, SamplerOptions.defaults().withSplit(SamplerOptions.Split.VALIDATION));
  }

  @Override
  public Set<Field> fields() {
    Set<Field> fields = EnumSet.copyOf(MONO);
    fields.addAll(STEREO);
    return fields;
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) {
    WorldSampler sampler =
        samplers.computeIfAbsent(
            new Size(out.width(), out.height()),
            size -> new WorldSampler(seed, size.width(), size.height(), options));
    Intrinsics camera;
    if (out.wanted().stream().anyMatch(STEREO::contains)) {
      StereoCamera pair = sampler.sampleStereo(index, left, right, depth, disparity);
      camera = pair.intrinsics();
      copy(right, out, Field.RIGHT);
      copy(disparity, out, Field.DISPARITY);
      if (out.wants(Field.BASELINE)) {
        out.floats(Field.BASELINE)[0] = (float) pair.baselineMetres();
      }
    } else {
      camera = sampler.sample(index, left, depth);
    }
    copy(left, out, Field.IMAGE);
    copy(depth, out, Field.DEPTH);
    out.setIntrinsics(camera);
  }

  private static void copy(Image8 from, Sample out, Field field) {
    if (out.wants(field)) {
      System.arraycopy(from.data(), 0, out.bytes(field), 0, from.size());
    }
  }

  private static void copy(FloatImage from, Sample out, Field field) {
    if (out.wants(field)) {
      System.arraycopy(from.data(), 0, out.floats(field), 0, from.size());
    }
  }

  @Override
  public String describe() {
    return "generated world, seed " + seed + ", " + options;
  }
}
