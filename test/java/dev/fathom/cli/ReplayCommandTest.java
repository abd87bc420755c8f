package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.bag.BagFilter;
import dev.fathom.bag.BagReader;
import dev.fathom.bag.BagWriter;
import dev.fathom.bag.BagWriterOptions;
import dev.fathom.bag.Connection;
import dev.fathom.bag.mcap.ChunkCompression;
import dev.fathom.config.ParameterFile;
import dev.fathom.config.RecordBinding;
import dev.fathom.pipeline.PipelineOptions;
import dev.fathom.record.WorldRecording;
import dev.fathom.record.WorldRecordingOptions;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayCommandTest {
  private static final Path MODEL = Path.of("models", "unet_rt");

  @TempDir static Path shared;
  @TempDir Path temp;

  private static Path bag;

  @BeforeAll
  static void record() throws IOException {
    bag = shared.resolve("world");
    WorldRecording.write(
        new WorldRecordingOptions(bag, 3, 0.3, 10, 160, 120, 70, 0.12), done -> true);
  }

  private Path out() {
    return temp.resolve("out");
  }

  private Shell.Result replay(Object... more) {
    return Shell.run(
        Stream.concat(Stream.of("replay", bag, "--out", out()), Stream.of(more)).toArray());
  }

  private Shell.Result fails(int code, Shell.Result result, String... named) {
    result.assertFails(code, named);
    assertFalse(Files.exists(out()), "nothing was written");
    return result;
  }

  @Test
  void aReplayEndsWithATableAndZero() {
    Shell.Result result = replay("--pipeline", "stereo", "--previews", "1");
    assertEquals(0, result.exitCode(), result.err());
    for (String part :
        List.of(
            "3 in, 3 out, 0 dropped",
            "p50",
            "estimate",
            "/fathom/depth/image_rect",
            out().resolve("bag").toString(),
            out().resolve("summary.json").toString())) {
      assertTrue(result.out().contains(part), part + " in:\n" + result.out());
    }
    assertEquals(List.of(), result.errorLines());
  }

  @Test
  void monoWithParametersFromAFileAndTheCommandLine() throws Exception {
    Path params = temp.resolve("params.yaml");
    Files.writeString(
        params,
        """
        /**:
          ros__parameters:
            depth_encoding: 16UC1
            products: "depth"
            model: nope
        other:
          ros__parameters:
            depth_encoding: 99
        """);
    Shell.Result result =
        replay(
            "--pipeline", "MONO", "--params", params, "-p", "model:=" + MODEL, "-p", "threads:=1");
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("/fathom/depth/image_rect"), result.out());
    assertFalse(result.out().contains("/fathom/points"), "the file's products hold");
    assertTrue(
        result
            .err()
            .contains(
                "taking /camera/left/image_rect/compressed, the left camera of the pair with"
                    + " /camera/right/image_rect/compressed; see --image"),
        result.err());
  }

  @Test
  void listedParametersAreAParameterFile() throws Exception {
    Shell.Result listed = Shell.run("replay", "--list-params");
    assertEquals(0, listed.exitCode());
    Path file = Files.writeString(temp.resolve("params.yaml"), listed.out());
    PipelineOptions defaults = PipelineOptions.defaults();
    var settings = ParameterFile.read(file, "fathom");
    assertEquals(RecordBinding.names(defaults).size(), settings.size(), "every one is listed");
    assertEquals(defaults, RecordBinding.bind(defaults, settings));
    String changed =
        listed
            .out()
            .replace("max_range: 100.0", "max_range: 7.5")
            .replace("fill: false", "fill: true");
    Files.writeString(file, changed);
    PipelineOptions read = RecordBinding.bind(defaults, ParameterFile.read(file, "fathom"));
    assertEquals(7.5, read.maxRange());
    assertTrue(read.stereo().fill());
  }

  @Test
  void aMissingRecordingIsOneLine() {
    fails(1, Shell.run("replay", temp.resolve("none"), "--out", out()), "none", "no such file");
  }

  @Test
  void aFileThatIsNoRecordingIsOneLine() throws Exception {
    Path text = Files.writeString(temp.resolve("notes.txt"), "hello");
    fails(1, Shell.run("replay", text, "--out", out()), "notes.txt", "not a rosbag2 recording");
  }

  @Test
  void anUnknownParameterIsToldWithTheNearestName() {
    fails(2, replay("-p", "min_rnge:=1"), "min_rnge", "'min_range'");
    fails(2, replay("-p", "stereo.blocksize:=5"), "'stereo.block_size'");
  }

  @Test
  void aValueOfTheWrongKindOrRangeIsToldWithBoth() {
    fails(2, replay("-p", "min_range:=near"), "min_range", "a number", "near");
    fails(2, replay("-p", "min_range:=-3"), "min_range", "-3");
    fails(2, replay("-p", "products:=depth,sgima"), "sgima", "sigma");
    fails(2, replay("-p", "min_range=3"), "name:=value");
    fails(2, replay("--params", temp.resolve("none.yaml")), "none.yaml", "does not exist");
  }

  @Test
  void wrongWordsOnTheCommandLineAreOneLine() {
    fails(2, replay("--forse"), "--forse", "--force", "fathom replay --help");
    fails(2, replay("--from", "soon"), "--from", "soon");
    fails(2, replay("--pipeline", "lidar"), "lidar");
    fails(2, replay("--previews", "-1"), "previews", "-1");
    fails(2, replay("--from", "3", "--to", "2"), "3.0", "2.0");
    fails(2, Shell.run("replay", "--out", out()), "BAG");
    fails(2, Shell.run("replay", bag), "--out");
    fails(2, replay("--left", "/a"), "--left and --right");
    fails(2, replay("--image", "/nowhere"), "/nowhere", "/camera/left/image_rect/compressed");
    fails(2, Shell.run("reply"), "reply", "replay");
  }

  @Test
  void anUnknownModelIsToldWithTheKnownOnes() {
    fails(2, replay("--pipeline", "mono", "-p", "model:=unet"), "unet", "unet_rt");
  }

  @Test
  void aModelForOneCameraIsRefusedByAPair() {
    fails(2, replay("-p", "model:=nope"), "'nope'", "stereo.model", "--pipeline mono");
  }

  @Test
  void aCorruptModelIsOneLine() throws Exception {
    Path model = copyOfModel();
    Path graph = model.resolve("saved_model.pb");
    byte[] bytes = Files.readAllBytes(graph);
    Files.write(graph, java.util.Arrays.copyOf(bytes, bytes.length / 2));
    fails(
        1,
        replay("--pipeline", "mono", "-p", "model:=" + model),
        "saved_model.pb",
        "not a SavedModel");
  }

  @Test
  void aModelWhoseCardDoesNotFitIsOneLine() throws Exception {
    Path model = copyOfModel();
    Path card = model.resolve("assets.extra").resolve("model_card.textproto");
    Files.writeString(
        card, Files.readString(card).replace("tensor: \"log_depth\"", "tensor: \"inverse\""));
    fails(1, replay("--pipeline", "mono", "-p", "model:=" + model), "inverse", "log_depth");
    Files.writeString(card, "name: 'x' taks: MONO");
    fails(1, replay("--pipeline", "mono", "-p", "model:=" + model), "model_card.textproto", "taks");
    Files.delete(card);
    fails(1, replay("--pipeline", "mono", "-p", "model:=" + model), "no model card");
  }

  private Path copyOfModel() throws IOException {
    Path copy = temp.resolve("model");
    try (Stream<Path> files = Files.walk(MODEL)) {
      files.forEach(
          file -> {
            try {
              Files.copy(file, copy.resolve(MODEL.relativize(file).toString()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return copy;
  }

  @Test
  void severalCamerasWithoutAChoiceAreListed() throws Exception {
    Path two = renamed(Map.of("/camera/left/", "/front/", "/camera/right/", "/rear/"));
    Shell.Result result = Shell.run("replay", two, "--out", out());
    fails(2, result, "--image", "/front/image_rect/compressed", "/rear/image_rect/compressed");
  }

  /** The recording with other topics. */
  private Path renamed(Map<String, String> prefixes) throws IOException {
    Path copy = temp.resolve("renamed");
    Map<Integer, Connection> topics = new HashMap<>();
    try (BagReader reader = BagReader.open(bag);
        BagWriter writer =
            BagWriter.create(copy, new BagWriterOptions(ChunkCompression.LZ4, 8_000))) {
      for (Connection c : reader.connections()) {
        String name = c.topic();
        for (Map.Entry<String, String> prefix : prefixes.entrySet()) {
          name = name.replace(prefix.getKey(), prefix.getValue());
        }
        topics.put(c.id(), writer.addTopic(name, c.type(), c.definition(), c.offeredQos()));
      }
      reader.read(
          BagFilter.all(),
          (c, log, publish, bytes, offset, length) ->
              writer.write(topics.get(c.id()), log, publish, bytes, offset, length));
    }
    return copy;
  }

  @Test
  void aTruncatedRecordingEndsWithThreeAndSaysWhatIsWrong() throws Exception {
    Path cut = renamed(Map.of());
    Path file = cut.resolve("renamed_0.mcap");
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength(Files.size(file) * 8 / 10);
    }
    Shell.Result result =
        Shell.run("replay", cut, "--out", out(), "--pipeline", "stereo", "-p", "products:=depth");
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains("renamed_0.mcap"), result.err());
    assertTrue(Files.exists(out().resolve("summary.json")));
    Shell.Result info = Shell.run("bag", "info", cut);
    assertEquals(3, info.exitCode(), info.err());
    Shell.Result recovered = Shell.run("bag", "recover", cut, "--out", temp.resolve("recovered"));
    assertEquals(3, recovered.exitCode(), recovered.err());
    assertTrue(recovered.out().contains("messages to"), recovered.out());
    Shell.Result sound = Shell.run("bag", "info", "--check", temp.resolve("recovered"));
    assertEquals(0, sound.exitCode(), sound.err());
  }

  @Test
  void resultsInTheWayAreOneLine() {
    assertEquals(0, replay("--pipeline", "stereo", "--previews", "0").exitCode());
    replay("--pipeline", "stereo").assertFails(2, out().toString(), "--force");
    assertEquals(0, replay("--pipeline", "stereo", "--force", "--previews", "0").exitCode());
  }
}
