package dev.fathom.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.fathom.model.Models;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a shell sees it: a process of its own, whose streams are no terminal. */
class ProgramTest {
  @TempDir private Path temporary;

  private record Ended(int code, String out, String err) {}

  private Ended fathom(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dfathom.home=" + Path.of("").toAbsolutePath());
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Fathom.class.getName());
    command.addAll(List.of(arguments));
    Path out = Files.createTempFile(temporary, "out", "");
    Path err = Files.createTempFile(temporary, "err", "");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Ended(
        process.waitFor(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static void assertCode(int expected, Ended ended) {
    assertEquals(expected, ended.code(), () -> ended.out() + ended.err());
  }

  @Test
  void modelsListHasALineForEveryModel() throws Exception {
    Ended ended = fathom("models", "list");
    assertCode(ExitCode.SUCCESS, ended);
    assertTrue(ended.out().lines().anyMatch(line -> line.startsWith("unet_rt ")), ended.out());
  }

  @Test
  void modelsDescribePrintsToItsLastLine() throws Exception {
    Ended ended = fathom("models", "describe", "unet_rt");
    assertCode(ExitCode.SUCCESS, ended);
    assertTrue(ended.out().endsWith("  ready to give metric depth\n"), ended.out());
  }

  @Test
  void modelsInspectPrintsTheWholeStarterCard() throws Exception {
    Ended ended = fathom("models", "inspect", "unet_rt");
    assertCode(ExitCode.SUCCESS, ended);
    String starter = Models.inspect(Path.of("models", "unet_rt")).starterText();
    assertTrue(ended.out().endsWith(starter), ended.out());
  }

  @Test
  void librariesThatLogThroughSlf4jAreQuiet() throws Exception {
    Path file = temporary.resolve("other.db3");
    try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = database.createStatement()) {
      statement.execute("CREATE TABLE other (id INTEGER)");
    }
    Ended ended = fathom("bag", "info", file.toString());
    assertCode(ExitCode.FAILURE, ended);
    assertEquals(1, ended.err().lines().count(), ended.err());
    assertTrue(ended.err().startsWith("fathom: "), ended.err());
  }

  @Test
  void anUnknownOptionIsWrongUsage() throws Exception {
    Ended ended = fathom("replay", "--no-such-option");
    assertCode(ExitCode.USAGE, ended);
    assertTrue(ended.err().contains("--no-such-option"), ended.err());
  }

  @Test
  void anUnknownModelIsWrongUsageAndTheKnownOnesAreNamed() throws Exception {
    Ended ended = fathom("models", "describe", "unet_tr");
    assertCode(ExitCode.USAGE, ended);
    assertTrue(
        ended.err().contains("known: fathom_mono, fathom_pose, fathom_stereo, unet_rt"),
        ended.err());
  }

  @Test
  void aModelThatCannotBeUsedIsAFailure() throws Exception {
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    assertCode(ExitCode.FAILURE, fathom("models", "describe", empty.toString()));
    Path corrupt = Files.createDirectory(temporary.resolve("corrupt"));
    Files.write(corrupt.resolve("saved_model.pb"), new byte[] {(byte) 0xff, 1, 2, 3});
    Ended ended = fathom("models", "describe", corrupt.toString());
    assertCode(ExitCode.FAILURE, ended);
    assertTrue(ended.err().contains("saved_model.pb"), ended.err());
    // Newer Java adds warnings of its own, which the launcher's options keep away.
    assertEquals(
        1, ended.err().lines().filter(line -> line.startsWith("fathom: ")).count(), ended.err());
  }
}
