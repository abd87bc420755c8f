package dev.fathom.train.data;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.world.PlaneTruth;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.SequenceOptions;
import dev.fathom.world.StereoCamera;
import dev.fathom.world.Truth;
import dev.fathom.world.WorldSample;
import dev.fathom.world.WorldSampler;
import dev.fathom.world.WorldSequence;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The generated world, rendered when it is asked for: single pictures, rectified pairs, or videos
 * of three frames with the middle one as IMAGE.
 *
 * <p>SPARSE_DEPTH is what a LiDAR gives in even samples and a depth camera in odd ones.
 */
public final class WorldSource implements SampleSource {
  private record Size(int width, int height) {}

  private static final Set<Field> PAIR =
      Collections.unmodifiableSet(EnumSet.of(Field.RIGHT, Field.DISPARITY, Field.BASELINE));
  private static final Set<Field> VIDEO =
      Collections.unmodifiableSet(
          EnumSet.of(
              Field.PREVIOUS,
              Field.NEXT,
              Field.PREVIOUS_DEPTH,
              Field.NEXT_DEPTH,
              Field.INSTANCES,
              Field.PREVIOUS_INSTANCES,
              Field.NEXT_INSTANCES,
              Field.PREVIOUS_FROM_IMAGE,
              Field.NEXT_FROM_IMAGE));
  private static final Set<Field> SINGLE =
      Collections.unmodifiableSet(
          EnumSet.of(
              Field.IMAGE,
              Field.DEPTH,
              Field.INTRINSICS,
              Field.THERMAL,
              Field.PEOPLE,
              Field.PLANES,
              Field.PLANE_IDS,
              Field.SPARSE_DEPTH));
  private static final int PLANES = Field.PLANES.channels() / 3;
  private static final int MOVERS = 3;
  private static final int EXTRA_PEOPLE = 2;

  private final long seed;
  private final SamplerOptions options;
  private final Map<Size, WorldSampler> samplers = new HashMap<>();
  private final Map<Size, WorldSampler> peopled = new HashMap<>();
  private final WorldSample left = new WorldSample();
  private final WorldSample right = new WorldSample();
  private final WorldSequence video = new WorldSequence();

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
    Set<Field> fields = EnumSet.copyOf(SINGLE);
    fields.addAll(PAIR);
    fields.addAll(VIDEO);
    return fields;
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) {
    boolean pair = !Collections.disjoint(out.wanted(), PAIR);
    boolean moving = !Collections.disjoint(out.wanted(), VIDEO);
    WorldSampler sampler = sampler(out);
    Set<Truth> truth = truth(out, index);
    if (pair && moving) {
      throw new IllegalArgumentException(
          "the generated world gives pairs or videos, not both at once: " + out.wanted());
    } else if (pair) {
      StereoCamera camera = sampler.sampleStereo(index, truth, left, right);
      fill(index, left, out);
      fillPair(camera, out);
    } else if (moving) {
      SequenceOptions motion =
          SequenceOptions.defaults().withMovers(out.wants(Field.INSTANCES) ? MOVERS : 0);
      sampler.sampleSequence(index, motion, truth, video);
      fill(index, video.frame(1), out);
      fillVideo(out);
    } else {
      sampler.sample(index, truth, left);
      fill(index, left, out);
    }
  }

  private WorldSampler sampler(Sample out) {
    boolean people = out.wants(Field.PEOPLE) || out.wants(Field.THERMAL);
    return (people ? peopled : samplers)
        .computeIfAbsent(
            new Size(out.width(), out.height()),
            size ->
                new WorldSampler(
                    seed,
                    size.width(),
                    size.height(),
                    people ? options.withPeople(EXTRA_PEOPLE) : options));
  }

  private static Set<Truth> truth(Sample out, long index) {
    Map<Field, Truth> needed = new EnumMap<>(Field.class);
    needed.put(Field.INSTANCES, Truth.MOVERS);
    needed.put(Field.PEOPLE, Truth.PEOPLE);
    needed.put(Field.THERMAL, Truth.THERMAL);
    needed.put(Field.PLANES, Truth.PLANES);
    needed.put(Field.PLANE_IDS, Truth.PLANES);
    needed.put(Field.SPARSE_DEPTH, sparse(index));
    Set<Truth> truth = EnumSet.noneOf(Truth.class);
    needed.forEach(
        (field, kind) -> {
          if (out.wants(field)) {
            truth.add(kind);
          }
        });
    return truth;
  }

  private static Truth sparse(long index) {
    return index % 2 == 0 ? Truth.LIDAR : Truth.SENSOR_DEPTH;
  }

  private static void fill(long index, WorldSample from, Sample out) {
    copy(from.rgb(), out, Field.IMAGE);
    copy(from.depth(), out, Field.DEPTH);
    out.setIntrinsics(from.camera());
    if (out.wants(Field.THERMAL)) {
      copy(from.thermal(), out, Field.THERMAL);
    }
    if (out.wants(Field.PEOPLE)) {
      byte[] people = from.people().data();
      byte[] labels = out.bytes(Field.PEOPLE);
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (people[i] == 0 ? 0 : 1);
      }
    }
    if (out.wants(Field.PLANES) || out.wants(Field.PLANE_IDS)) {
      fillPlanes(from.planes(), out);
    }
    if (out.wants(Field.SPARSE_DEPTH)) {
      boolean lidar = sparse(index) == Truth.LIDAR;
      copy(lidar ? from.lidar() : from.sensorDepth(), out, Field.SPARSE_DEPTH);
    }
  }

  private static void fillPlanes(PlaneTruth planes, Sample out) {
    if (out.wants(Field.PLANES)) {
      float[] rows = out.floats(Field.PLANES);
      Arrays.fill(rows, Float.NaN);
      double[] equations = planes.equations();
      for (int i = 0; i < Math.min(PLANES, planes.count()); i++) {
        for (int axis = 0; axis < 3; axis++) {
          rows[3 * i + axis] = (float) (equations[4 * i + axis] / equations[4 * i + 3]);
        }
      }
    }
    if (out.wants(Field.PLANE_IDS)) {
      int[] labels = planes.labels().data();
      byte[] ids = out.bytes(Field.PLANE_IDS);
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (byte) (labels[i] > PLANES ? 0 : labels[i]);
      }
    }
  }

  private void fillPair(StereoCamera camera, Sample out) {
    copy(right.rgb(), out, Field.RIGHT);
    if (out.wants(Field.BASELINE)) {
      out.floats(Field.BASELINE)[0] = (float) camera.baselineMetres();
    }
    if (out.wants(Field.DISPARITY)) {
      float[] depth = left.depth().data();
      float[] disparity = out.floats(Field.DISPARITY);
      float scale = (float) (camera.intrinsics().fx() * camera.baselineMetres());
      for (int i = 0; i < disparity.length; i++) {
        disparity[i] = depth[i] < Float.POSITIVE_INFINITY ? scale / depth[i] : Float.NaN;
      }
    }
  }

  private void fillVideo(Sample out) {
    WorldSample previous = video.frame(0);
    WorldSample next = video.frame(2);
    copy(previous.rgb(), out, Field.PREVIOUS);
    copy(next.rgb(), out, Field.NEXT);
    copy(previous.depth(), out, Field.PREVIOUS_DEPTH);
    copy(next.depth(), out, Field.NEXT_DEPTH);
    if (out.wants(Field.INSTANCES)) {
      copy(video.frame(1).movers(), out, Field.INSTANCES);
      copy(previous.movers(), out, Field.PREVIOUS_INSTANCES);
      copy(next.movers(), out, Field.NEXT_INSTANCES);
    }
    if (out.wants(Field.PREVIOUS_FROM_IMAGE)) {
      Motion.write(video.cameraFromCamera(0, 1), out.floats(Field.PREVIOUS_FROM_IMAGE));
    }
    if (out.wants(Field.NEXT_FROM_IMAGE)) {
      Motion.write(video.cameraFromCamera(2, 1), out.floats(Field.NEXT_FROM_IMAGE));
    }
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
    return "generated world, seed " + seed + ", " + options.describe();
  }
}
