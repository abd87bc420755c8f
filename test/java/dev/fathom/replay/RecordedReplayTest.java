package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.fathom.codec.msg.CameraInfo;
import dev.fathom.codec.msg.Image;
import dev.fathom.geometry.Vector3;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays of recordings that other software made of real sensors, and what geometry says. */
class RecordedReplayTest {
  private static final Path BAGS = Path.of("..", "shared", "bags");
  private static final String DEPTH = "/fathom/depth/image_rect";
  private static final Path NODE = Path.of("test", "node");

  @TempDir Path temp;

  private static Path require(String name) {
    Path bag = BAGS.resolve(name);
    skipUnless(Files.isDirectory(bag), "recording " + bag + " is not there");
    return bag;
  }

  private static void skipUnless(boolean condition, String reason) {
    if (!condition) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(condition, reason);
  }

  /** KITTI's cameras stand 1.65 m above the road, which is flat over some car lengths. */
  @ParameterizedTest
  @ValueSource(strings = {"", "fathom_stereo"})
  void kittiStereoSeesAFlatRoadAtTheCamerasHeight(String model) throws Exception {
    Path bag = require("kitti_seq2_stereo");
    String products = "products:=depth,camera_info";
    ReplaySummary summary =
        model.isEmpty()
            ? Replays.stereo(bag, temp, products)
            : Replays.stereo(bag, temp, products, "stereo.model:=" + model);
    assertEquals(51, summary.framesIn());
    assertEquals(51, summary.framesOut());
    assertFalse(summary.dataLost(), summary.problems().toString());
    assertTrue(summary.validShare() > 0.5, "share of known pixels: " + summary.validShare());
    CameraInfo camera =
        Replays.messages(temp.resolve("bag"), "/fathom/depth/camera_info", CameraInfo.class).get(0);
    List<RoadPlane> roads = new ArrayList<>();
    for (Image depth : Replays.messages(temp.resolve("bag"), DEPTH, Image.class)) {
      assertEquals("stereo_left_optical", depth.header().frameId());
      roads.add(RoadPlane.of(road(depth, camera.k()), 17));
    }
    assertEquals(51, roads.size());
    double height = median(roads.stream().mapToDouble(RoadPlane::height).toArray());
    double flatness = median(roads.stream().mapToDouble(RoadPlane::medianResidual).toArray());
    double inliers = median(roads.stream().mapToDouble(RoadPlane::inliers).toArray());
    double least = roads.stream().mapToDouble(RoadPlane::height).min().orElseThrow();
    double most = roads.stream().mapToDouble(RoadPlane::height).max().orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "KITTI road, %s: camera height %.3f m (%.3f … %.3f), residual %.1f mm, %.0f %% within 5"
            + " cm%n",
        model.isEmpty() ? "matcher" : model,
        height,
        least,
        most,
        1000 * flatness,
        100 * inliers);
    assertEquals(1.65, height, 0.05 * 1.65);
    assertTrue(flatness < 0.03 * 1.65, "median distance from the plane: " + flatness);
    assertTrue(inliers > 0.6, "share of points on the plane: " + inliers);
  }

  /** What lies in front of the car, below the horizon, at 5 to 20 m. */
  private static List<Vector3> road(Image depth, double[] k) {
    FloatBuffer metres =
        ByteBuffer.wrap(depth.data().array(), depth.data().offset(), depth.data().length())
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    List<Vector3> points = new ArrayList<>();
    for (int v = 200; v < depth.height(); v += 5) {
      for (int u = 420; u < 800; u += 5) {
        double z = metres.get(v * depth.width() + u);
        if (z > 5 && z < 20) {
          points.add(new Vector3((u - k[2]) / k[0] * z, (v - k[5]) / k[4] * z, z));
        }
      }
    }
    assertTrue(points.size() > 1000, points.size() + " points on the road");
    return points;
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  @Test
  void eurocStereoFromSqliteIsRectifiedAndPlausible() throws Exception {
    Path bag = require("euroc_v101");
    ReplaySummary summary =
        Replays.run(Replays.options(bag, temp, PipelineKind.AUTO, "products:=depth,camera_info"));
    assertEquals("stereo", summary.pipeline());
    assertEquals(12, summary.framesIn());
    assertEquals(12, summary.framesOut());
    assertFalse(summary.dataLost(), summary.problems().toString());
    assertTrue(
        summary.medianDepthMetres() > 0.3 && summary.medianDepthMetres() < 10,
        "a hall: " + summary.medianDepthMetres() + " m");
    assertTrue(summary.validShare() > 0.4, "share of known pixels: " + summary.validShare());
    CameraInfo info =
        Replays.messages(temp.resolve("bag"), "/fathom/depth/camera_info", CameraInfo.class).get(0);
    assertEquals(436.244, info.k()[0], 0.01, "the rectified camera's, not the raw one's");
    assertEquals(752, info.width());
    Image depth = Replays.messages(temp.resolve("bag"), DEPTH, Image.class).get(0);
    assertEquals(752, depth.width());
    assertEquals(480, depth.height());
  }

  @Test
  void hololensMonoGivesADepthForEveryFrame() throws Exception {
    Path bag = require("hololens_rgbd");
    skipUnless(Files.isDirectory(Path.of("models", "unet_rt")), "models/unet_rt is not there");
    ReplaySummary summary =
        Replays.run(Replays.options(bag, temp, PipelineKind.AUTO, "products:=depth,sigma"));
    assertEquals("mono", summary.pipeline());
    assertEquals(
        Map.of("image", "/camera/color/image_raw", "camera_info", "/camera/color/camera_info"),
        summary.topics());
    assertEquals(30, summary.framesIn());
    assertEquals(30, summary.framesOut());
    assertFalse(summary.dataLost(), summary.problems().toString());
    List<Image> inputs = Replays.messages(bag, "/camera/color/image_raw", Image.class);
    List<Image> depths = Replays.messages(temp.resolve("bag"), DEPTH, Image.class);
    for (int i = 0; i < inputs.size(); i++) {
      assertEquals(inputs.get(i).header().stamp(), depths.get(i).header().stamp());
      assertEquals(540, depths.get(i).width());
    }
    officialReaderCounts(temp.resolve("bag"), DEPTH, 30);
  }

  @Test
  void compressedColourOfSeveralCamerasNeedsAChoice() throws Exception {
    Path bag = require("dgp_lidar");
    ReplayOptions options =
        Replays.with(
            Replays.options(bag, temp, PipelineKind.MONO, "products:=depth"),
            Map.of(
                "topics",
                new ReplayOptions.NamedTopics(
                    "/camera_05/image_raw/compressed", null, null, null, null, null)));
    ReplaySummary summary = Replays.run(options);
    assertEquals(3, summary.framesOut());
    assertFalse(summary.dataLost(), summary.problems().toString());
  }

  private static void officialReaderCounts(Path bag, String topic, int expected)
      throws IOException, InterruptedException {
    if (!Files.isDirectory(NODE.resolve("node_modules"))) {
      System.out.println("not compared with @mcap/core: npm ci was not run in " + NODE);
      return;
    }
    Process node =
        new ProcessBuilder(
                "node",
                "check_mcap.mjs",
                bag.resolve("bag_0.mcap").toAbsolutePath().normalize().toString())
            .directory(NODE.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), "the official reader refused " + bag);
    JsonObject found = JsonParser.parseString(output).getAsJsonObject();
    for (String way : List.of("indexed", "streaming")) {
      JsonObject topics = found.getAsJsonObject(way).getAsJsonObject("topics");
      assertEquals(expected, topics.getAsJsonObject(topic).get("count").getAsInt(), way);
    }
  }
}
