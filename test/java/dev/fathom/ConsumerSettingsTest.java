package dev.fathom;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.pipeline.Product;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * What is shipped for Nav2, MoveIt and RViz fits what Fathom publishes, and has only settings that
 * they read.
 */
class ConsumerSettingsTest {
  private static final Path NAV2 = Path.of("config", "nav2");
  private static final Path MOVEIT = Path.of("config", "moveit");

  private static Map<String, Object> yaml(Path file) throws IOException {
    return mapping(new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file)));
  }

  private static Map<String, Object> mapping(Object value) {
    Map<String, Object> mapping = new LinkedHashMap<>();
    Map<?, ?> found = assertInstanceOf(Map.class, value);
    found.forEach((key, inner) -> mapping.put(String.valueOf(key), inner));
    return mapping;
  }

  private static Map<String, Object> mapping(Map<String, Object> from, String... path) {
    Map<String, Object> at = from;
    for (String step : path) {
      assertTrue(at.containsKey(step), step + " in " + at.keySet());
      at = mapping(at.get(step));
    }
    return at;
  }

  private static Map<String, Object> costmap(String file) throws IOException {
    return mapping(yaml(NAV2.resolve(file)), "local_costmap", "local_costmap", "ros__parameters");
  }

  private static double number(Map<String, Object> settings, String name) {
    return assertInstanceOf(Double.class, settings.get(name), name + " is a real number");
  }

  private static Set<String> published() {
    return Arrays.stream(Product.values())
        .map(p -> "/fathom/" + p.topic())
        .collect(Collectors.toSet());
  }

  /** What a consumer declares, with its type in ROS. */
  private static Map<String, String> declared(String consumer) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    for (String line :
        Files.readAllLines(Path.of("test", "resources", "consumers", consumer + ".txt"))) {
      int space = line.indexOf(' ');
      types.put(line.substring(0, space), line.substring(space + 1));
    }
    return types;
  }

  /** Every setting that is no mapping itself is one the consumer reads, in its type. */
  private static void assertKnown(String consumer, Map<String, Object> settings)
      throws IOException {
    Map<String, String> declared = declared(consumer);
    settings.forEach(
        (name, value) -> {
          if (!(value instanceof Map)) {
            assertTrue(declared.containsKey(name), consumer + " reads " + name);
            assertEquals(declared.get(name), typeInRos(value), consumer + " " + name);
          }
        });
  }

  private static String typeInRos(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().allMatch(String.class::isInstance) ? "string_array" : "array";
    }
    return value instanceof Boolean
        ? "bool"
        : value instanceof Integer ? "integer" : value instanceof Double ? "double" : "string";
  }

  @ParameterizedTest
  @CsvSource({
    "voxel_layer.yaml, voxel_layer, nav2_voxel_layer, nav2_voxel_source",
    "stvl.yaml, stvl_layer, stvl_layer, stvl_source"
  })
  void costmapsReadEverySettingAndOurTopics(
      String file, String layerName, String layerNames, String sourceNames) throws IOException {
    Map<String, Object> costmap = costmap(file);
    assertKnown("nav2_costmap", costmap);
    List<?> plugins = assertInstanceOf(List.class, costmap.get("plugins"));
    Map<String, Object> layers = new LinkedHashMap<>(costmap);
    layers.values().removeIf(value -> !(value instanceof Map));
    assertEquals(new HashSet<Object>(plugins), layers.keySet(), "layers that are used");
    assertKnown("nav2_inflation_layer", mapping(costmap, "inflation_layer"));

    Map<String, Object> layer = mapping(costmap, layerName);
    assertKnown(layerNames, layer);
    Set<String> sources = Set.of(String.valueOf(layer.get("observation_sources")).split(" ", -1));
    boolean marks = false;
    boolean clears = false;
    for (String source : sources) {
      Map<String, Object> settings = mapping(layer, source);
      assertKnown(sourceNames, settings);
      assertEquals("PointCloud2", settings.get("data_type"));
      assertTrue(published().contains(settings.get("topic")), settings.get("topic").toString());
      marks |= settings.get("marking").equals(true);
      clears |= settings.get("clearing").equals(true);
    }
    assertTrue(marks && clears, "there are obstacle and clearing sources");
    assertEquals(
        sources,
        layer.entrySet().stream()
            .filter(e -> e.getValue() instanceof Map)
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet()),
        "sources that are used");
  }

  @Test
  void nav2ClearsAtLeastAsFarAsItMarksAndFathomSeesThatFar() throws IOException {
    PipelineOptions indoor =
        RecordBinding.bind(
            PipelineOptions.defaults(),
            ParameterFile.read(Path.of("config", "robots", "indoor.yaml"), "fathom"));
    double seen = indoor.obstacles().maxRange();
    Map<String, Object> voxels = mapping(costmap("voxel_layer.yaml"), "voxel_layer");
    double marked = number(mapping(voxels, "fathom_marks"), "obstacle_max_range");
    for (String source : List.of("fathom_rays", "fathom_free")) {
      double cleared = number(mapping(voxels, source), "raytrace_max_range");
      assertTrue(marked < cleared && cleared <= seen, source);
    }
    assertTrue(
        number(voxels, "origin_z")
                + ((Number) voxels.get("z_voxels")).intValue() * number(voxels, "z_resolution")
            >= number(voxels, "max_obstacle_height"),
        "the voxels reach as high as obstacles are marked");
    Map<String, Object> stvl = mapping(costmap("stvl.yaml"), "stvl_layer");
    double range = number(mapping(stvl, "fathom_mark"), "obstacle_range");
    double frustum = number(mapping(stvl, "fathom_clear"), "max_z");
    assertTrue(range < frustum && frustum <= seen);
  }

  @ParameterizedTest
  @CsvSource({
    "sensors_3d_points.yaml, fathom_points, moveit_points, point_cloud_topic",
    "sensors_3d_depth.yaml, fathom_depth, moveit_depth, image_topic"
  })
  void moveItReadsEverySettingInItsType(
      String file, String sensor, String names, String topicSetting) throws IOException {
    Map<String, Object> sensors = yaml(MOVEIT.resolve(file));
    assertEquals(List.of(sensor), sensors.get("sensors"));
    Map<String, Object> settings = mapping(sensors, sensor);
    assertKnown(names, settings);
    assertTrue(published().contains(settings.get(topicSetting)));
    // An updater gives up on, or stops reading at, the first setting that is missing.
    Set<String> missing = new HashSet<>(declared(names).keySet());
    missing.removeAll(settings.keySet());
    assertTrue(Set.of("ns").containsAll(missing), missing.toString());
  }

  @Test
  void moveItAsksForDepthTheCameraHas() throws IOException {
    PipelineOptions wrist =
        RecordBinding.bind(
            PipelineOptions.defaults(),
            ParameterFile.read(Path.of("config", "robots", "wrist_camera.yaml"), "fathom"));
    Map<String, Object> points =
        mapping(yaml(MOVEIT.resolve("sensors_3d_points.yaml")), "fathom_points");
    Map<String, Object> depth =
        mapping(yaml(MOVEIT.resolve("sensors_3d_depth.yaml")), "fathom_depth");
    assertTrue(number(points, "max_range") <= wrist.maxRange());
    assertTrue(number(depth, "far_clipping_plane_distance") <= wrist.maxRange());
    assertTrue(number(depth, "near_clipping_plane_distance") >= wrist.minRange());
  }

  @ParameterizedTest
  @ValueSource(strings = {"DEPTH", "SIGMA", "POINTS", "OBSTACLES"})
  void rvizShowsEveryProductThatOneLooksAt(String product) throws IOException {
    assertTrue(
        rvizTopics().containsKey("/fathom/" + Product.valueOf(product).topic()),
        rvizTopics().toString());
  }

  @Test
  void rvizAsksForWhatIsPublishedAsItIsPublished() throws IOException {
    rvizTopics()
        .forEach(
            (topic, qos) -> {
              assertTrue(published().contains(topic) || topic.equals("/camera/image_raw"), topic);
              // A reliable subscription would get nothing from a best-effort camera.
              assertEquals("Best Effort", qos.get("Reliability Policy"), topic);
              assertEquals("Volatile", qos.get("Durability Policy"), topic);
            });
    assertTrue(
        rvizDisplays().stream()
            .anyMatch(display -> display.get("Class").equals("rviz_default_plugins/TF")));
  }

  @Test
  void launchFilesKnowEveryProduct() throws IOException {
    String launch = Files.readString(Path.of("launch", "node_actions.py"));
    for (Product product : Product.values()) {
      assertTrue(launch.contains("'" + product.topic() + "'"), product.topic());
    }
  }

  private static List<Map<String, Object>> rvizDisplays() throws IOException {
    Map<String, Object> manager =
        mapping(yaml(Path.of("rviz", "fathom.rviz")), "Visualization Manager");
    List<?> displays = assertInstanceOf(List.class, manager.get("Displays"));
    return displays.stream().map(ConsumerSettingsTest::mapping).toList();
  }

  private static Map<String, Map<String, Object>> rvizTopics() throws IOException {
    Map<String, Map<String, Object>> topics = new LinkedHashMap<>();
    for (Map<String, Object> display : rvizDisplays()) {
      if (display.containsKey("Topic")) {
        Map<String, Object> topic = mapping(display, "Topic");
        topics.put(String.valueOf(topic.get("Value")), topic);
      }
    }
    return topics;
  }
}
