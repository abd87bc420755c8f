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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Generated pairs with the candidates that matching finds in them: three of four are cut-outs, the
 * fourth is a room or a street.
 *
 * <p>Of each pair a window is taken. Pairs on which matching fails in more than a few per cent of
 * the pixels, and windows without a right candidate for many pixels, are passed over, because real
 * pictures are not like them; of several windows the one is taken where a choice mends most. Where
 * the sky is seen, disparity is unknown.
 *
 * <p>Threads: one at a time. Cost: about 0.2 s a sample, of which rendering is most.
 */
public final class CandidateSource implements SampleSource {
  private static final int WIDTH = 320;
  private static final int HEIGHT = 240;
  private static final int WORLD_EVERY = 4;
  private static final int WINDOWS = 3;
  private static final int TRIES = 50;
  private static final int MAX_SEARCHED = 96;

  /** Error from which a disparity is wrong. Units: pixels. */
  private static final float WRONG = 2;

  /** Largest shares of pixels where the filled candidate, and where every one, is wrong. */
  private static final double MAX_WRONG = 0.12;

  private static final double MAX_HOPELESS = 0.03;

  private final long seed;
  private final CutoutPairs cutouts;
  private final WorldSampler world;
  private final Map<Integer, CandidateMatcher> matchers = new HashMap<>();
  private final Image8 left = new Image8();
  private final Image8 right = new Image8();
  private final Image8 colour = new Image8();
  private final Image8 rightColour = new Image8();
  private final FloatImage depth = new FloatImage();
  private final FloatImage disparity = new FloatImage();
  private final Candidates candidates = new Candidates();
  private final CandidateFeatures features = new CandidateFeatures();

  /** Where a window begins, and what is wrong in it. */
  private record Place(int x, int y, double wrong, double hopeless) {
    boolean usable() {
      return wrong <= MAX_WRONG && hopeless <= MAX_HOPELESS;
    }
  }

  private CandidateSource(long seed, SamplerOptions.Split split) {
    this.seed = split == SamplerOptions.Split.TRAINING ? seed : ~seed;
    cutouts = new CutoutPairs(this.seed, WIDTH, HEIGHT);
    world = new WorldSampler(seed, WIDTH, HEIGHT, SamplerOptions.defaults().withSplit(split));
  }

  /** The pairs to learn from. */
  public static CandidateSource training(long seed) {
    return new CandidateSource(seed, SamplerOptions.Split.TRAINING);
  }

  /** Pairs of the same kinds that no training sees. */
  public static CandidateSource heldOut(long seed) {
    return new CandidateSource(seed, SamplerOptions.Split.VALIDATION);
  }

  @Override
  public Set<Field> fields() {
    return EnumSet.of(Field.CANDIDATES, Field.CANDIDATE_FEATURES, Field.DISPARITY);
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
    for (int attempt = 0; attempt < TRIES; attempt++) {
      draw(index * TRIES + attempt, index % WORLD_EVERY == WORLD_EVERY - 1);
      match(random);
      Place best = place(random, out);
      for (int n = 1; n < WINDOWS; n++) {
        Place other = place(random, out);
        boolean mendsMore = other.wrong() - other.hopeless() > best.wrong() - best.hopeless();
        best = other.usable() && (mendsMore || !best.usable()) ? other : best;
      }
      if (best.usable()) {
        fill(best, out);
        return;
      }
    }
    throw new IllegalStateException("no usable pair among " + TRIES + " at index " + index);
  }

  private void draw(long index, boolean ofTheWorld) {
    if (!ofTheWorld) {
      cutouts.sample(index, left, right, disparity);
      return;
    }
    world.sampleStereo(index, colour, rightColour, depth, disparity);
    colour.toGrey(left);
    rightColour.toGrey(right);
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

  private Place place(SplittableRandom random, Sample out) {
    // Cells of 2×2 pixels stay whole.
    int x = 2 * random.nextInt((WIDTH - out.width()) / 2 + 1);
    int y = 2 * random.nextInt((HEIGHT - out.height()) / 2 + 1);
    int wrong = 0;
    int hopeless = 0;
    for (int row = y; row < y + out.height(); row++) {
      for (int i = row * WIDTH + x; i < row * WIDTH + x + out.width(); i++) {
        float truth = disparity.data()[i];
        boolean mended = false;
        boolean filledWrong = Math.abs(candidates.plane(0)[i] - truth) > WRONG;
        for (int k = 1; filledWrong && k < Candidates.COUNT; k++) {
          mended |= Math.abs(candidates.plane(k)[i] - truth) <= WRONG;
        }
        wrong += filledWrong ? 1 : 0;
        hopeless += filledWrong && !mended ? 1 : 0;
      }
    }
    double pixels = (double) out.width() * out.height();
    return new Place(x, y, wrong / pixels, hopeless / pixels);
  }

  private void fill(Place place, Sample out) {
    int width = out.width();
    for (int y = 0; y < out.height(); y++) {
      int from = (place.y() + y) * WIDTH + place.x();
      if (out.wants(Field.DISPARITY)) {
        System.arraycopy(disparity.data(), from, out.floats(Field.DISPARITY), y * width, width);
      }
      if (out.wants(Field.CANDIDATE_FEATURES)) {
        System.arraycopy(
            features.data(),
            ((place.y() + y) * features.width() + place.x()) * CandidateFeatures.PER_PIXEL,
            out.bytes(Field.CANDIDATE_FEATURES),
            y * width * CandidateFeatures.PER_PIXEL,
            width * CandidateFeatures.PER_PIXEL);
      }
      if (out.wants(Field.CANDIDATES)) {
        fillCandidates(from, out.floats(Field.CANDIDATES), y * width, width);
      }
    }
  }

  private void fillCandidates(int from, float[] out, int to, int count) {
    for (int k = 0; k < Candidates.COUNT; k++) {
      float[] plane = candidates.plane(k);
      for (int i = 0; i < count; i++) {
        out[(to + i) * Candidates.COUNT + k] = plane[from + i];
      }
    }
  }

  @Override
  public String describe() {
    return "generated pairs with candidates, seed " + seed;
  }
}
