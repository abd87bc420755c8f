package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FathomTest {
  @TempDir Path temp;

  @Test
  void withoutACommandItSaysWhatThereIs() {
    Shell.Result result = Shell.run();
    assertEquals(2, result.exitCode());
    for (String command : new String[] {"demo", "replay", "bag", "models", "train"}) {
      assertTrue(result.err().contains(command), command);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "replay",
        "demo",
        "bag",
        "bag info",
        "models",
        "models bench",
        "train",
        "world"
      })
  void everyCommandHasHelp(String command) {
    Shell.Result result = Shell.run((Object[]) (command + " --help").strip().split(" "));
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().startsWith("Usage: fathom"), result.out());
  }

  @ParameterizedTest
  @CsvSource({
    "node foo, 'expected one of mono, stereo, cloud, found ''foo'''",
    "doctor foo, 'expected one of mono, stereo, cloud, found ''foo'''",
    "replay --pipeline foo, 'expected one of auto, mono, stereo, found ''foo'''",
    "models export x -o y --weights foo, 'expected one of float32, bfloat16, int8, found ''foo'''"
  })
  void aChoiceThatIsNoneIsRefusedWithThoseThatAre(String command, String reason) {
    Shell.Result result = Shell.run((Object[]) command.split(" "));
    assertEquals(2, result.exitCode());
    assertTrue(result.err().contains(reason), result.err());
  }

  @Test
  void theVersionIsKnown() {
    Shell.Result result = Shell.run("--version");
    assertEquals(0, result.exitCode());
    assertTrue(result.out().matches("(?s)fathom \\d+\\.\\d+.*Java \\d+.*"), result.out());
  }

  @Test
  void helpTellsTheExitCodes() {
    assertTrue(Shell.run("--help").out().contains("could not be used"));
  }

  @Test
  void bagInfoTellsWhatARecordingHolds() throws Exception {
    Path bag = temp.resolve("bag");
    assertEquals(
        0,
        Shell.run("world", "--out", bag, "--seconds", "0.2", "--width", "64", "--height", "64")
            .exitCode());
    Shell.Result result = Shell.run("bag", "info", "--check", bag);
    assertEquals(0, result.exitCode(), result.err());
    for (String part : new String[] {"mcap", "zstd", "/camera/left/camera_info", "TFMessage"}) {
      assertTrue(result.out().contains(part), part + " in:\n" + result.out());
    }
    assertEquals("", result.err());
    Shell.run("world", "--out", bag).assertFails(1, bag.toString(), "not empty");
  }

  @Test
  void bagCommandsTellWhatIsNoRecording() throws Exception {
    Shell.run("bag", "info", temp.resolve("none")).assertFails(1, "none");
    Path text = Files.writeString(temp.resolve("a.mcap"), "hello");
    Shell.run("bag", "info", text).assertFails(1, "a.mcap");
    Shell.run("bag", "recover", text).assertFails(1, "a.mcap");
    assertFalse(Files.exists(temp.resolve("a.mcap_recovered")));
    Shell.run("bag").assertFails(2, "fathom bag --help");
  }

  @Test
  void modelsAreMeasuredAtEachSize() {
    Path unet = Path.of("models", "unet_rt");
    Shell.Result bench =
        Shell.run(
            "models", "bench", unet, "--size", "64x48", "--network-size", "32x16", "--runs", "1");
    assertEquals(0, bench.exitCode(), bench.err());
    assertTrue(bench.out().matches("(?s).*unet_rt +64x48 +128x96 +4\\.165 .*"), bench.out());
    // 26.034 GFLOP at 320x240 is 0.17 at 32x16: the cost goes with the area.
    assertTrue(bench.out().matches("(?s).*unet_rt +- +32x16 +0\\.174 .*"), bench.out());
    Shell.run("models", "bench", unet, "--size", "64").assertFails(2, "'64' is no size");
    Shell.run("models", "bench", unet, "--runs", "0").assertFails(2, "runs", "found 0");
  }

  @Test
  void modelsAreListedAndDescribed() {
    Shell.Result list = Shell.run("models", "list", "models");
    assertEquals(0, list.exitCode(), list.err());
    assertTrue(list.out().contains("unet_rt"), list.out());
    Shell.Result described = Shell.run("models", "describe", Path.of("models", "unet_rt"));
    assertEquals(0, described.exitCode(), described.err());
    assertTrue(described.out().contains("ready to give metric depth"), described.out());
    assertTrue(described.out().contains("log_depth"), described.out());
    Shell.run("models", "describe", temp.resolve("none"))
        .assertFails(2, "none", "neither a folder nor the name of a model");
    Shell.run("models", "list", temp.resolve("none")).assertFails(2, "none", "not a folder");
  }

  @Test
  void inspectWritesAStarterCardButNeverOverAnother() throws Exception {
    Path model = Path.of("models", "unet_rt");
    Path card = temp.resolve("card.textproto");
    Shell.Result shown = Shell.run("models", "inspect", model);
    assertEquals(0, shown.exitCode(), shown.err());
    assertTrue(shown.out().contains("--write-card"), shown.out());
    assertEquals(0, Shell.run("models", "inspect", model, "--write-card", card).exitCode());
    String written = Files.readString(card);
    assertTrue(written.contains("image"), written);
    Shell.run("models", "inspect", model, "--write-card", card)
        .assertFails(1, card.toString(), "not overwritten");
    assertEquals(written, Files.readString(card));
  }

  @Test
  void trainNamesTheNetworksThereAre() {
    Shell.run("train", "resnet", "--out", temp.resolve("t")).assertFails(2, "resnet", "unet_rt");
    Shell.run("train", "unet_rt").assertFails(2, "--out");
    assertFalse(Files.exists(temp.resolve("t")));
  }

  @Test
  void everyFailureHasAText() {
    assertEquals("/x does not exist", ErrorLine.text(new NoSuchFileException("/x")));
    assertEquals("/x: permission denied", ErrorLine.text(new AccessDeniedException("/x")));
    assertEquals("one", ErrorLine.text(new IOException("one\ntwo")));
    assertEquals("one: two", ErrorLine.text(new IOException("one:\n  two\nthree")));
    assertTrue(ErrorLine.text(new IllegalStateException("x")).startsWith("internal error"));
    assertEquals("IOException", ErrorLine.text(new IOException()));
  }
}
