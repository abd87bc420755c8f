package dev.fathom.world;

/**
 * How a {@link WorldSampler} moves its camera, and what else moves.
 *
 * @param frames how many pictures
 * @param minStepMetres shortest way from a picture to the next, shorter only where there is no room
 * @param maxStepMetres longest such way
 * @param movers at most so many objects move between the pictures; 0 for a world that stands still
 */
public record SequenceOptions(int frames, double minStepMetres, double maxStepMetres, int movers) {
  private static final int MOST_FRAMES = 1000;
  private static final int MOST_MOVERS = 100;

  public SequenceOptions {
    if (frames < 1 || frames > MOST_FRAMES) {
      throw new IllegalArgumentException(
          "frames must be within 1 … " + MOST_FRAMES + ", found " + frames);
    }
    if (!(minStepMetres > 0 && maxStepMetres >= minStepMetres && maxStepMetres <= 5)) {
      throw new IllegalArgumentException(
          "steps must be within 0 … 5 m and in order, found "
              + minStepMetres
              + " and "
              + maxStepMetres);
    }
    if (movers < 0 || movers > MOST_MOVERS) {
      throw new IllegalArgumentException(
          "movers must be within 0 … " + MOST_MOVERS + ", found " + movers);
    }
  }

  /** Three frames of a world that stands still. */
  public static SequenceOptions defaults() {
    return new SequenceOptions(3, 0.05, 0.5, 0);
  }

  public SequenceOptions withFrames(int newFrames) {
    return new SequenceOptions(newFrames, minStepMetres, maxStepMetres, movers);
  }

  public SequenceOptions withMovers(int newMovers) {
    return new SequenceOptions(frames, minStepMetres, maxStepMetres, newMovers);
  }

  /** The frame about which the sequence is built: the one in the middle. */
  public int target() {
    return frames / 2;
  }
}
