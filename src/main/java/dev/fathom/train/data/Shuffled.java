package dev.fathom.train.data;

import java.io.IOException;
import java.util.Random;
import java.util.Set;

/**
 * A limited source in another order every time round, without end: frames of a video that follow
 * each other are too alike to be learned from together.
 */
public final class Shuffled implements SampleSource {
  private static final long EPOCHS_APART = 0x9E3779B97F4A7C15L;

  private final SampleSource source;
  private final long seed;
  private long epoch = -1;
  private int[] order = new int[0];

  private Shuffled(SampleSource source, long seed) {
    this.source = source;
    this.seed = seed;
  }

  /** The source shuffled by a seed; one without end stays as it is. */
  public static SampleSource of(SampleSource source, long seed) {
    if (source.size() > Integer.MAX_VALUE) {
      return source;
    }
    return new Shuffled(source, seed);
  }

  @Override
  public Set<Field> fields() {
    return source.fields();
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) throws IOException {
    long size = source.size();
    if (index / size != epoch) {
      epoch = index / size;
      order = order((int) size, Augmentation.random(seed + EPOCHS_APART * epoch));
    }
    source.read(order[(int) (index % size)], out);
  }

  private static int[] order(int size, Random random) {
    int[] order = new int[size];
    for (int i = 0; i < size; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  @Override
  public String describe() {
    return source.describe();
  }
}
