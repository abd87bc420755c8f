package dev.fathom.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.DepthStatus;
import dev.fathom.codec.msg.DropCount;
import dev.fathom.codec.msg.ParameterDescriptor;
import dev.fathom.codec.msg.ParameterType;
import dev.fathom.codec.msg.PointField;
import dev.fathom.codec.msg.StageLatency;
import dev.fathom.codec.msg.StdEmpty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageDefinitionTest {
  private static final String SEPARATOR = "=".repeat(80);

  @Test
  void ownFieldsComeFirstThenEveryTypeTheyUseOnce() {
    assertEquals(
        String.join(
            "\n",
            "std_msgs/Header header",
            "string format",
            "uint8[] data",
            SEPARATOR,
            "MSG: std_msgs/Header",
            "builtin_interfaces/Time stamp",
            "string frame_id",
            SEPARATOR,
            "MSG: builtin_interfaces/Time",
            "int32 sec",
            "uint32 nanosec",
            ""),
        MessageCodec.of(CompressedImage.class).definition());
  }

  @Test
  void constantsAndBoundsAreWritten() {
    String point = MessageCodec.of(PointField.class).definition();
    assertTrue(point.startsWith("uint8 INT8=1\nuint8 UINT8=2\n"), point);
    String type = MessageCodec.of(ParameterType.class).definition();
    assertTrue(type.contains("uint8 PARAMETER_STRING_ARRAY=9\n"), type);
    String descriptor = MessageCodec.of(ParameterDescriptor.class).definition();
    assertTrue(descriptor.contains("rcl_interfaces/IntegerRange[<=1] integer_range\n"), descriptor);
    assertEquals("", MessageCodec.of(StdEmpty.class).definition());
  }

  @Test
  void messageFilesSayWhatTheRecordsSay() throws IOException {
    for (Class<?> message : List.of(DepthStatus.class, DropCount.class, StageLatency.class)) {
      Path file = Path.of("msg", message.getSimpleName() + ".msg");
      assertEquals(
          lines(MessageDefinition.own(message)), lines(Files.readString(file)), file.toString());
    }
    try (var files = Files.list(Path.of("msg"))) {
      assertEquals(3, files.count(), "a file without a record");
    }
  }

  /** Recordings by other software carry the definitions: those of our types must say the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "data/ros2_bags/test_bag_mcap/test_bag_mcap.mcap",
        "bags/dgp_lidar/dgp_lidar_0.mcap",
        "bags/kitti_seq2_stereo/kitti_seq2_stereo_0.mcap",
        "bags/hololens_rgbd/hololens_rgbd_0.mcap"
      })
  void definitionsAgreeWithThoseInRecordings(String recording) throws IOException {
    Path file = Path.of("..", "shared", recording);
    if (!Files.exists(file)) {
      System.out.println("skipped: no " + file);
    }
    Assumptions.assumeTrue(Files.exists(file), "no " + file);
    Map<String, String> schemas = PlainMcap.definitions(Files.readAllBytes(file));
    int compared = 0;
    for (Map.Entry<String, String> schema : schemas.entrySet()) {
      MessageCodec<?> codec = Messages.forType(schema.getKey());
      if (codec != null) {
        String ours = codec.definition();
        assertEquals(blocks(schema.getKey(), schema.getValue()), blocks(schema.getKey(), ours));
        compared++;
      }
    }
    assertTrue(compared > 0, "no type in common among " + schemas.keySet());
  }

  /** The lines of every message in a definition, by type, with all type names in full. */
  private static Map<String, List<String>> blocks(String rosType, String definition) {
    Map<String, List<String>> blocks = new TreeMap<>();
    String type = rosType.replaceFirst("/msg/", "/");
    for (String block : definition.split(SEPARATOR + "\n", -1)) {
      String text = block;
      if (block.startsWith("MSG: ")) {
        int end = block.indexOf('\n');
        type = block.substring(5, end < 0 ? block.length() : end).strip();
        text = end < 0 ? "" : block.substring(end);
      }
      String home = type.substring(0, type.indexOf('/'));
      blocks.put(
          type, lines(text).stream().map(line -> inFull(line, home)).collect(Collectors.toList()));
    }
    return blocks;
  }

  private static String inFull(String line, String home) {
    String type = line.substring(0, line.indexOf(' '));
    boolean bare = Character.isUpperCase(type.charAt(0));
    // Header alone means the one of std_msgs, wherever it stands.
    String qualified = type.equals("Header") ? "std_msgs/Header" : home + "/" + type;
    return (bare ? qualified : type) + line.substring(line.indexOf(' '));
  }

  private static List<String> lines(String text) {
    return text.lines()
        .map(line -> line.replaceFirst("#.*", "").strip())
        .map(line -> line.replaceAll("\\s+", " ").replaceAll(" ?= ?", "="))
        // A default serves who fills a message, not who reads it: ours have none.
        .map(line -> line.replaceFirst("^(\\S+ [a-z]\\w*) \\S+$", "$1"))
        .filter(line -> !line.isEmpty())
        .toList();
  }
}
