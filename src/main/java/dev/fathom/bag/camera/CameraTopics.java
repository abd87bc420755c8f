package dev.fathom.bag.camera;

import dev.fathom.codec.ImageDecoder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which topics of a recording hold which camera.
 *
 * <p>A camera is a topic of images that is not depth. Its camera_info is its sibling, as
 * image_transport defines: {@code /ns/image_raw} and {@code /ns/image_raw/compressed} both go with
 * {@code /ns/camera_info}. Two cameras whose topics differ in nothing but left/right, cam0/cam1,
 * camera0/camera1, infra1/infra2 or image_0/image_1 are a stereo pair. A topic whose last name
 * begins with image_rect holds rectified images, as image_pipeline names them, though its
 * camera_info is that of the raw ones.
 */
public final class CameraTopics {
  private static final List<List<String>> PAIR_NAMES =
      List.of(
          List.of("left", "right"),
          List.of("cam0", "cam1"),
          List.of("cam_0", "cam_1"),
          List.of("camera0", "camera1"),
          List.of("camera_0", "camera_1"),
          List.of("infra1", "infra2"),
          List.of("image_0", "image_1"),
          List.of("image_00", "image_01"));

  private static final String RECTIFIED_PREFIX = "image_rect";
  private static final String COMPRESSED_SUFFIX = "/compressed";

  private final List<Camera> cameras;

  /**
   * One camera.
   *
   * @param topic its images
   * @param type message type of its images
   * @param infoTopic its camera_info
   */
  public record Camera(String topic, String type, String infoTopic) {
    /** The raw image's topic, whatever transport this one is of. */
    public String base() {
      return topic.endsWith(COMPRESSED_SUFFIX)
          ? topic.substring(0, topic.length() - COMPRESSED_SUFFIX.length())
          : topic;
    }

    /** Whether its images are rectified already: of its camera_info, only P holds for them. */
    public boolean isRectified() {
      String base = base();
      return base.startsWith(RECTIFIED_PREFIX, base.lastIndexOf('/') + 1);
    }
  }

  /** A left and a right camera. */
  public record Pair(Camera left, Camera right) {}

  /**
   * @param typeOfTopic every topic of the recording with its type
   */
  public CameraTopics(Map<String, String> typeOfTopic) {
    Map<String, Camera> byBase = new LinkedHashMap<>();
    typeOfTopic.forEach(
        (topic, type) -> {
          if (ImageDecoder.reads(type) && !looksLikeDepth(topic)) {
            Camera camera = new Camera(topic, type, infoTopicOf(topic));
            // Raw images carry more than their compressed copies.
            byBase.merge(
                camera.base(), camera, (a, b) -> a.type().equals(ImageDecoder.RAW) ? a : b);
          }
        });
    cameras = List.copyOf(byBase.values());
  }

  public static String infoTopicOf(String imageTopic) {
    String base = new Camera(imageTopic, "", "").base();
    return base.substring(0, base.lastIndexOf('/') + 1) + "camera_info";
  }

  private static boolean looksLikeDepth(String topic) {
    // image_transport offers every image, of depth or not, on a topic …/compressedDepth.
    String name = topic.toLowerCase(Locale.ROOT);
    return name.contains("depth") || name.contains("disparity");
  }

  public List<Camera> cameras() {
    return cameras;
  }

  /** Every pair of cameras whose names say left and right. */
  public List<Pair> pairs() {
    Map<String, Camera> byBase =
        cameras.stream().collect(Collectors.toMap(Camera::base, Function.identity()));
    List<Pair> pairs = new ArrayList<>();
    for (Camera left : cameras) {
      for (List<String> names : PAIR_NAMES) {
        Camera right = partner(left, names.get(0), names.get(1), byBase);
        if (right != null) {
          pairs.add(new Pair(left, right));
          break;
        }
      }
    }
    return pairs;
  }

  /** The camera named like {@code left} but for one occurrence of the name of its side, or all. */
  private static @Nullable Camera partner(
      Camera left, String side, String otherSide, Map<String, Camera> byBase) {
    String base = left.base();
    Camera found = base.contains(side) ? byBase.get(base.replace(side, otherSide)) : null;
    for (int at = base.indexOf(side); found == null && at >= 0; at = base.indexOf(side, at + 1)) {
      found = byBase.get(base.substring(0, at) + otherSide + base.substring(at + side.length()));
    }
    return found;
  }

  /** The one camera to use when nobody said: the only one, or the left one of the only pair. */
  public Camera onlyCamera() {
    if (cameras.size() == 1) {
      return cameras.get(0);
    }
    List<Pair> pairs = pairs();
    if (pairs.size() == 1 && cameras.size() == 2) {
      return pairs.get(0).left();
    }
    throw cameras.isEmpty()
        ? noCamera()
        : new IllegalArgumentException(
            "the recording holds "
                + cameras.size()
                + " cameras; choose one with --image: "
                + list());
  }

  /** The one pair to use when nobody said. */
  public Pair onlyPair() {
    List<Pair> pairs = pairs();
    if (pairs.size() == 1) {
      return pairs.get(0);
    }
    if (cameras.isEmpty()) {
      throw noCamera();
    }
    throw new IllegalArgumentException(
        (pairs.isEmpty()
                ? "no two cameras are named like a stereo pair"
                : pairs.size() + " stereo pairs are there")
            + "; choose with --left and --right: "
            + list());
  }

  /** The camera on exactly this topic. */
  public static Camera named(
      String topic, @Nullable String infoTopic, Map<String, String> typeOfTopic) {
    String type = typeOfTopic.get(topic);
    if (type == null) {
      throw new IllegalArgumentException(
          "topic "
              + topic
              + " is not in the recording, which holds "
              + listTopics(typeOfTopic.keySet()));
    }
    if (!ImageDecoder.reads(type)) {
      throw new IllegalArgumentException(
          "topic "
              + topic
              + " is of type "
              + type
              + ", expected "
              + ImageDecoder.RAW
              + " or "
              + ImageDecoder.COMPRESSED);
    }
    return new Camera(
        topic, type, Optional.ofNullable(infoTopic).orElseGet(() -> infoTopicOf(topic)));
  }

  private static IllegalArgumentException noCamera() {
    return new IllegalArgumentException(
        "no camera in the recording: no topic of type "
            + ImageDecoder.RAW
            + " or "
            + ImageDecoder.COMPRESSED
            + " (topics with 'depth' or 'disparity' in their name do not count; --image TOPIC"
            + " overrides)");
  }

  private String list() {
    return cameras.stream().map(Camera::topic).collect(Collectors.joining(", "));
  }

  public static String listTopics(Collection<String> topics) {
    return topics.isEmpty()
        ? "no topics"
        : topics.stream().sorted().collect(Collectors.joining(", "));
  }
}
