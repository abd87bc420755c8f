package dev.fathom.world;

import java.util.Locale;

/**
 * What a {@link WorldSampler} draws from.
 *
 * @param split training and validation never share a scene
 * @param roomShare share of samples in rooms; the rest are in streets
 * @param greyShare share of colourless pictures, as mono8 cameras give
 * @param minFovDegrees narrowest horizontal field of view. Units: degrees
 * @param maxFovDegrees widest horizontal field of view. Units: degrees
 * @param minBaselineMetres shortest stereo baseline. Units: metres
 * @param maxBaselineMetres longest stereo baseline. Units: metres
 * @param cameraFaults whether exposure, colour, blur and noise vary; otherwise pictures are clean
 * @param people how many people are put in front of the camera, where there is room, beside those
 *     that a scene has
 */
public record SamplerOptions(
    Split split,
    double roomShare,
    double greyShare,
    double minFovDegrees,
    double maxFovDegrees,
    double minBaselineMetres,
    double maxBaselineMetres,
    boolean cameraFaults,
    int people) {
  private static final int MOST_PEOPLE = 50;

  /** Which of two disjoint sets of scenes to draw. */
  public enum Split {
    TRAINING,
    VALIDATION
  }

  public SamplerOptions {
    share("roomShare", roomShare);
    share("greyShare", greyShare);
    range("FovDegrees", minFovDegrees, maxFovDegrees);
    if (maxFovDegrees >= 170) {
      throw new IllegalArgumentException("maxFovDegrees must be below 170, found " + maxFovDegrees);
    }
    range("BaselineMetres", minBaselineMetres, maxBaselineMetres);
    if (people < 0 || people > MOST_PEOPLE) {
      throw new IllegalArgumentException(
          "people must be within 0 … " + MOST_PEOPLE + ", found " + people);
    }
  }

  /** Options without people beyond those that a scene has. */
  public SamplerOptions(
      Split split,
      double roomShare,
      double greyShare,
      double minFovDegrees,
      double maxFovDegrees,
      double minBaselineMetres,
      double maxBaselineMetres,
      boolean cameraFaults) {
    this(
        split,
        roomShare,
        greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        cameraFaults,
        0);
  }

  public static SamplerOptions defaults() {
    return new SamplerOptions(Split.TRAINING, 0.6, 0.15, 45, 100, 0.05, 0.6, true);
  }

  public SamplerOptions withSplit(Split newSplit) {
    return new SamplerOptions(
        newSplit,
        roomShare,
        greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        cameraFaults,
        people);
  }

  public SamplerOptions withRoomShare(double newRoomShare) {
    return new SamplerOptions(
        split,
        newRoomShare,
        greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        cameraFaults,
        people);
  }

  public SamplerOptions withCameraFaults(boolean newCameraFaults) {
    return new SamplerOptions(
        split,
        roomShare,
        greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        newCameraFaults,
        people);
  }

  public SamplerOptions withPeople(int newPeople) {
    return new SamplerOptions(
        split,
        roomShare,
        greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        cameraFaults,
        newPeople);
  }

  /** In a line, for people. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "%s scenes, %.0f %% rooms, %.0f %% grey, %s to %s degrees wide, baselines of %s to %s"
            + " m%s%s",
        split.name().toLowerCase(Locale.ROOT),
        100 * roomShare,
        100 * greyShare,
        minFovDegrees,
        maxFovDegrees,
        minBaselineMetres,
        maxBaselineMetres,
        cameraFaults ? ", with camera faults" : "",
        people > 0 ? ", " + people + " people more" : "");
  }

  private static void share(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be within 0 … 1, found " + value);
    }
  }

  private static void range(String name, double low, double high) {
    if (!(low > 0 && high >= low)) {
      throw new IllegalArgumentException(
          "min"
              + name
              + " and max"
              + name
              + " must be positive and in order, found "
              + low
              + " and "
              + high);
    }
  }
}
