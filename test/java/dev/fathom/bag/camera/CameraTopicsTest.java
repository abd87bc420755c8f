package dev.fathom.bag.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.ImageDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CameraTopicsTest {
  private static final String INFO = "sensor_msgs/msg/CameraInfo";

  /** Topics of images; those that end in /compressed are so. */
  private static Map<String, String> images(String... topics) {
    Map<String, String> types = new LinkedHashMap<>();
    for (String topic : topics) {
      boolean raw = !topic.endsWith("/compressed") && !topic.endsWith("/compressedDepth");
      types.put(topic, raw ? ImageDecoder.RAW : ImageDecoder.COMPRESSED);
    }
    return types;
  }

  private static List<String> found(String... topics) {
    return new CameraTopics(images(topics))
        .cameras().stream().map(CameraTopics.Camera::topic).toList();
  }

  @Test
  void rawImagesAreTakenBeforeTheirCompressedCopies() {
    assertEquals(List.of("/cam/image_raw"), found("/cam/image_raw/compressed", "/cam/image_raw"));
    assertEquals(List.of("/cam/image_raw"), found("/cam/image_raw", "/cam/image_raw/compressed"));
    assertEquals(List.of("/cam/image_raw/compressed"), found("/cam/image_raw/compressed"));
  }

  @Test
  void depthAndDisparityAreNoCameras() {
    assertEquals(
        List.of("/camera/color/image_raw"),
        found(
            "/camera/color/image_raw",
            "/camera/depth/image_rect_raw",
            "/camera/aligned_depth_to_color/image_raw",
            "/camera/aligned_depth_to_color/image_raw/compressed",
            "/camera/color/image_raw/compressedDepth",
            "/stereo/disparity_image"));
  }

  @Test
  void otherTypesAreNoCameras() {
    Map<String, String> types = images("/a/image");
    types.put("/a/camera_info", INFO);
    types.put("/b/image", "stereo_msgs/msg/DisparityImage");
    assertEquals(1, new CameraTopics(types).cameras().size());
  }

  @ParameterizedTest
  @CsvSource({
    "/cam/image_raw, /cam/camera_info",
    "/cam/image_raw/compressed, /cam/camera_info",
    "/ns/cam/image_rect, /ns/cam/camera_info",
    "/image, /camera_info"
  })
  void cameraInfoIsTheSibling(String image, String info) {
    assertEquals(info, CameraTopics.infoTopicOf(image));
  }

  @ParameterizedTest
  @CsvSource({
    "/stereo/left/image_raw, /stereo/right/image_raw",
    "/cam0/image_raw, /cam1/image_raw",
    "/camera/infra1/image_rect_raw, /camera/infra2/image_rect_raw",
    "/kitti/image_0, /kitti/image_1",
    "/kitti/image_00/data, /kitti/image_01/data",
    "/left/image_rect/compressed, /right/image_rect/compressed",
    "/stereo_left/image, /stereo_right/image",
    "/left_arm/camera/left/image, /left_arm/camera/right/image",
    "/left/left_image, /right/right_image"
  })
  void usualNamesMakeAPairWhateverTheOrder(String left, String right) {
    for (String[] order : new String[][] {{left, right}, {right, left}}) {
      CameraTopics cameras = new CameraTopics(images(order));
      CameraTopics.Pair pair = cameras.onlyPair();
      assertEquals(left, pair.left().topic());
      assertEquals(right, pair.right().topic());
      assertEquals(1, cameras.pairs().size());
      assertEquals(left, cameras.onlyCamera().topic(), "mono takes the left one");
    }
  }

  @Test
  void oneCameraMayBeCompressedAndTheOtherRaw() {
    CameraTopics.Pair pair =
        new CameraTopics(images("/left/image/compressed", "/right/image")).onlyPair();
    assertEquals(ImageDecoder.COMPRESSED, pair.left().type());
    assertEquals(ImageDecoder.RAW, pair.right().type());
  }

  @Test
  void severalCamerasAreListedWithTheOptionToGive() {
    CameraTopics cameras = new CameraTopics(images("/front/image", "/rear/image"));
    IllegalArgumentException mono =
        assertThrows(IllegalArgumentException.class, cameras::onlyCamera);
    assertTrue(mono.getMessage().contains("--image"), mono.getMessage());
    assertTrue(mono.getMessage().contains("/front/image"), mono.getMessage());
    assertTrue(mono.getMessage().contains("/rear/image"), mono.getMessage());
    IllegalArgumentException stereo =
        assertThrows(IllegalArgumentException.class, cameras::onlyPair);
    assertTrue(stereo.getMessage().contains("--left and --right"), stereo.getMessage());
  }

  @Test
  void aPairAndAThirdCameraAreNoChoiceForMono() {
    CameraTopics cameras =
        new CameraTopics(images("/infra1/image", "/infra2/image", "/color/image"));
    assertThrows(IllegalArgumentException.class, cameras::onlyCamera);
    assertEquals("/infra1/image", cameras.onlyPair().left().topic());
  }

  @Test
  void twoPairsAreListed() {
    CameraTopics cameras =
        new CameraTopics(
            images("/front/left/i", "/front/right/i", "/rear/left/i", "/rear/right/i"));
    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, cameras::onlyPair);
    assertTrue(e.getMessage().contains("2 stereo pairs"), e.getMessage());
  }

  @Test
  void aNamedTopicMustBeThereAndHoldImages() {
    Map<String, String> types = images("/a/image");
    types.put("/a/camera_info", INFO);
    IllegalArgumentException absent =
        assertThrows(
            IllegalArgumentException.class, () -> CameraTopics.named("/b/image", null, types));
    assertTrue(absent.getMessage().contains("/b/image"), absent.getMessage());
    assertTrue(absent.getMessage().contains("/a/image"), "lists what is there");
    IllegalArgumentException wrong =
        assertThrows(
            IllegalArgumentException.class,
            () -> CameraTopics.named("/a/camera_info", null, types));
    assertTrue(wrong.getMessage().contains(INFO), wrong.getMessage());
    assertEquals("/x", CameraTopics.named("/a/image", "/x", types).infoTopic());
  }
}
