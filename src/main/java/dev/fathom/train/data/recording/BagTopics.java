package dev.fathom.train.data.recording;

import org.jspecify.annotations.Nullable;

/**
 * Which topics of a recording to learn from; those that are null are found by type and name, and
 * {@value #NONE} stands for none.
 *
 * @param image the camera, of a pair the left one
 * @param right the right camera of a pair
 * @param depth depth images registered with {@code image}
 * @param lidar points
 * @param odometry where the robot was, if TF does not say
 * @param step PREVIOUS and NEXT are so many frames away
 */
public record BagTopics(
    @Nullable String image,
    @Nullable String right,
    @Nullable String depth,
    @Nullable String lidar,
    @Nullable String odometry,
    int step) {
  /** Instead of a topic: not to be used, even if it could be found. */
  public static final String NONE = "none";

  /** Everything is found, neighbours are neighbours. */
  public static final BagTopics FOUND = new BagTopics(null, null, null, null, null, 1);

  public BagTopics {
    if (step < 1) {
      throw new IllegalArgumentException("step must be at least 1 frame, found " + step);
    }
  }

  /**
   * The same with one topic, or the step, given as a user does: {@code image=/camera/image_raw}.
   */
  public BagTopics with(String name, String value) {
    return switch (name) {
      case "image" -> new BagTopics(value, right, depth, lidar, odometry, step);
      case "right" -> new BagTopics(image, value, depth, lidar, odometry, step);
      case "depth" -> new BagTopics(image, right, value, lidar, odometry, step);
      case "lidar" -> new BagTopics(image, right, depth, value, odometry, step);
      case "odometry" -> new BagTopics(image, right, depth, lidar, value, step);
      case "step" -> new BagTopics(image, right, depth, lidar, odometry, number(value));
      default ->
          throw new IllegalArgumentException(
              "'"
                  + name
                  + "' is unknown; a recording has image, right, depth, lidar, odometry, step");
    };
  }

  private static int number(String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "step must be a number of frames, found '" + value + "'", e);
    }
  }
}
