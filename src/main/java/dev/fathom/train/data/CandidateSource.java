package dev.fathom.train.data;

import dev.fathom.image.FloatImage;
import dev.fathom.image.Image8;
import dev.fathom.stereo.CandidateFeatures;
import dev.fathom.stereo.CandidateMatcher;
import dev.fathom.stereo.Candidates;
import dev.fathom.stereo.StereoOptions;
import dev.fathom.world.CutoutPairs;
import dev.fathom.world.SamplerOptions;
import dev.fathom.world.WorldSampler;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Generated pairs with the candidates that matching finds in them: three of four are cut-outs, the
 * fourth is a room or a street.
 *
 * <p>Of each pair windows are taken, {@link #VIEWS} of them in the course of a training, drawn from
 * among {@link #KEPT} pairs at a time, because making a pair costs more than learning from it.
 * Pairs on which matching fails in more than a few per cent of the pixels, and windows without a
 * right candidate for many pixels, are passed over, because real pictures are not like them; of
 * several windows the one is taken where a choice mends most. Where the sky is seen, disparity is
 * −∞.
 *
 * <p>Threads: one at a time. Cost: about 0.2 s a pair, of which rendering is most; 0.3 GB.
 */
public final class CandidateSource implements SampleSource {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int WORLD_EVERY = 4;
  private static final int WINDOWS = 3;
  private static final int TRIES = 50;
  private static final int WINDOW_TRIES = 12;
  private static final int MAX_SEARCHED = 96;

  /** Pairs that are drawn from at a time. */
  private static final int KEPT = 96;

  /** Samples of a pair, on average, before another takes its place. */
  private static final int VIEWS = 36;

  /** Error from which a disparity is wrong. Units: pixels. */
  private static final float WRONG = 2;

  /** Largest shares of pixels where the filled candidate, and where every one, is wrong. */
  private static final double MAX_WRONG = 0.12;

  private static final double MAX_HOPELESS = 0.03;

  private final long seed;
  private final boolean everyPairOnce;
  private final CutoutPairs cutouts;
  private final WorldSampler world;
  private final Map<Integer, CandidateMatcher> matchers = new HashMap<>();
  private final @Nullable Matched[] kept = new Matched[KEPT];
  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final Image8 colour = new Image8();
  private final Image8 rightColour = new Image8();
  private final FloatImage depth = new FloatImage();
  private final FloatImage disparity = new FloatImage();
  private final Candidates candidates = new Candidates();
  private final CandidateFeatures features = new CandidateFeatures();

  /** A pair with all that a sample needs of it. */
  private record Matched(
      long number, byte[] right, byte[] features, float[][] candidates, float[] disparity) {}

  /** Where a window begins, and what is wrong in it. */
  private record Place(int x, int y, double wrong, double hopeless) {
    boolean usable() {
      return wrong <= MAX_WRONG && hopeless <= MAX_HOPELESS;
    }

    boolean mendsMoreThan(Place other) {
      return wrong - hopeless > other.wrong - other.hopeless;
    }
  }

  private CandidateSource(long seed, SamplerOptions.Split split) {
    boolean training = split == SamplerOptions.Split.TRAINING;
    this.seed = training ? seed : ~seed;
    everyPairOnce = !training;
    cutouts = new CutoutPairs(this.seed, WIDTH, HEIGHT);
    world = new WorldSampler(seed, WIDTH, HEIGHT, SamplerOptions.defaults().withSplit(split));
  }

  /** The pairs to learn from. */
  public static CandidateSource training(long seed) {
    return new CandidateSource(seed, SamplerOptions.Split.TRAINING);
  }

  /** Pairs of the same kinds that no training sees, each of them once. */
  public static CandidateSource heldOut(long seed) {
    return new CandidateSource(seed, SamplerOptions.Split.VALIDATION);
  }

  @Override
  public Set<Field> fields() {
    return EnumSet.of(
        Field.IMAGE, Field.RIGHT, Field.CANDIDATES, Field.CANDIDATE_FEATURES, Field.DISPARITY);
  }

  @Override
  public long size() {
    return ENDLESS;
  }

  @Override
  public void read(long index, Sample out) {
    if (out.width() > WIDTH || out.height() > HEIGHT) {
      throw new IllegalArgumentException(
          String.format(
              "samples are at most %dx%d, found %dx%d", WIDTH, HEIGHT, out.width(), out.height()));
    }
    SplittableRandom random = new SplittableRandom(seed * 1_000_003 + index);
    int slot = random.nextInt(KEPT);
    // Slots get new pairs one after the other, so that making them is spread over the training.
    long number =
        everyPairOnce ? index : (index + (long) slot * VIEWS) / (KEPT * VIEWS) * KEPT + slot;
    Matched pair = kept[slot];
    if (pair == null || pair.number() != number) {
      pair = make(number, out.width(), out.height());
      kept[slot] = pair;
    }
    fill(pair, best(pair, random, out.width(), out.height()), out);
  }

  /** The first pair of its number that has a usable window. */
  private Matched make(long number, int width, int height) {
    SplittableRandom random = new SplittableRandom(seed * 1_000_033 + number);
    for (int attempt = 0; attempt < TRIES; attempt++) {
      draw(number * TRIES + attempt, number % WORLD_EVERY == WORLD_EVERY - 1);
      match(random);
      Matched pair = matched(number);
      if (best(pair, random, width, height).usable()) {
        return pair;
      }
    }
    throw new IllegalStateException("no usable pair among " + TRIES + " of number " + number);
  }

  private void draw(long index, boolean ofTheWorld) {
    if (!ofTheWorld) {
      cutouts.sample(index, left, right, disparity);
      return;
    }
    world.sampleStereo(index, colour, rightColour, depth, disparity);
    colour.toGrey(left);
    rightColour.toGrey(right);
    for (int i = 0; i < depth.size(); i++) {
      boolean sky = depth.data()[i] == Float.POSITIVE_INFINITY;
      disparity.data()[i] = sky ? Float.NEGATIVE_INFINITY : disparity.data()[i];
    }
  }

  /** Searches as far as the truth goes; every third time farther, as one does who knows none. */
  private void match(SplittableRandom random) {
    float most = 0;
    for (int i = 0; i < disparity.size(); i++) {
      most = Math.max(most, Float.isNaN(disparity.data()[i]) ? 0 : disparity.data()[i]);
    }
    int needed = ((int) most + 16) / 16 * 16 + (random.nextInt(3) == 0 ? 16 : 0);
    int count = Math.min(MAX_SEARCHED, needed);
    matchers
        .computeIfAbsent(
            count, n -> new CandidateMatcher(StereoOptions.defaults().withDisparities(0, n)))
        .match(left, right, candidates);
    features.describe(left, right, candidates);
  }

  private Matched matched(long number) {
    float[][] planes = new float[Candidates.COUNT][];
    for (int k = 0; k < planes.length; k++) {
      planes[k] = Arrays.copyOf(candidates.plane(k), WIDTH * HEIGHT);
    }
    return new Matched(
        number,
        Arrays.copyOf(right.data(), WIDTH * HEIGHT),
        Arrays.copyOf(features.data(), WIDTH * HEIGHT * CandidateFeatures.PER_PIXEL),
        planes,
        Arrays.copyOf(disparity.data(), WIDTH * HEIGHT));
  }

  /**
   * The best of the first {@link #WINDOWS} usable windows; an unusable one if there is no other.
   */
  private static Place best(Matched pair, SplittableRandom random, int width, int height) {
    Place best = place(pair, random, width, height);
    int usable = best.usable() ? 1 : 0;
    for (int n = 1; n < WINDOW_TRIES && usable < WINDOWS; n++) {
      Place other = place(pair, random, width, height);
      if (other.usable()) {
        best = usable == 0 || other.mendsMoreThan(best) ? other : best;
        usable++;
      }
    }
    return best;
  }

  private static Place place(Matched pair, SplittableRandom random, int width, int height) {
    // Cells of 2×2 pixels stay whole.
    int x = 2 * random.nextInt((WIDTH - width) / 2 + 1);
    int y = 2 * random.nextInt((HEIGHT - height) / 2 + 1);
    int wrong = 0;
    int hopeless = 0;
    for (int row = y; row < y + height; row++) {
      for (int i = row * WIDTH + x; i < row * WIDTH + x + width; i++) {
        float truth = pair.disparity()[i];
        if (!Float.isFinite(truth)) {
          continue;
        }
        boolean filledWrong = Math.abs(pair.candidates()[Candidates.FILLED][i] - truth) > WRONG;
        boolean mended = false;
        for (int k = 1; filledWrong && k < Candidates.COUNT; k++) {
          mended |= Math.abs(pair.candidates()[k][i] - truth) <= WRONG;
        }
        wrong += filledWrong ? 1 : 0;
        hopeless += filledWrong && !mended ? 1 : 0;
      }
    }
    double pixels = (double) width * height;
    return new Place(x, y, wrong / pixels, hopeless / pixels);
  }

  private static void fill(Matched pair, Place place, Sample out) {
    int width = out.width();
    for (int y = 0; y < out.height(); y++) {
      int from = (place.y() + y) * WIDTH + place.x();
      int to = y * width;
      if (out.wants(Field.DISPARITY)) {
        System.arraycopy(pair.disparity(), from, out.floats(Field.DISPARITY), to, width);
      }
      if (out.wants(Field.CANDIDATE_FEATURES)) {
        System.arraycopy(
            pair.features(),
            from * CandidateFeatures.PER_PIXEL,
            out.bytes(Field.CANDIDATE_FEATURES),
            to * CandidateFeatures.PER_PIXEL,
            width * CandidateFeatures.PER_PIXEL);
      }
      if (out.wants(Field.CANDIDATES)) {
        fillCandidates(pair, from, out.floats(Field.CANDIDATES), to, width);
      }
      if (out.wants(Field.IMAGE)) {
        // The first feature is the grey level.
        int step = CandidateFeatures.PER_PIXEL;
        fillGrey(pair.features(), from * step, step, out.bytes(Field.IMAGE), 3 * to, width);
      }
      if (out.wants(Field.RIGHT)) {
        fillGrey(pair.right(), from, 1, out.bytes(Field.RIGHT), 3 * to, width);
      }
    }
  }

  private static void fillCandidates(Matched pair, int from, float[] out, int to, int count) {
    for (int k = 0; k < Candidates.COUNT; k++) {
      float[] plane = pair.candidates()[k];
      for (int i = 0; i < count; i++) {
        out[(to + i) * Candidates.COUNT + k] = plane[from + i];
      }
    }
  }

  private static void fillGrey(byte[] grey, int from, int step, byte[] out, int to, int count) {
    for (int i = 0; i < count; i++) {
      Arrays.fill(out, to + 3 * i, to + 3 * i + 3, grey[from + i * step]);
    }
  }

  @Override
  public String describe() {
    return "generated pairs with candidates, seed " + seed;
  }
}
