package dev.fathom.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.fathom.codec.msg.CompressedImage;
import dev.fathom.codec.msg.Header;
import dev.fathom.codec.msg.Image;
import dev.fathom.record.WorldRecording;
import dev.fathom.record.WorldRecordingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole replays of a recording of the generated world. */
class ReplayTest {
  private static final int FRAMES = 5;
  private static final double RATE = 10;
  private static final String LEFT = "/camera/left/image_rect/compressed";

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path bag;

  @BeforeAll
  static void record() throws IOException {
    bag = shared.resolve("world");
    WorldRecording.write(
        new WorldRecordingOptions(bag, 3, FRAMES / RATE, RATE, 160, 120, 70, 0.12), done -> true);
  }

  private ReplayOptions options(String out, PipelineKind kind) {
    return Replays.options(bag, temp.resolve(out), kind);
  }

  private static List<Header> headersOfInput() throws IOException {
    return Replays.messages(bag, LEFT, CompressedImage.class).stream()
        .map(CompressedImage::header)
        .toList();
  }

  @ParameterizedTest
  @EnumSource(
      value = PipelineKind.class,
      names = {"MONO", "STEREO"})
  void everyFrameGivesEveryProductAtItsOwnStamp(PipelineKind kind) throws Exception {
    ReplaySummary summary = Replays.run(options("out", kind));
    assertEquals(FRAMES, summary.framesIn());
    assertEquals(FRAMES, summary.framesOut());
    assertFalse(summary.dataLost(), summary.problems().toString());
    Map<String, List<Replays.Logged>> written = Replays.read(temp.resolve("out").resolve("bag"));
    List<String> expected =
        new ArrayList<>(
            List.of(
                "/fathom/depth/image_rect",
                "/fathom/depth/camera_info",
                "/fathom/depth/sigma",
                "/fathom/points",
                "/fathom/points/obstacles"));
    if (kind == PipelineKind.STEREO) {
      expected.add("/fathom/disparity");
    }
    for (String topic : expected) {
      assertEquals(FRAMES, written.get(topic).size(), topic);
      assertEquals(FRAMES, summary.outputs().get(topic), topic);
    }
    assertEquals(kind == PipelineKind.STEREO, written.containsKey("/fathom/disparity"));
    assertEquals(1, written.get("/tf_static").size());
    assertEquals(FRAMES, written.get("/tf").size());
    assertEquals(
        headersOfInput(),
        Depths.of(temp.resolve("out")).stream().map(Image::header).toList(),
        "stamps and frames are the input's");
  }

  @Test
  void onePairAndNothingElseIsReplayedAsStereo() throws Exception {
    assertEquals("stereo", Replays.run(options("out", PipelineKind.AUTO)).pipeline());
  }

  @ParameterizedTest
  @EnumSource(
      value = PipelineKind.class,
      names = {"MONO", "STEREO"})
  void twoRunsGiveTheSameBytes(PipelineKind kind) throws Exception {
    Map<String, Object> previews = Map.of("previews", 3);
    var first = Replays.run(Replays.with(options("a", kind), previews));
    var second = Replays.run(Replays.with(options("b", kind), previews));
    assertEquals(first.framesOut(), second.framesOut());
    for (String part : List.of("bag", "previews")) {
      Map<String, String> files = Replays.files(temp.resolve("a").resolve(part));
      assertEquals(files, Replays.files(temp.resolve("b").resolve(part)));
      assertEquals(part.equals("bag") ? 2 : 3, files.size(), files.toString());
    }
  }

  @Test
  void inputsAreCopiedByteForByteWhenAskedFor() throws Exception {
    var unused =
        Replays.run(
            Replays.with(options("out", PipelineKind.STEREO), Map.of("includeInputs", true)));
    Map<String, List<Replays.Logged>> input = Replays.read(bag);
    Map<String, List<Replays.Logged>> output = Replays.read(temp.resolve("out").resolve("bag"));
    input.forEach(
        (topic, messages) -> {
          assertEquals(messages.size(), output.get(topic).size(), topic);
          for (int i = 0; i < messages.size(); i++) {
            assertEquals(messages.get(i).logTime(), output.get(topic).get(i).logTime(), topic);
            assertArrayEquals(messages.get(i).bytes(), output.get(topic).get(i).bytes(), topic);
          }
        });
    assertEquals(FRAMES, output.get(Depths.TOPIC).size());
  }

  @Test
  void ourOwnOutputCanBeReplayedAgainButNotTwiceOntoOneTopic() throws Exception {
    Map<String, Object> withInputs = Map.of("includeInputs", true);
    var first = Replays.run(Replays.with(options("a", PipelineKind.STEREO), withInputs));
    ReplayOptions again =
        Replays.options(temp.resolve("a").resolve("bag"), temp.resolve("b"), PipelineKind.STEREO);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> Replays.run(Replays.with(again, withInputs)));
    assertTrue(e.getMessage().contains("/fathom/"), e.getMessage());
    assertFalse(Files.exists(temp.resolve("b")), "nothing was written");
    assertEquals(first.framesOut(), Replays.run(again).framesOut());
    assertArrayEquals(
        Replays.read(temp.resolve("a").resolve("bag")).get(Depths.TOPIC).get(2).bytes(),
        Replays.read(temp.resolve("b").resolve("bag")).get(Depths.TOPIC).get(2).bytes());
  }

  @Test
  void aTimeRangeKeepsItsFramesAndTheStaticTransforms() throws Exception {
    ReplaySummary summary =
        Replays.run(
            Replays.with(
                options("out", PipelineKind.STEREO),
                Map.of("fromSeconds", 0.15, "toSeconds", 0.35)));
    // Frames at 0.0, 0.1, 0.2, 0.3 and 0.4 s.
    assertEquals(2, summary.framesIn());
    assertEquals(2, summary.framesOut());
    assertEquals(
        headersOfInput().subList(2, 4),
        Depths.of(temp.resolve("out")).stream().map(Image::header).toList());
    Map<String, List<Replays.Logged>> written = Replays.read(temp.resolve("out").resolve("bag"));
    assertEquals(1, written.get("/tf_static").size(), "it was logged before the range");
    assertEquals(2, written.get("/tf").size());
  }

  @Test
  void aRangeBehindTheEndIsRefusedAndLeavesEarlierResults() throws Exception {
    ReplayOptions whole = options("out", PipelineKind.STEREO);
    var unused = Replays.run(whole);
    Map<String, String> before = Replays.files(temp.resolve("out"));
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Replays.run(Replays.with(whole, Map.of("fromSeconds", 60.0, "force", true))));
    assertTrue(e.getMessage().contains("--from 60.0"), e.getMessage());
    assertEquals(before, Replays.files(temp.resolve("out")));
  }

  @Test
  void aSecondReplayIntoTheSameFolderNeedsForce() throws Exception {
    ReplayOptions options = options("out", PipelineKind.STEREO);
    var unused = Replays.run(options);
    Map<String, String> before = Replays.files(temp.resolve("out").resolve("bag"));
    assertThrows(IllegalArgumentException.class, () -> Replays.run(options));
    assertEquals(before, Replays.files(temp.resolve("out").resolve("bag")));
    ReplaySummary again = Replays.run(Replays.with(options, Map.of("force", true)));
    assertEquals(FRAMES, again.framesOut());
    assertEquals(before, Replays.files(temp.resolve("out").resolve("bag")));
  }

  @Test
  void theSummaryOnDiskIsTheOneReturned() throws Exception {
    ReplaySummary summary =
        Replays.run(Replays.with(options("out", PipelineKind.STEREO), Map.of("previews", 2)));
    Path file = temp.resolve("out").resolve("summary.json");
    assertEquals(summary.toJson(), Files.readString(file));
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    assertEquals(FRAMES, json.get("frames_in").getAsInt());
    assertEquals(FRAMES, json.get("frames_out").getAsInt());
    assertTrue(json.get("peak_memory_megabytes").getAsDouble() > 10);
    JsonObject milliseconds = json.getAsJsonObject("milliseconds");
    for (String stage : List.of("decode", "rectify", "estimate", "refine", "products", "total")) {
      JsonObject times = milliseconds.getAsJsonObject(stage);
      assertTrue(times.get("p50").getAsDouble() <= times.get("p99").getAsDouble(), stage);
    }
    assertTrue(summary.validShare() > 0.2 && summary.validShare() <= 1);
  }

  @Test
  void contradictoryTopicsAndPipelineAreRefused() {
    ReplayOptions.NamedTopics image =
        new ReplayOptions.NamedTopics(LEFT, null, null, null, null, null);
    RuntimeException e =
        assertThrows(
            RuntimeException.class,
            () -> Replays.with(options("out", PipelineKind.STEREO), Map.of("topics", image)));
    assertTrue(e.getCause().getCause().getMessage().contains("--image"), e.toString());
  }
}
