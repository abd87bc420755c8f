package dev.fathom.bag;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.fathom.bag.SampleBag.Message;
import dev.fathom.bag.mcap.ChunkCompression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official MCAP reader, which runs in node, and ours find the same in the same files. */
class OfficialReaderTest {
  private static final Path NODE = Path.of("test", "node");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @ParameterizedTest
  @EnumSource(ChunkCompression.class)
  void acceptsWhatWeWrite(ChunkCompression compression) throws Exception {
    List<Message> messages = SampleBag.messages(700, 11);
    Path bag =
        SampleBag.write(temp.resolve("bag"), new BagWriterOptions(compression, 50_000), messages);
    JsonObject found = officialReader(SampleBag.mcap(bag));
    JsonObject indexed = found.getAsJsonObject("indexed");
    JsonObject streaming = found.getAsJsonObject("streaming");
    Map<String, String> expected = tally(bag);
    assertEquals(expected, tally(indexed), "by index");
    assertEquals(expected, tally(streaming), "from beginning to end");
    assertTrue(indexed.get("ordered").getAsBoolean());
    assertEquals(700, indexed.get("statistics").getAsInt());
    assertTrue(indexed.get("chunks").getAsInt() > 5);
    assertEquals("ros2", indexed.get("profile").getAsString());
    assertEquals("[\"ros2msg\"]", indexed.get("encodings").toString());
    assertTrue(indexed.get("summaryCrc").getAsLong() != 0, "the summary has a CRC");
    assertTrue(streaming.get("done").getAsBoolean());
    assertEquals(found.get("dataCrcFound").getAsLong(), streaming.get("dataCrc").getAsLong());
    JsonObject decoded = streaming.getAsJsonObject("decoded");
    assertEquals(466, decoded.get(SampleBag.TEXT_TOPIC).getAsInt(), "by its definition");
    assertEquals(234, decoded.get(SampleBag.BLOB_TOPIC).getAsInt(), "by its definition");
    String qos = indexed.getAsJsonObject("qos").get(SampleBag.BLOB_TOPIC).getAsString();
    assertEquals(List.of(QosProfile.sensorData()), QosYaml.parse(qos));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bags/kitti_seq2_stereo/kitti_seq2_stereo_0.mcap",
        "bags/hololens_rgbd/hololens_rgbd_0.mcap",
        "bags/dgp_lidar/dgp_lidar_0.mcap",
        "data/ros2_bags/test_bag_mcap/test_bag_mcap.mcap"
      })
  void findsTheSamePayloadsInRecordingsOfOthers(String path) throws Exception {
    Path file = RecordedBags.require(path);
    assertEquals(tally(officialReader(file).getAsJsonObject("indexed")), tally(file));
  }

  private static Map<String, String> tally(Path bag) throws IOException {
    Map<String, Long> counts = new TreeMap<>();
    Map<String, Long> folded = new TreeMap<>();
    try (BagReader reader = BagReader.open(bag)) {
      reader.read(
          BagFilter.all(),
          (c, log, publish, bytes, offset, length) -> {
            counts.merge(c.topic(), 1L, Long::sum);
            long before = folded.getOrDefault(c.topic(), 0L);
            folded.put(c.topic(), SampleBag.fold(before, bytes, offset, length));
          });
      assertEquals(List.of(), reader.problems());
    }
    Map<String, String> tally = new TreeMap<>();
    counts.forEach((topic, count) -> tally.put(topic, count + " × " + folded.get(topic)));
    return tally;
  }

  private static Map<String, String> tally(JsonObject reading) {
    Map<String, String> tally = new TreeMap<>();
    reading
        .getAsJsonObject("topics")
        .entrySet()
        .forEach(
            topic -> {
              JsonObject t = topic.getValue().getAsJsonObject();
              tally.put(topic.getKey(), t.get("count") + " × " + t.get("crc").getAsLong());
            });
    return tally;
  }

  private static JsonObject officialReader(Path file) throws IOException, InterruptedException {
    skipUnless(Files.isDirectory(NODE.resolve("node_modules")), "npm ci was not run in " + NODE);
    Process node;
    try {
      node =
          new ProcessBuilder("node", "check_mcap.mjs", file.toAbsolutePath().normalize().toString())
              .directory(NODE.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    } catch (IOException e) {
      skipUnless(false, "node is not installed");
      throw e;
    }
    String output = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, node.waitFor(), "the official reader refused " + file);
    return JsonParser.parseString(output).getAsJsonObject();
  }

  private static void skipUnless(boolean condition, String reason) {
    if (!condition) {
      System.out.println("skipped: " + reason);
    }
    Assumptions.assumeTrue(condition, reason);
  }
}
